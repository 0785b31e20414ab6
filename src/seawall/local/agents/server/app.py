"""ASGI application: the API on one data folder."""

from functools import cache

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from seawall.local.agents.api import accounts, repos, runs, slack_app, terminal_client, webhooks
from seawall.local.agents.instance.agents_server import AgentsServer
from seawall.local.agents.server.error_handlers import add_api_error_handlers
from seawall.local.serving.hosts import only_own_hosts
from seawall.local.serving.methods import AllowedMethods
from seawall.local.serving.request_ids import RequestIds

__all__ = ["API_VERSION", "app_for", "app_without_data"]

API_VERSION = "1.0.0"
_DESCRIPTION = "The agents API on a server of your own machine: runs of agents, logs, users, repositories."
_VERSION = "/v1"
_DOCUMENT = "/openapi.json"


def _operation_id(route: APIRoute) -> str:
    return route.name


def app_without_data() -> FastAPI:
    """Create the application without a data folder: its routes, for the OpenAPI document."""
    app = FastAPI(
        title="Seawall Local Agents",
        version=API_VERSION,
        description=_DESCRIPTION,
        docs_url=None,  # both pages load scripts from a CDN
        redoc_url=None,
        generate_unique_id_function=_operation_id,
    )
    api = APIRouter()
    # The route of one run would take `resume` for an id, so longer paths come first.
    for router in (
        runs.router,
        accounts.router,
        accounts.rules_router,
        repos.router,
        webhooks.router,
        terminal_client.router,
        slack_app.router,
    ):
        api.include_router(router)
    api.include_router(runs.logs_router, prefix="/alpha")
    add_api_error_handlers(app)
    app.add_middleware(AllowedMethods, routes=lambda: app.router.routes)
    app.add_middleware(RequestIds)
    app.include_router(api, prefix=_VERSION)
    app.include_router(runs.logs_router, prefix=_VERSION, include_in_schema=False)
    return app


_routes = cache(app_without_data)  # 150 ms; the routes of all servers of a process are the same


def app_for(server: AgentsServer) -> ASGIApp:
    """Create the application for an open server; the caller closes the server."""
    routes = _routes()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope = {**scope, "path": _with_version(scope["path"]), "state": {"server": server}}
        await routes(scope, receive, send)

    return only_own_hosts(app, server.settings.public_url)


def _with_version(path: str) -> str:
    """The path with `/v1` once: base URLs with and without it are in use, and so are paths over either."""
    if path == _DOCUMENT:
        return path
    while path.startswith(f"{_VERSION}/"):
        path = path.removeprefix(_VERSION)
    return _VERSION + path
