"""The fault matrix: faults on the wire, the error of each, and the requests that reach the server.

docs/transports.md publishes it. A call makes `ATTEMPTS` attempts if it may be retried, else one.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from attrs import field, frozen

from seawall.core.errors import (
    AttemptTimeoutError,
    ChangeTimeoutError,
    DecodeError,
    MaybeProcessedError,
    NotSentError,
    ResponseLostError,
    SeawallError,
    UnexpectedStatusError,
)
from tests.transports.certificate import certificate_in, tls_of
from tests.transports.loopback import HANG, RESET, LoopbackServer, closed_port, message

__all__ = ["ATTEMPTS", "FAULTS", "Fault", "faulty", "published"]

ATTEMPTS = 3
_ERRORS_OF_A_POST: dict[type[SeawallError], type[SeawallError]] = {
    ResponseLostError: MaybeProcessedError,
    AttemptTimeoutError: ChangeTimeoutError,
}
# Closes the connection, because the server does not read a second request from it.
_BAD_GZIP = message(200, b"no", content_encoding="gzip", connection="close")
_DROPS: list[bytes | float] = [b"x-drop: 1\r\n", 0.03]
_BODY_DROPS: list[bytes | float] = [b" ", 0.03]


@frozen
class Fault:
    """One row: `get` and `post` are the attempts of a call, `reaches` is the last step of an attempt.

    `error` is that of a GET.
    """

    name: str
    error: type[SeawallError]
    get: int
    post: int
    pieces: list[bytes | float] = field(factory=list)
    reaches: str = "request"

    def error_of(self, method: str) -> type[SeawallError]:
        """The error of a call with `method`: that of a POST says that it may have been processed."""
        return self.error if method == "GET" else _ERRORS_OF_A_POST.get(self.error, self.error)


FAULTS = [
    Fault("connection refused", NotSentError, ATTEMPTS, ATTEMPTS, reaches="nothing"),
    Fault("unknown host name (DNS)", NotSentError, ATTEMPTS, ATTEMPTS, reaches="no name"),
    Fault("certificate not trusted (TLS)", NotSentError, ATTEMPTS, ATTEMPTS, reaches="connection"),
    Fault("closed before the head", ResponseLostError, ATTEMPTS, 1),
    Fault("reset before the head", ResponseLostError, ATTEMPTS, 1, [RESET]),
    Fault("reset in the head", ResponseLostError, ATTEMPTS, 1, [b"HTTP/1.1 200 OK\r\ncont", RESET]),
    Fault("reset after the head", ResponseLostError, ATTEMPTS, 1, [message(200, content_length="9"), RESET]),
    Fault("half a body", ResponseLostError, ATTEMPTS, 1, [message(200, b'{"a"', content_length="9")]),
    Fault("body longer than its length", DecodeError, 1, 1, [message(200, b'{"a": 1}', content_length="4")]),
    Fault("no response", AttemptTimeoutError, ATTEMPTS, 1, [HANG]),
    Fault("head byte by byte", AttemptTimeoutError, ATTEMPTS, 1, [b"HTTP/1.1 200 OK\r\n", *_DROPS * 100]),
    Fault(
        "body byte by byte",
        AttemptTimeoutError,
        ATTEMPTS,
        1,
        [message(200, content_length="100"), *_BODY_DROPS * 100],
    ),
    Fault("not HTTP", ResponseLostError, ATTEMPTS, 1, [b"SSH-2.0-OpenSSH_9\r\n"]),
    Fault("bad gzip", ResponseLostError, ATTEMPTS, 1, [_BAD_GZIP]),
    Fault("bad JSON", DecodeError, 1, 1, [message(200, b'{"a": ', content_type="application/json")]),
    Fault("200 with HTML", DecodeError, 1, 1, [message(200, b"<p>Log in", content_type="text/html")]),
    Fault("redirect loop", UnexpectedStatusError, 1, 1, [message(302, location="/v1/things/x")]),
]
"""The rows. Each holds over httpx2, httpx and pyreqwest, sync and async."""


@frozen
class Faulty:
    """A server with a fault, and the URL of it."""

    url: str
    server: LoopbackServer

    @property
    def seen(self) -> tuple[int, int]:
        """Number of connections and of requests."""
        return self.server.connections, len(self.server.requests)


@contextmanager
def faulty(fault: Fault, folder: Path) -> Iterator[Faulty]:
    """Run a server with `fault`."""
    with ExitStack() as stack:
        tls = tls_of(certificate_in(folder)) if fault.reaches == "connection" else None
        server = stack.enter_context(LoopbackServer(*fault.pieces, tls=tls))
        match fault.reaches:
            case "nothing":
                yield Faulty(f"http://127.0.0.1:{closed_port()}", server)
            case "no name":
                yield Faulty("http://nowhere.invalid", server)
            case _:
                yield Faulty(server.url, server)


def published() -> str:
    """Return the table in docs/transports.md."""
    rows = [
        f"| {fault.name} | `{fault.error.__name__}` | {fault.get} "
        f"| `{fault.error_of('POST').__name__}` | {fault.post} | "
        f"{'yes' if fault.reaches == 'request' else 'no'} |"
        for fault in FAULTS
    ]
    head = [
        "| fault | error of a GET | its attempts | error of a POST | its attempts | the request arrived |",
        "|---|---|---|---|---|---|",
    ]
    return "\n".join([*head, *rows])
