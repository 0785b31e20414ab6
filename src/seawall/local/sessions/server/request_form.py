"""Parameters in the body of a request: they count as those of the query."""

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["FormInQuery"]

_FORM = b"application/x-www-form-urlencoded"
_MAX_BYTES = 64 * 1024


class FormInQuery:
    """ASGI middleware that appends the form of a POST to its query; one above 64 KiB is refused with 413."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or scope["method"] != "POST" or not _has_form(scope):
            await self._app(scope, receive, send)
            return
        form = b""
        is_rest = True
        while is_rest:
            message = await receive()
            form += message.get("body", b"")
            is_rest = message.get("more_body", False)
            if len(form) > _MAX_BYTES:
                await PlainTextResponse("The form is too large\n", status_code=413)(scope, receive, send)
                return

        async def nothing() -> Message:
            return {"type": "http.request", "body": b""}

        query = b"&".join(part for part in (scope["query_string"], form) if part)
        await self._app({**scope, "query_string": query}, nothing, send)


def _has_form(scope: Scope) -> bool:
    types = [value for name, value in scope["headers"] if name == b"content-type"]
    return any(value.partition(b";")[0].strip().lower() == _FORM for value in types)
