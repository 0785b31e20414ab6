"""Clients of the platform SDK over a transport that takes no time: what they cost without a network."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import Any

from seawall.core.http.message import Headers, Request, Response

JSON = Headers({"content-type": "application/json"})


class Instant:
    """A transport that answers each request with what a function returns for its URL."""

    def __init__(self, body: Callable[[str], bytes]) -> None:
        self._body = body

    def send(self, request: Request, timeout_s: float) -> Response:
        return Response(200, JSON, self._body(request.url))

    def stream(self, request: Request, timeout_s: float) -> AbstractContextManager[Any]:
        raise NotImplementedError

    def close(self) -> None:
        """Do nothing."""


class AsyncInstant:
    """The same for an async client."""

    def __init__(self, body: Callable[[str], bytes]) -> None:
        self._body = body

    async def send(self, request: Request, timeout_s: float) -> Response:
        return Response(200, JSON, self._body(request.url))

    def stream(self, request: Request, timeout_s: float) -> AbstractAsyncContextManager[Any]:
        raise NotImplementedError

    async def aclose(self) -> None:
        """Do nothing."""
