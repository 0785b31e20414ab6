"""ASGI application: the API on one data folder, under `/skaha`."""

import json
import re
from functools import cache
from urllib.parse import parse_qs

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from seawall.local.faults.middleware import FaultyResponses
from seawall.local.oauth.errors import add_oauth_error_handler
from seawall.local.serving.hosts import only_own_hosts
from seawall.local.sessions.api import apps, faults, resources, sessions
from seawall.local.sessions.identity.provider import router as provider
from seawall.local.sessions.identity.routes import services, vosi
from seawall.local.sessions.instance.sessions_server import SessionsServer
from seawall.local.sessions.server.error_handlers import add_text_error_handlers
from seawall.local.sessions.server.request_form import FormInQuery

__all__ = ["API_VERSION", "BASE", "app_for", "app_without_data"]

API_VERSION = "1.3.0"
BASE = "/skaha"
_DESCRIPTION = "The session API of a science platform on a server of your own machine."
_VERSION = re.compile(r"/(v[01])(?=/|$)")
# An operation of its own for each answer: these parameters choose it. Other values of `view` are ignored.
_CHOICES = (
    (re.compile(r"/v1/session"), "GET", "view", {"stats", "all"}),
    (re.compile(r"/v1/session/[^/]+"), "GET", "view", {"logs", "events"}),
    (re.compile(r"/v1/session/[^/]+"), "POST", "action", {"renew"}),
)


class _PrettyJson(JSONResponse):
    """JSON over several lines, as the live system sends it."""

    def render(self, content: object) -> bytes:
        """Encode the body."""
        return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()


def _operation_id(route: APIRoute) -> str:
    return route.name


def app_without_data() -> FastAPI:
    """Create the application without a data folder: its routes, for the OpenAPI document."""
    app = FastAPI(
        title="Seawall Local Sessions",
        version=API_VERSION,
        description=_DESCRIPTION,
        docs_url=None,  # both pages load scripts from a CDN
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        servers=[{"url": BASE}],
        default_response_class=_PrettyJson,
        generate_unique_id_function=_operation_id,
    )
    for router in (vosi, resources.router, sessions.router, apps.router, faults.router):
        app.include_router(router)
    add_text_error_handlers(app)
    return app


_routes = cache(app_without_data)  # 150 ms; the routes of all servers of a process are the same


@cache
def _service_routes() -> FastAPI:
    """The services that a client needs before it knows the API: registry, OIDC provider, certificates."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    for router in (services, provider):
        app.include_router(router)
    add_text_error_handlers(app)
    add_oauth_error_handler(app)
    return app


def app_for(server: SessionsServer) -> ASGIApp:
    """Create the application for an open server; the caller closes the server."""
    api = FaultyResponses(FormInQuery(_routes()), faults.faults_of, faults.fault_error)
    services = _service_routes()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await api(scope, receive, send)
            return
        if not scope["path"].startswith(f"{BASE}/"):
            await services({**scope, "state": {"identity": server.identity}}, receive, send)
            return
        version, path = _route_of(scope)
        state: dict[str, object] = {"server": server, "identity": server.identity, "version": version}

        async def send_with_facts(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Server"] = "OpenCADC/cadc-rest"
                if "user" in state:
                    headers["X-VO-Authenticated"] = str(state["user"])
            await send(message)

        await api({**scope, "path": path, "root_path": "", "state": state}, receive, send_with_facts)

    return only_own_hosts(app, server.settings.public_url, server.settings.identity.host_names)


def _route_of(scope: Scope) -> tuple[str, str]:
    """The version of the API, and the path of the route: both versions have the same routes."""
    path = scope["path"].removeprefix(BASE)
    found = _VERSION.match(path)
    version = found[1] if found else ""
    if found:
        path = f"/v1{path.removeprefix(found[0])}"
    # A `?` that came percent-encoded is no query.
    path = path.rstrip("/").replace("?", "%3F")
    query = parse_qs(scope["query_string"].decode("ascii", "replace"))
    for pattern, method, name, values in _CHOICES:
        given = query.get(name, [""])[0]
        value = given.lower() if name == "action" else given
        if scope["method"] == method and pattern.fullmatch(path) and value in values:
            return version, f"{path}?{name}={value}"
    return version, path
