"""Holds the head of a response back until its first piece of body is there, so that both leave together.

A file response sends its head first and reads the file then: two writes, and on some networks 40 ms between.
"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["HeadWithBody"]


class HeadWithBody:
    """ASGI middleware: sends `http.response.start` together with the first `http.response.body`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        held: list[Message] = []

        async def hold(message: Message) -> None:
            if message["type"] == "http.response.start":
                held.append(message)
                return
            while held:
                await send(held.pop())
            await send(message)

        await self._app(scope, receive, hold if scope["type"] == "http" else send)
