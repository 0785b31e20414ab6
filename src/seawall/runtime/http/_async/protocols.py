"""The seams: what the runtime asks of a transport and of a provider of tokens."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from seawall.core.http.message import Headers, Request, Response

__all__ = ["AsyncStream", "AsyncTokenProvider", "AsyncTransport"]


class AsyncStream(Protocol):
    """A response whose body is still to come."""

    @property
    def status(self) -> int:
        """The status code."""

    @property
    def headers(self) -> Headers:
        """The header fields."""

    def chunks(self) -> AsyncIterator[bytes]:
        """The body, piece by piece; raises TransportError where it breaks off."""


class AsyncTransport(Protocol):
    """What moves bytes: a request out, a response in. It retries nothing and follows no redirect.

    Raises NotSentError where the request can not have reached the server, MaybeProcessedError (or
    AttemptTimeoutError) where it can, and lets its own bugs through as they are.
    """

    async def send(self, request: Request, timeout_s: float) -> Response:
        """The whole response, within `timeout_s` seconds in total."""

    def stream(self, request: Request, timeout_s: float) -> AbstractAsyncContextManager[AsyncStream]:
        """The response with its body still to come; `timeout_s` bounds its head, then each piece."""

    async def aclose(self) -> None:
        """Give up the connections."""


class AsyncTokenProvider(Protocol):
    """Where bearer tokens come from. It is asked once per attempt.

    Both methods raise AuthError where there is none, and DeadlineExceededError where none comes within
    `timeout_s` seconds: all the time that the call has left, which may be 0 or less. What is there is given
    even then.
    """

    async def token(self, timeout_s: float, /) -> str:
        """A token that should be good now."""

    async def renew(self, rejected: str, timeout_s: float, /) -> str:
        """Another token in place of `rejected`, which the server has refused."""
