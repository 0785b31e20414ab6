"""A request id on every response."""

import logging
import re
from uuid import uuid4

from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["RequestIds"]

_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,128}")
_log = logging.getLogger(__name__)


class RequestIds:
    """ASGI middleware that sets `X-Request-ID` on every response: the caller's own if valid, else a new one.

    It also sends the 500 for unhandled exceptions, so that this response has the id too.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _request_id(scope)
        started = False

        async def send_with_id(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except Exception:
            if started:
                raise
            _log.exception("Request %s failed", request_id)
            failure = JSONResponse({"detail": "Internal Server Error"}, status_code=500)
            await failure(scope, receive, send_with_id)


def _request_id(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _REQUEST_ID.fullmatch(value):
            return str(value.decode("ascii"))
    return str(uuid4())
