# DO NOT EDIT. Derived from ../_async/connection_pools.py by "python -m seawall.codegen.derive".
"""The connection pools of one transport: one for direct connections, and one for each proxy."""

import ssl
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

import httpcore2
import httpx2

from seawall.core.redaction.secret import Secret
from seawall.transports.httpx2._sync.network_backend import DeadlineBackend, DeadlineStream
from seawall.transports.httpx2.library import Library
from seawall.transports.network.options import TransportOptions
from seawall.transports.network.proxies import Proxies

__all__ = ["ConnectionPools"]

# The defaults of httpx2. Servers often close connections that are idle for longer.
_IDLE_S = 5.0
_IDLE_CONNECTIONS = 20


class ConnectionPools(httpx2.BaseTransport):
    """Sends the requests of a client of `library`, each through its proxy of `proxies`.

    The connections are those of httpcore2 for httpx too: the pools of httpcore may lose a connection if a
    call is interrupted.
    """

    def __init__(
        self, library: Library, options: TransportOptions, proxies: Proxies, context: ssl.SSLContext
    ) -> None:
        self._response_class = library.Response
        self._stream_class = _stream_class(library.SyncByteStream)
        self._options = options
        self._proxies = proxies
        self._context = context
        self._backend = DeadlineBackend(options.connect_timeout_s)
        self._pools: dict[str | None, httpcore2.ConnectionPool] = {}

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send `request` and return the response with its body unread; raises the errors of httpcore2."""
        url = request.url
        message = httpcore2.Request(
            request.method,
            httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        response = self._pool(str(url)).handle_request(message)
        assert isinstance(response.stream, Iterable)
        return self._response_class(
            response.status,
            headers=response.headers,
            stream=self._stream_class(response.stream, _held_by(response)),
            extensions=response.extensions,
        )

    def close(self) -> None:
        """Close all connections."""
        for pool in self._pools.values():
            pool.close()

    def _pool(self, url: str) -> httpcore2.ConnectionPool:
        proxy = self._proxies.proxy_for(url)
        # If two threads make a pool at the same time, `setdefault` lets both use the first.
        return self._pools.get(proxy) or self._pools.setdefault(proxy, self._new_pool(proxy))

    def _new_pool(self, proxy: str | None) -> httpcore2.ConnectionPool:
        return httpcore2.ConnectionPool(
            ssl_context=self._context,
            proxy=None if proxy is None else self._proxy(proxy),
            max_connections=self._options.max_connections,
            max_keepalive_connections=min(_IDLE_CONNECTIONS, self._options.max_connections),
            keepalive_expiry=_IDLE_S,
            network_backend=self._backend,
        )

    def _proxy(self, url: str) -> httpcore2.Proxy:
        # No local variable holds the parts of the URL: error reporters show local variables.
        scheme, address = _address(url)
        context = self._context if scheme == "https" else None
        return httpcore2.Proxy(f"{scheme}://{address}", _credentials(url), ssl_context=context)


def _address(proxy: str) -> tuple[str, str]:
    parts = urlsplit(proxy)
    return parts.scheme, parts.netloc.rpartition("@")[2]


def _credentials(proxy: str) -> tuple[Secret, Secret] | None:
    parts = urlsplit(proxy)
    return (
        (Secret(unquote(parts.username)), Secret(unquote(parts.password or ""))) if parts.username else None
    )


def _held_by(response: httpcore2.Response) -> DeadlineStream | None:
    """Return the connection whose held byte, if any, continues the last piece of the body of `response`.

    Without chunks, httpcore2 returns that byte, or the end of the body, without waiting for the server.
    """
    connection = response.extensions.get("network_stream")
    is_chunked = any(name.lower() == b"transfer-encoding" for name, _ in response.headers)
    return connection if isinstance(connection, DeadlineStream) and not is_chunked else None


class _ResponseStream(httpx2.SyncByteStream):
    """Makes the body of an httpcore2 response the body of a response of the library."""

    def __init__(self, stream: Iterable[bytes], connection: DeadlineStream | None) -> None:
        self._stream = stream
        self._connection = connection

    def __iter__(self) -> Iterator[bytes]:
        rest = b""
        for piece in self._stream:
            rest = rest + piece if rest else piece
            if self._connection is None or not self._connection.holds_a_byte:
                yield rest
                rest = b""
        if rest:
            yield rest

    def close(self) -> None:
        """Close the stream; an unread rest is dropped."""
        if hasattr(self._stream, "close"):
            self._stream.close()


def _stream_class(base: type[httpx2.SyncByteStream]) -> type[_ResponseStream]:
    """Return a class of streams that is a subclass of `base`: a client accepts no others."""
    if issubclass(_ResponseStream, base):
        return _ResponseStream
    return type("ResponseStream", (_ResponseStream, base), {})
