# DO NOT EDIT. Derived from ../_async/test_frames_of_errors.py by "python -m seawall.codegen.derive".
"""No frame of an error shows a part of a URL, a header value or a body, whatever ends the request."""

from collections.abc import Iterable, Iterator

import pytest

from seawall.core.http.message import Request
from tests.transports._sync.kinds import Real, over_sockets, read_into
from tests.transports.error_report import error_report
from tests.transports.loopback import HANG, RESET, LoopbackServer, message

pytestmark = pytest.mark.slow

CANARY = "c4n4ry-c4n4ry-c4n4ry"
BODY = f"{CANARY} in a body".encode()
SERVERS: dict[str, tuple[bytes | float, ...]] = {
    "reset": (RESET,),
    "hangs": (HANG,),
    "half a body": (message(200, BODY, content_length="999"),),
    "half a chunk": (message(200, b"99\r\n" + BODY, content_length="", transfer_encoding="chunked"),),
    "bad gzip": (message(200, BODY, content_encoding="gzip"),),
    "too large": (message(200, BODY * 9),),
}


class BodyError(Exception):
    pass


def failing() -> Iterator[bytes]:
    yield BODY
    raise BodyError


def request_to(url: str, body: bytes | Iterable[bytes] = BODY) -> Request:
    headers = {"authorization": f"Bearer {CANARY}", "x-key": CANARY, "cookie": f"session={CANARY}"}
    return Request("POST", f"{url}/a?signature={CANARY}", headers, body, max_response_bytes=100)


@over_sockets
def test_no_frame_shows_a_secret_when_a_request_fails(
    kind: type[Real], subtests: pytest.Subtests
) -> None:
    for name, pieces in SERVERS.items():
        with subtests.test(name=name), LoopbackServer(*pieces) as server:
            with kind() as transport:
                with pytest.raises(Exception) as caught:  # noqa: PT011 - any error, and all of its frames
                    transport.send(request_to(server.url), 0.3)
                assert CANARY not in error_report(caught.value)
                if name == "too large":
                    continue
                with pytest.raises(Exception) as caught:  # noqa: PT011 - any error, and all of its frames
                    read_into(transport, request_to(server.url), 0.3, [])
                assert CANARY not in error_report(caught.value)


@over_sockets
def test_no_frame_shows_a_secret_when_the_body_of_the_user_fails(kind: type[Real]) -> None:
    with LoopbackServer(message(200)) as server:
        with kind() as transport:
            request = request_to(server.url, failing())
            with pytest.raises(BodyError) as caught:
                transport.send(request, 5.0)
    assert CANARY not in error_report(caught.value)
    assert caught.traceback[-1].name == "failing"
