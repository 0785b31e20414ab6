"""Middleware for HEAD, OPTIONS and methods that a path does not have (RFC 9110 section 9.3, 15.5.6)."""

from collections.abc import Callable, Sequence

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["AllowedMethods"]

_NOT_ALLOWED = 405
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class AllowedMethods:
    """ASGI middleware that knows the methods of each path from all its routes.

    A path with GET has HEAD. `Allow` has all methods, in the 204 for OPTIONS and in a 405.
    By itself, Starlette names those of the first route only.
    """

    def __init__(self, app: ASGIApp, routes: Callable[[], Sequence[BaseRoute]]) -> None:
        self._app = app
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "http" and scope["method"] == "HEAD" and not self._has(scope, "HEAD"):
            if self._has(scope, "GET"):
                scope, send = {**scope, "method": "GET"}, _without_body(send)
        elif scope["type"] == "http" and scope["method"] == "OPTIONS" and (allow := self._allow(scope)):
            await Response(status_code=204, headers={"Allow": allow})(scope, receive, send)
            return

        async def send_allow(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == _NOT_ALLOWED:
                MutableHeaders(scope=message)["Allow"] = self._allow(scope)
            await send(message)

        await self._app(scope, receive, send_allow)

    def _allow(self, scope: Scope) -> str:
        """The methods of the path, for the header; empty if there is no such path."""
        methods = [method for method in _METHODS if self._has(scope, method)]
        if "GET" in methods:
            methods.append("HEAD")
        return ", ".join([*methods, "OPTIONS"] if methods else [])

    def _has(self, scope: Scope, method: str) -> bool:
        asked = {**scope, "method": method}
        return any(route.matches(asked)[0] is Match.FULL for route in self._routes())


def _without_body(send: Send) -> Send:
    async def send_head(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return send_head
