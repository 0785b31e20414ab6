"""Middleware that serves the paths of an API below a prefix too."""

from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["PathPrefix"]


class PathPrefix:
    """ASGI middleware that removes `prefix` from paths that begin with it and `then`.

    So an application with `/v1/runs` has `/api/v1/runs` too, without a second route that each request tries.
    """

    def __init__(self, app: ASGIApp, prefix: str, then: str) -> None:
        self._app = app
        self._start = prefix + then
        self._length = len(prefix)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "http" and scope["path"].startswith(self._start):
            scope = {**scope, "path": scope["path"][self._length :]}
        await self._app(scope, receive, send)
