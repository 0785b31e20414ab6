# DO NOT EDIT. Derived from ../_async/test_session_responses.py by "python -m seawall.codegen.derive".
"""Responses that the protocol of resumable uploads does not allow, and unusual ones."""

from collections.abc import Iterator

import pytest

from seawall.core.errors import (
    DecodeError,
    ForbiddenError,
    MaybeProcessedError,
    SeawallError,
)
from seawall.core.http.message import Response
from seawall.testing import MemoryTransport, Script
from tests.runtime.transfer._sync.uploads import (
    CHUNK,
    DATA,
    SIGNED,
    STARTED,
    TOTAL,
    incomplete,
    pieces,
    uploader,
)
from tests.runtime.transfer.session_server import UNIT


@pytest.mark.parametrize(
    ("steps", "class_", "match"),
    [
        ([Response(200)], DecodeError, r"gave no usable URL for the upload"),
        ([Response(201, {"location": "ftp://a"})], DecodeError, r"gave no usable URL for the upload"),
        ([Response(308, {"location": "https://a"})], SeawallError, r"answered 308"),
        ([STARTED, Response(200)], DecodeError, r"the server answered 200 in a way"),
        ([STARTED, incomplete(CHUNK + 1)], DecodeError, r"the server answered 308 in a way"),
        ([STARTED, Response(503), incomplete(3 * UNIT)], DecodeError, r"the server answered 308 in a way"),
        ([STARTED, Response(503), Response(200)], DecodeError, r"the server answered 200 in a way"),
        ([STARTED, incomplete(TOTAL + 1)], DecodeError, r"the server answered 308 in a way"),
        (
            [STARTED, Response(308, {"location": "https://a"})],
            DecodeError,
            r"the server answered 308 in a way",
        ),
        (
            [STARTED, *[incomplete(0)] * 5],
            MaybeProcessedError,
            r"the server has stored no more bytes than before",
        ),
    ],
)
def test_invalid_responses(steps: list[Response], class_: type[SeawallError], match: str) -> None:
    script = Script(*steps)
    with pytest.raises(class_, match=match):
        uploader(MemoryTransport(script)).send(DATA, "https://storage.test/bucket")
    script.assert_used_up()


def test_a_decrease_of_stored_bytes_is_logged_and_resumed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    seen: list[int] = []
    steps = [incomplete(size * UNIT) for size in (2, 4, 1, 1, 3, 5, 7, 9)]
    # The third response states fewer bytes than before; the fourth is the response to a status check.
    transport = MemoryTransport(Script(STARTED, *steps, Response(200)))
    made = 0

    def counted() -> Iterator[bytes]:
        nonlocal made
        made += 1
        return pieces()

    uploader(transport).send(
        counted, "https://storage.test/b", on_progress=lambda progress: seen.append(progress.size)
    )
    assert seen == [2 * UNIT, 4 * UNIT, UNIT, 3 * UNIT, 5 * UNIT, 7 * UNIT, 9 * UNIT, TOTAL]
    assert [record.getMessage() for record in caplog.records if "stored" in record.getMessage()] == [
        f"upload: the server has stored {UNIT} bytes, fewer than {4 * UNIT} before"
    ]
    # Once to hash, once to send, and once more to go back.
    assert made == 3
    bodies = [b"".join(request.body) for request in transport.requests if isinstance(request.body, list)]
    assert bodies[3] == DATA[UNIT : 3 * UNIT]


def test_the_signature_is_hidden_in_an_error_of_the_start() -> None:
    rejection = Response(403, {"content-type": "application/json"}, b'{"detail": "not hunter2hunter2"}')
    with pytest.raises(ForbiddenError) as caught:
        uploader(MemoryTransport(Script(rejection))).send(DATA, f"https://storage.test{SIGNED}")
    assert "hunter2" not in str(caught.value)
