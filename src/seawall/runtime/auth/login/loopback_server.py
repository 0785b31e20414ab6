"""The port on this machine to which a browser comes back from a login (RFC 8252, section 7.3).

It is of 127.0.0.1 alone, the system chooses it, and it gives one answer. Whoever listens waits in one thread
and looks at all visitors at once: a browser that opens a connection and says nothing, or speaks slowly, keeps
nobody waiting.
"""

import selectors
import socket
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from types import TracebackType
from typing import Self, TypeVar

from seawall.core.auth.redirect import redirect_query
from seawall.runtime.auth.login.result_page import NOT_THIS_LOGIN, NOTHING_HERE, Page, page_response

__all__ = ["Loopback", "Visit"]

T = TypeVar("T")

_ADDRESS = "127.0.0.1"
_PATH = "/callback"
# So often the clock is looked at, which need not be the system's.
_LOOK_S = 0.1
_SENDING_S = 2.0
_MOST_VISITS = 32
_BACKLOG = 128
_MOST_HEAD_BYTES = 16 * 1024
_END_OF_HEAD = b"\r\n\r\n"


class Visit:
    """One connection of a browser: the head of its request, then one page."""

    def __init__(self, connection: socket.socket) -> None:
        connection.setblocking(False)  # noqa: FBT003
        self.connection = connection
        self._head = bytearray()

    def head(self) -> bytes | None:
        """The request's head, None while it has not come whole; raises OSError where it never will."""
        try:
            # Of a head that is too long the rest is never taken: nothing received means that this is over.
            received = self.connection.recv(_MOST_HEAD_BYTES - len(self._head))
        except BlockingIOError:
            return None
        self._head += received
        head, end, _ = bytes(self._head).partition(_END_OF_HEAD)
        if end:
            return head
        if not received:
            raise ConnectionError
        return None

    def show(self, page: Page, status: HTTPStatus = HTTPStatus.OK) -> None:
        """Answer with `page`. Where the browser has gone meanwhile, nobody reads it."""
        with suppress(OSError):
            # What is sent fits into the system's buffer, so this waits for nobody.
            self.connection.settimeout(_SENDING_S)
            self.connection.sendall(page_response(page, status))
            self.connection.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """End the visit."""
        self.connection.close()


class Loopback:
    """Listens on 127.0.0.1 for the one redirect that ends a login; use it in a `with` block.

    `clock` gives monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._visits: list[Visit] = []
        self._selector = selectors.DefaultSelector()
        self._socket = socket.create_server((_ADDRESS, 0), backlog=_BACKLOG)
        self._socket.setblocking(False)  # noqa: FBT003
        self._host = f"{_ADDRESS}:{self._socket.getsockname()[1]}"
        self._selector.register(self._socket, selectors.EVENT_READ)
        # Another thread speaks to the one that listens here.
        self._ear, self._mouth = socket.socketpair()
        self._selector.register(self._ear, selectors.EVENT_READ)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def redirect_uri(self) -> str:
        """Where the browser is to be sent, with the port of this login."""
        return f"http://{self._host}{_PATH}"

    def answer(self, read: Callable[[str], T | None], *, deadline: float) -> tuple[T, Visit] | None:
        """What `read` makes of the query of the first redirect that it takes, and the visit that brought it.

        None when `deadline`, on the monotonic clock, has passed, or after `cut`. What `read` gives None for,
        and requests for anything else, are answered and change nothing. After the answer nobody can connect
        any more.
        """
        while (left_s := deadline - self._clock()) > 0:
            for key, _ in self._selector.select(min(left_s, _LOOK_S)):
                visit: Visit | None = key.data
                if key.fileobj is self._ear:
                    return None
                if visit is None:
                    self._welcome()
                elif (found := self._heard(visit, read)) is not None:
                    self._selector.unregister(self._socket)
                    self._socket.close()
                    return found, visit
        return None

    def cut(self) -> None:
        """End the waiting of another thread."""
        self._mouth.close()

    def close(self) -> None:
        """Close the port and all connections."""
        self._selector.close()
        self._socket.close()
        self._ear.close()
        self._mouth.close()
        for visit in self._visits:
            visit.close()

    def _welcome(self) -> None:
        with suppress(OSError):
            visit = Visit(self._socket.accept()[0])
            self._visits.append(visit)
            self._selector.register(visit.connection, selectors.EVENT_READ, visit)
        if len(self._visits) > _MOST_VISITS:
            # The one that has been silent the longest.
            self._dismiss(self._visits[0])

    def _heard(self, visit: Visit, read: Callable[[str], T | None]) -> T | None:
        """What `read` makes of what the visit asks for, if it has said so; another's visit is ended."""
        try:
            head = visit.head()
        except OSError:
            self._dismiss(visit)
            return None
        if head is None:
            return None
        query = redirect_query(head, host=self._host, path=_PATH)
        if isinstance(query, HTTPStatus):
            visit.show(NOTHING_HERE, query)
        elif (found := read(query)) is not None:
            return found
        else:
            visit.show(NOT_THIS_LOGIN, HTTPStatus.BAD_REQUEST)
        self._dismiss(visit)
        return None

    def _dismiss(self, visit: Visit) -> None:
        # One event may come for a visit that another has just ended.
        if visit in self._visits:
            self._visits.remove(visit)
            self._selector.unregister(visit.connection)
            visit.close()
