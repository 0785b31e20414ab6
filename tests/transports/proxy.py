"""A proxy on this machine that makes tunnels (CONNECT)."""

import socket
import ssl
from contextlib import suppress
from threading import Thread
from types import TracebackType
from typing import Self

__all__ = ["LoopbackProxy"]


class LoopbackProxy:
    """Connects each tunnel to `target`, whatever its address; with `refusal`, it sends that instead.

    `requests` holds the heads of the requests to the proxy itself, in order.
    """

    def __init__(
        self, target: str | None = None, *, refusal: bytes | None = None, tls: ssl.SSLContext | None = None
    ) -> None:
        self.requests: list[bytes] = []
        self._target = target
        self._refusal = refusal
        self._tls = tls
        self._threads: list[Thread] = []
        self._open: list[socket.socket] = []

    @property
    def url(self) -> str:
        """The URL of the proxy."""
        return f"http{'s' if self._tls else ''}://127.0.0.1:{self._listening.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._start(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for connection in self._open:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        for connection in self._open:
            connection.close()

    def _start(self, work: object, *args: object) -> None:
        thread = Thread(target=work, args=args)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                self._open.append(connection)
                self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError):
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
                self._open.append(connection)
            head = b""
            while not head.endswith(b"\r\n\r\n") and (byte := connection.recv(1)):
                head += byte
            self.requests.append(head)
            if self._refusal is not None:
                connection.sendall(self._refusal)
                connection.shutdown(socket.SHUT_RDWR)
                return
            assert self._target is not None
            host, _, port = self._target.rpartition("//")[2].rpartition(":")
            far = socket.create_connection((host, int(port)))
            self._open.append(far)
            connection.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
            self._start(_forward, far, connection)
            _forward(connection, far)


def _forward(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
