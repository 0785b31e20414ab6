"""ASGI application: API, OAuth server and artifact files on one data folder."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware

from seawall.local.platform.api.file_routes import router as files
from seawall.local.platform.api.first_chunk import CoalesceFirstChunk
from seawall.local.platform.api.http_errors import RequestIds, add_error_handlers
from seawall.local.platform.api.routes import API
from seawall.local.platform.instance.platform import Platform
from seawall.local.platform.oauth.activation import router as activation_page
from seawall.local.platform.oauth.consent import router as consent_page
from seawall.local.platform.oauth.routes import add_oauth_error_handler
from seawall.local.platform.oauth.routes import router as oauth
from seawall.local.platform.settings import PlatformSettings
from seawall.local.platform.store.wall_clock import WallClock, utc_now

__all__ = ["API_VERSION", "app_for", "create_app"]

API_VERSION = "1.7.0"
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
DESCRIPTION = "The platform API on a server of your own machine: applications, runs, items, artifacts."


def create_app(settings: PlatformSettings, *, clock: WallClock = utc_now) -> FastAPI:
    """Create the application. Its lifespan opens the data folder at the start and closes it at the end."""

    @asynccontextmanager
    async def running(app: FastAPI) -> AsyncIterator[None]:
        app.state.platform = Platform.open(settings, clock)
        try:
            yield
        finally:
            app.state.platform.close()

    return _build_app(running)


def app_for(platform: Platform) -> FastAPI:
    """Create the application for an open platform; the caller closes the platform."""
    app = _build_app()
    app.state.platform = platform
    # DNS rebinding: a web page must not reach the server through a foreign name that resolves to 127.0.0.1.
    own = urlsplit(platform.settings.public_url or "").hostname
    app.add_middleware(CoalesceFirstChunk)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*_LOOPBACK, *([own] if own else [])])
    return app


def _build_app(lifespan: Callable[[FastAPI], AbstractAsyncContextManager[None]] | None = None) -> FastAPI:
    app = FastAPI(
        title="Seawall Local Platform",
        version=API_VERSION,
        description=DESCRIPTION,
        servers=[{"url": "/api"}],
        docs_url=None,  # both pages load scripts from a CDN
        redoc_url=None,
        lifespan=lifespan,
    )
    add_error_handlers(app)
    add_oauth_error_handler(app)
    app.add_middleware(RequestIds)
    app.include_router(API)
    app.include_router(API, prefix="/api", include_in_schema=False)
    for router in (files, oauth, activation_page, consent_page):
        app.include_router(router)
    return app
