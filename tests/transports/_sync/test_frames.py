# DO NOT EDIT. Derived from ../_async/test_frames.py by "python -m seawall.codegen.derive".
"""Errors that pass through a transport: the frames of the libraries, which hold the request, are dropped."""

import traceback
from collections.abc import Iterator

import pytest

from seawall.core.errors import MaybeProcessedError
from seawall.core.http.message import Request
from tests.transports._sync.kinds import Real, over_sockets, send
from tests.transports.error_report import error_report
from tests.transports.loopback import LoopbackServer, message

pytestmark = pytest.mark.slow

CANARY = "c4n4ry-c4n4ry"


class StoppedError(Exception):
    """An error of the program."""


class StoppedProgram(BaseException):
    """An error like KeyboardInterrupt."""


def pieces(error: BaseException) -> Iterator[bytes]:
    yield b"a" * 100_000
    raise error


@over_sockets
@pytest.mark.parametrize("kind_of_error", [StoppedError, KeyError, StoppedProgram])
def test_an_error_of_the_users_function_shows_that_function_and_no_secret(
    kind: type[Real], kind_of_error: type[BaseException]
) -> None:
    with LoopbackServer(message(200)) as server:
        url, headers = f"{server.url}/a?sig={CANARY}", {"authorization": CANARY, "x-key": CANARY}
        request = Request("POST", url, headers, pieces(kind_of_error("stop")))
        with pytest.raises(kind_of_error) as caught:
            send(kind, server, request)
    assert CANARY not in error_report(caught.value)
    names = [frame.name for frame in traceback.extract_tb(caught.value.__traceback__)]
    assert names[-1] == "pieces"


@over_sockets
def test_an_error_does_not_show_the_part_of_the_body_that_came(kind: type[Real]) -> None:
    part = b'{"access_token": "%s' % CANARY.encode()
    with (
        LoopbackServer(message(200, content_length="1000"), part, 0.05) as server,
        pytest.raises(MaybeProcessedError) as caught,
    ):
        send(kind, server)
    assert CANARY not in error_report(caught.value)
