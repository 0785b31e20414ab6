"""Protocols of the runtime: a transport, its streamed response, and a token provider."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from seawall.core.http.message import Headers, Request, Response

__all__ = ["AsyncStream", "AsyncTokenProvider", "AsyncTransport"]


class AsyncStream(Protocol):
    """A response whose body is not read yet."""

    @property
    def status(self) -> int:
        """The status code."""

    @property
    def headers(self) -> Headers:
        """The header fields."""

    def chunks(self) -> AsyncIterator[bytes]:
        """Iterate over the body; raise TransportError if the connection is lost."""


class AsyncTransport(Protocol):
    """Sends one HTTP request and receives the response. Never retries and never follows a redirect.

    Its methods raise NotSentError if the request can not have reached the server, and MaybeProcessedError or
    AttemptTimeoutError if it can. Other exceptions are bugs and are not translated.
    """

    async def send(self, request: Request, timeout_s: float) -> Response:
        """Send `request` and return the complete response within `timeout_s` seconds in total."""

    def stream(self, request: Request, timeout_s: float) -> AbstractAsyncContextManager[AsyncStream]:
        """Send `request` and stream the response; `timeout_s` bounds the head, then each chunk."""

    async def aclose(self) -> None:
        """Close the connections."""


class AsyncTokenProvider(Protocol):
    """Provides access tokens, one for each attempt.

    Both methods raise AuthError if there is no token, and DeadlineExceededError if there is none within
    `timeout_s` seconds. This is the time left for the call and may be 0 or less; a token that is available at
    once is returned even then.
    """

    async def token(self, timeout_s: float, /) -> str:
        """Return a token that should be valid now."""

    async def renew(self, rejected: str, timeout_s: float, /) -> str:
        """Return another token in place of `rejected`, which the server has rejected."""
