# DO NOT EDIT. Derived from ../_async/transport.py by "python -m seawall.codegen.derive".
"""Moves bytes with httpx2. It follows no redirect, keeps no cookie and decides nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import DefaultCookiePolicy
from typing import Self
from urllib.request import getproxies

import httpx2

from seawall.core.errors import ConfigError
from seawall.core.http.message import Headers, Request, Response
from seawall.transports.http_message._sync.unpacking import unpacked
from seawall.transports.http_message.decoding import Unpacker, UnpackingError
from seawall.transports.http_message.failures import broken_off, was_closed, without_frames
from seawall.transports.http_message.outgoing import NO_URL, checked_url, outgoing_headers
from seawall.transports.http_message.upload import Upload
from seawall.transports.httpx2._sync.connection_pools import Pools
from seawall.transports.httpx2.attempt_deadline import Attempt
from seawall.transports.httpx2.errors import HTTPX2_ERRORS, failure_of
from seawall.transports.httpx2.log_filter import hide_secrets
from seawall.transports.network.options import TransportOptions, checked_options
from seawall.transports.network.proxies import proxies_for
from seawall.transports.network.ssl_context import shared_ssl_context

__all__ = ["Httpx2Stream", "Httpx2Transport"]


class Httpx2Stream:
    """A response whose body is still under way."""

    def __init__(
        self, response: httpx2.Response, sent: Request, timeout_s: float, attempt: Attempt | None
    ) -> None:
        self.status = response.status_code
        # The other library can not read the others.
        fields = response.headers.multi_items()
        self.headers = Headers([(name, value) for name, value in fields if value.isascii()])
        self._response = response
        self._sent = sent
        self._timeout_s = timeout_s
        self._attempt = attempt

    def chunks(self) -> Iterator[bytes]:
        """The body, piece by piece, unpacked; raises TransportError where it breaks off."""
        for piece in self._pieces(None):
            yield piece

    def _pieces(self, until: float | None) -> Iterator[bytes]:
        try:
            unpacker = Unpacker(self.headers.get("content-encoding", ""))
            for chunk in self._response.iter_raw():
                for piece in unpacked(unpacker, chunk, self._timeout_s, until):
                    yield piece
            unpacker.end()
        except UnpackingError as error:
            raise broken_off(str(error)) from without_frames(error)
        except HTTPX2_ERRORS as error:
            raise failure_of(self._sent, error, self._timeout_s, self._attempt) from without_frames(error)


class Httpx2Transport:
    """The transport that is always there; one connection pool, one SSL context per process.

    A client that is handed in is used as it is (its proxies, certificates and limits) and stays open at
    `close`: who made it closes it. Its connections do not know of the attempt: each step then has the whole
    time, and so has the body from the start on. Raises ConfigError for `options` beside a client.
    """

    def __init__(
        self, client: httpx2.Client | None = None, *, options: TransportOptions | None = None
    ) -> None:
        if client is not None and options is not None:
            raise ConfigError("a client that is handed in has its own settings. Give either it or options.")
        hide_secrets()
        self._owned = client is None
        self._client = client or _client_for(checked_options(options))

    def send(self, request: Request, timeout_s: float) -> Response:
        """The whole response, within `timeout_s` seconds in total.

        Raises NotSentError, AttemptTimeoutError or MaybeProcessedError where there is none.
        """
        with Attempt.of(timeout_s) as attempt:
            stream = self._open(request, timeout_s, attempt)
            try:
                pieces = [piece for piece in stream._pieces(attempt.until)]  # noqa: SLF001
            finally:
                stream._response.close()  # noqa: SLF001
        return Response(stream.status, stream.headers, b"".join(pieces))

    @contextmanager
    def stream(self, request: Request, timeout_s: float) -> Iterator[Httpx2Stream]:
        """The response with its body still to come; `timeout_s` bounds its head, and then each piece."""
        with Attempt.of(timeout_s) as attempt:
            stream = self._open(request, timeout_s, attempt)
        try:
            yield stream
        finally:
            stream._response.close()  # noqa: SLF001

    def _open(self, request: Request, timeout_s: float, attempt: Attempt) -> Httpx2Stream:
        if self._client.is_closed:
            raise was_closed()
        whole = request.body is None or isinstance(request.body, bytes)
        known = attempt if self._owned else None
        try:
            # It is given no name here: it shows its query, and an error shows what a frame names.
            response = self._client.send(
                self._client.build_request(
                    request.method,
                    checked_url(request),
                    headers=outgoing_headers(request),
                    content=request.body if whole else Upload(request),
                    timeout=timeout_s,
                ),
                stream=True,
                follow_redirects=False,
                auth=None,
            )
        except (httpx2.InvalidURL, UnicodeError) as error:
            raise ConfigError(NO_URL) from without_frames(error)
        except HTTPX2_ERRORS as error:
            raise failure_of(request, error, timeout_s, known) from without_frames(error)
        return Httpx2Stream(response, request, timeout_s, known)

    def close(self) -> None:
        """Close the connections, unless the client was handed in."""
        if self._owned:
            self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _client_for(options: TransportOptions) -> httpx2.Client:
    pools = Pools(options, proxies_for(options, getproxies()), shared_ssl_context(options))
    client = httpx2.Client(transport=pools)
    # What is sent says outgoing_headers, and no server may leave anything behind for the next call.
    client.headers.clear()
    client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=()))
    return client
