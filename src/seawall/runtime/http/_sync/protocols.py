# DO NOT EDIT. Derived from ../_async/protocols.py by "python -m seawall.codegen.derive".
"""The seams: what the runtime asks of a transport and of a provider of tokens."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from seawall.core.http.message import Headers, Request, Response

__all__ = ["Stream", "TokenProvider", "Transport"]


class Stream(Protocol):
    """A response whose body is still to come."""

    @property
    def status(self) -> int:
        """The status code."""

    @property
    def headers(self) -> Headers:
        """The header fields."""

    def chunks(self) -> Iterator[bytes]:
        """The body, piece by piece; raises TransportError where it breaks off."""


class Transport(Protocol):
    """What moves bytes: a request out, a response in. It retries nothing and follows no redirect.

    Raises NotSentError where the request can not have reached the server, MaybeProcessedError (or
    AttemptTimeoutError) where it can, and lets its own bugs through as they are.
    """

    def send(self, request: Request, timeout_s: float) -> Response:
        """The whole response, within `timeout_s` seconds in total."""

    def stream(self, request: Request, timeout_s: float) -> AbstractContextManager[Stream]:
        """The response with its body still to come; `timeout_s` bounds its head, then each piece."""

    def close(self) -> None:
        """Give up the connections."""


class TokenProvider(Protocol):
    """Where bearer tokens come from. It is asked once per attempt.

    Both methods raise AuthError where there is none, and DeadlineExceededError where none comes within
    `timeout_s` seconds: all the time that the call has left, which may be 0 or less. What is there is given
    even then.
    """

    def token(self, timeout_s: float, /) -> str:
        """A token that should be good now."""

    def renew(self, rejected: str, timeout_s: float, /) -> str:
        """Another token in place of `rejected`, which the server has refused."""
