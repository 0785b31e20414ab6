"""The local platform over HTTP, in the foreground or in a thread."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from attrs import evolve
from starlette.types import ASGIApp

from seawall.local.platform.instance.platform import Platform
from seawall.local.platform.server.app import app_for
from seawall.local.platform.settings import PlatformSettings
from seawall.local.serving import http_server
from seawall.local.serving.wall_clock import WallClock, utc_now

__all__ = ["running", "serve"]


def _open_app(settings: PlatformSettings, clock: WallClock) -> http_server.OpenApp:
    @contextmanager
    def open_app(url: str) -> Iterator[ASGIApp]:
        platform = Platform.open(evolve(settings, public_url=settings.public_url or url), clock)
        try:
            yield app_for(platform)
        finally:
            platform.close()

    return open_app


def serve(
    settings: PlatformSettings, *, host: str = "127.0.0.1", port: int = 0, ready: Callable[[str], None]
) -> None:
    """Serve until SIGINT or SIGTERM. Calls `ready` with the URL when the server accepts connections.

    Port 0 selects a free port. Raises OSError if the port is in use, DataFolderInUseError if another local
    platform uses the data folder.
    """
    http_server.serve(_open_app(settings, utc_now), host=host, port=port, ready=ready)


def running(
    settings: PlatformSettings, *, host: str = "127.0.0.1", port: int = 0, clock: WallClock = utc_now
) -> AbstractContextManager[str]:
    """Serve in a thread while the block runs; yields the URL. For tests and notebooks.

    Raises the errors of `serve`, and TimeoutError if the server does not start within 30 s.
    """
    return http_server.running(_open_app(settings, clock), "platform", host=host, port=port)
