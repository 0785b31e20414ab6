# DO NOT EDIT. Derived from ../_async/protocols.py by "python -m seawall.codegen.derive".
"""Protocols of the runtime: a transport, its streamed response, and a token provider."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from seawall.core.http.message import Headers, Request, Response

__all__ = ["Stream", "TokenProvider", "Transport"]


class Stream(Protocol):
    """A response whose body is not read yet."""

    @property
    def status(self) -> int:
        """The status code."""

    @property
    def headers(self) -> Headers:
        """The header fields."""

    def chunks(self) -> Iterator[bytes]:
        """Iterate over the body; raise TransportError if the connection is lost."""


class Transport(Protocol):
    """Sends one HTTP request and receives the response. Never retries and never follows a redirect.

    Its methods raise NotSentError if the request can not have reached the server, and MaybeProcessedError or
    AttemptTimeoutError if it can. Other exceptions are bugs and are not translated.
    """

    def send(self, request: Request, timeout_s: float) -> Response:
        """Send `request` and return the complete response within `timeout_s` seconds in total."""

    def stream(self, request: Request, timeout_s: float) -> AbstractContextManager[Stream]:
        """Send `request` and stream the response; `timeout_s` bounds the head, then each chunk."""

    def close(self) -> None:
        """Close the connections."""


class TokenProvider(Protocol):
    """Provides access tokens, one for each attempt.

    Both methods raise AuthError if there is no token, and DeadlineExceededError if there is none within
    `timeout_s` seconds. This is the time left for the call and may be 0 or less; a token that is available at
    once is returned even then.
    """

    def token(self, timeout_s: float, /) -> str:
        """Return a token that should be valid now."""

    def renew(self, rejected: str, timeout_s: float, /) -> str:
        """Return another token in place of `rejected`, which the server has rejected."""
