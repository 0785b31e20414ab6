# DO NOT EDIT. Derived from ../_async/httpx2.py by "make regenerate".
"""Moves bytes with httpx2. It follows no redirect, keeps no cookie and decides nothing."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import DefaultCookiePolicy
from typing import Self

import httpx2

from seawall.core.errors import (
    AttemptTimeoutError,
    ConfigError,
    MaybeProcessedError,
    NotSentError,
    TransportError,
)
from seawall.core.message import Headers, Request, Response, server_in
from seawall.transports.quiet_log import hide_queries
from seawall.transports.ssl_context import shared_ssl_context

__all__ = ["Httpx2Stream", "Httpx2Transport"]

# What stays on this machine goes past any proxy that the environment names.
_NO_PROXY = ("all://127.0.0.1", "all://localhost", "all://[::1]")
_NO_URL = "the address to call is no http or https URL. Check the base URL."


class Httpx2Stream:
    """A response whose body is still under way."""

    def __init__(self, response: httpx2.Response, sent: Request) -> None:
        self.status = response.status_code
        self.headers = Headers(response.headers.multi_items())
        self._response = response
        self._sent = sent

    def chunks(self) -> Iterator[bytes]:
        """The body, piece by piece, decompressed; raises TransportError where it breaks off."""
        try:
            for chunk in self._response.iter_bytes():
                yield chunk
        except httpx2.HTTPError as error:
            raise _transport_error(self._sent, error) from error


class Httpx2Transport:
    """The default transport; one connection pool, one SSL context per process.

    Proxies are those that the environment names; what stays on this machine goes past them.
    A client that is handed in is used as it is (its proxies, certificates and limits) and stays open at
    `close`: who made it closes it.
    """

    def __init__(self, client: httpx2.Client | None = None) -> None:
        hide_queries()
        self._owned = client is None
        self._client = client or httpx2.Client(
            verify=shared_ssl_context(), mounts=dict.fromkeys(_NO_PROXY)
        )
        if self._owned:
            # No server may leave anything behind for the next call, or for another user's.
            self._client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=()))

    def send(self, request: Request, timeout_s: float) -> Response:
        """The whole response. Each step has `timeout_s` seconds, and so has the body from the start on.

        Raises NotSentError, AttemptTimeoutError or MaybeProcessedError where there is none.
        """
        end = time.monotonic() + timeout_s
        with self.stream(request, timeout_s) as response:
            chunks = []
            for chunk in response.chunks():
                chunks.append(chunk)
                if time.monotonic() > end:
                    raise _too_late(timeout_s)
            return Response(response.status, response.headers, b"".join(chunks))

    @contextmanager
    def stream(self, request: Request, timeout_s: float) -> Iterator[Httpx2Stream]:
        """The response with its body still to come; `timeout_s` bounds each step, not the whole."""
        try:
            message = self._client.build_request(
                request.method,
                request.url,
                headers=dict(request.headers),
                content=request.body,
                timeout=timeout_s,
            )
        except (httpx2.InvalidURL, httpx2.UnsupportedProtocol, UnicodeError) as error:
            raise ConfigError(_NO_URL) from error
        try:
            response = self._client.send(message, stream=True, follow_redirects=False, auth=None)
        except httpx2.LocalProtocolError:
            # Our own request is malformed: a bug, and no trouble of the network.
            raise
        except httpx2.HTTPError as error:
            raise _transport_error(request, error) from error
        try:
            yield Httpx2Stream(response, request)
        finally:
            response.close()

    def close(self) -> None:
        """Close the connections, unless the client was handed in."""
        if self._owned:
            self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _too_late(timeout_s: float) -> AttemptTimeoutError:
    return AttemptTimeoutError(f"no whole answer within {timeout_s:g} s.")


def _transport_error(request: Request, error: httpx2.HTTPError) -> TransportError | ConfigError:
    """Our error for one of httpx2's: what matters is whether the request can have reached the server."""
    what = type(error).__name__
    if isinstance(error, httpx2.UnsupportedProtocol):
        return ConfigError(_NO_URL)
    if isinstance(
        error, httpx2.ConnectError | httpx2.ConnectTimeout | httpx2.PoolTimeout | httpx2.ProxyError
    ):
        return NotSentError(
            f"no connection to {server_in(request.url)} ({what}), so nothing was sent. "
            "Check that the server runs, the base URL and the network."
        )
    if isinstance(error, httpx2.TimeoutException):
        return AttemptTimeoutError(f"the server did not answer in time ({what}).")
    return MaybeProcessedError(f"the connection broke before the answer was whole ({what}).")
