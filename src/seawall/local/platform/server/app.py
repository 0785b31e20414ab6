"""ASGI application: API, OAuth server, artifact files and web page on one data folder."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI, Request
from starlette.types import ASGIApp, Scope

from seawall.local.faults.call_faults import Faults
from seawall.local.faults.middleware import FaultyResponses
from seawall.local.oauth.activation import activation_page
from seawall.local.oauth.errors import add_oauth_error_handler
from seawall.local.oauth.server import OAuthServer
from seawall.local.platform.api.fault_routes import router as faults
from seawall.local.platform.api.file_routes import router as files
from seawall.local.platform.api.routes import ROUTES
from seawall.local.platform.beta.api import beta_routes, use_document
from seawall.local.platform.instance.faults import PlatformFaults
from seawall.local.platform.instance.platform import Platform
from seawall.local.platform.oauth.consent import router as consent_page
from seawall.local.platform.oauth.routes import router as oauth
from seawall.local.platform.oauth.routes import second_issuer_routes
from seawall.local.platform.page.browser_sessions import BrowserSessions
from seawall.local.platform.page.login import router as page_login
from seawall.local.platform.page.pages import router as pages
from seawall.local.platform.page.pictures import router as pictures
from seawall.local.platform.server.path_prefix import PathPrefix
from seawall.local.platform.settings import API_VERSION, BETA_API_VERSION, PlatformSettings
from seawall.local.serving.first_chunk import CoalesceFirstChunk
from seawall.local.serving.hosts import only_own_hosts
from seawall.local.serving.methods import AllowedMethods
from seawall.local.serving.request_ids import RequestIds
from seawall.local.serving.validation_errors import add_error_handlers, add_storage_error_handler
from seawall.local.serving.wall_clock import WallClock, utc_now

__all__ = ["app_for", "create_app"]

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

    return _build_app(settings, running)


def app_for(platform: Platform) -> ASGIApp:
    """Create the application for an open platform; the caller closes the platform."""
    app = _build_app(platform.settings)
    app.state.platform = platform
    app.add_middleware(CoalesceFirstChunk)
    return only_own_hosts(app, platform.settings.public_url)


def _oauth_of(request: Request) -> OAuthServer:
    platform = request.app.state.platform
    assert isinstance(platform, Platform)
    return platform.oauth


def _faults_of(scope: Scope) -> Faults[PlatformFaults] | None:
    """The faults of a call of the API or of a download; logins, pages and the health have none."""
    if not scope["path"].startswith(("/v1/", "/api/v1/", "/files/")):
        return None
    platform = scope["app"].state.platform
    assert isinstance(platform, Platform)
    return platform.faults


def _build_app(
    settings: PlatformSettings,
    lifespan: Callable[[FastAPI], AbstractAsyncContextManager[None]] | None = None,
) -> FastAPI:
    version = settings.api_version
    app = FastAPI(
        title="Seawall Local Platform",
        version=API_VERSION if version == API_VERSION else BETA_API_VERSION,
        description=DESCRIPTION,
        servers=[{"url": "/api"}],
        docs_url=None,  # both pages load scripts from a CDN
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.browser_sessions = BrowserSessions(settings.token_lifetime_s)
    add_error_handlers(app)
    add_storage_error_handler(app)
    add_oauth_error_handler(app)
    app.add_middleware(AllowedMethods, routes=lambda: app.router.routes)
    app.add_middleware(PathPrefix, prefix="/api", then="/v1/")
    app.add_middleware(FaultyResponses, faults_of=_faults_of)
    app.add_middleware(RequestIds)
    # First the paths that most clients use, and not within a router: each is tried for each request.
    app.router.routes.extend(ROUTES if version == API_VERSION else beta_routes(version))
    use_document(app, version)
    login_pages = (oauth, second_issuer_routes(), activation_page(_oauth_of), consent_page)
    for router in (files, faults, *login_pages, page_login, pages, pictures):
        app.include_router(router)
    return app
