"""`serve` and `running` of a local server: over HTTP, in the foreground or in a thread."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, Protocol, TypeVar

from attrs import evolve, frozen
from starlette.types import ASGIApp

from seawall.local.serving import http_server
from seawall.local.serving.server_settings import ServerSettings
from seawall.local.serving.wall_clock import WallClock, utc_now

__all__ = ["LocalServing", "OpenServer"]


class OpenServer(Protocol):
    """A server with an open data folder."""

    def close(self) -> None:
        """Close the data folder."""
        ...


S = TypeVar("S", bound=ServerSettings)
T = TypeVar("T", bound=OpenServer)


def _plain_http(_settings: ServerSettings) -> None:
    return None


@frozen
class LocalServing(Generic[S, T]):
    """Serves one kind of local server; `name` names it in errors, `base` is the path of its API.

    `tls` tells how a server with these settings speaks https; None means http.
    """

    name: str
    open: Callable[[S, WallClock], T]
    app_for: Callable[[T], ASGIApp]
    base: str = ""
    tls: Callable[[S], http_server.TlsContext | None] = _plain_http

    def serve(
        self, settings: S, *, host: str = "127.0.0.1", port: int = 0, ready: Callable[[str], None]
    ) -> None:
        """Serve until SIGINT or SIGTERM. Calls `ready` with the URL when the server accepts connections.

        Port 0 selects a free port. Raises OSError if the port is in use, DataFolderInUseError if another
        local server uses the data folder.
        """

        def ready_with_base(url: str) -> None:
            ready(f"{url}{self.base}")

        open_app = self._open_app(settings, utc_now)
        http_server.serve(open_app, host=host, port=port, ready=ready_with_base, tls=self.tls(settings))

    @contextmanager
    def running(
        self, settings: S, *, host: str = "127.0.0.1", port: int = 0, clock: WallClock = utc_now
    ) -> Iterator[str]:
        """Serve in a thread while the block runs; yields the URL. For tests and notebooks.

        Raises the errors of `serve`, and TimeoutError if the server does not start within 30 s.
        """
        open_app = self._open_app(settings, clock)
        with http_server.running(open_app, self.name, host=host, port=port, tls=self.tls(settings)) as url:
            yield f"{url}{self.base}"

    def _open_app(self, settings: S, clock: WallClock) -> http_server.OpenApp:
        @contextmanager
        def open_app(url: str) -> Iterator[ASGIApp]:
            server = self.open(evolve(settings, public_url=settings.public_url or url), clock)
            try:
                yield self.app_for(server)
            finally:
                server.close()

        return open_app
