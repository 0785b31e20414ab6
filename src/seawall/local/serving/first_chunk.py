"""Middleware that sends the head of a response together with the first chunk of its body.

A file response sends its head before it reads the file. These two writes can cost 40 ms (see `serving`).
"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["CoalesceFirstChunk"]


class CoalesceFirstChunk:
    """ASGI middleware that delays `http.response.start` until the first `http.response.body`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        delayed: list[Message] = []

        async def send_with_body(message: Message) -> None:
            if message["type"] == "http.response.start":
                delayed.append(message)
                return
            while delayed:
                await send(delayed.pop())
            await send(message)

        await self._app(scope, receive, send_with_body if scope["type"] == "http" else send)
