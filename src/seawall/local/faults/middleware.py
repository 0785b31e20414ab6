"""Middleware that gives each call its fault."""

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from seawall.local.faults.call_faults import Faults

__all__ = ["FAULTS_PATH", "FaultyResponses", "json_error"]

FAULTS_PATH = "/local/faults"
"""End of the path that switches faults on and off; its own calls have none."""


def json_error(status: int, _scope: Scope) -> Response:
    """Return an error in the form `{"detail": …}`."""
    return JSONResponse({"detail": HTTPStatus(status).phrase}, status_code=status)


class FaultyResponses:
    """ASGI middleware that delays, replaces or cuts responses.

    `faults_of` returns the faults of the server of a request, or None; `error` makes the response with the
    status of a fault.
    """

    def __init__(
        self,
        app: ASGIApp,
        faults_of: Callable[[Scope], Faults[Any] | None],
        error: Callable[[int, Scope], Response] = json_error,
    ) -> None:
        self._app = app
        self._faults_of = faults_of
        self._error = error

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        faults = self._faults_of(scope) if scope["type"] == "http" else None
        if faults is None or scope["path"].endswith(FAULTS_PATH):
            await self._app(scope, receive, send)
            return
        fault = faults.next_call()
        if fault.latency_s:
            await asyncio.sleep(fault.latency_s)
        if fault.status is not None:
            response = self._error(fault.status, scope)
            if fault.retry_after_s is not None:
                response.headers["Retry-After"] = str(fault.retry_after_s)
            await response(scope, receive, send)
        else:
            await self._app(scope, receive, _cut(send) if fault.is_cut else send)


def _cut(send: Send) -> Send:
    """Send half of the first part of the body and nothing more. Then the server closes the connection."""
    is_over = False

    async def send_half(message: Message) -> None:
        nonlocal is_over
        body = message.get("body", b"")
        if message["type"] == "http.response.body" and body and not is_over:
            is_over = True
            await send({**message, "body": body[: len(body) // 2], "more_body": True})
        elif not is_over:
            await send(message)

    return send_half
