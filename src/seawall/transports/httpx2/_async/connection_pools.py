"""The connection pools of one transport: one for direct connections, and one for each proxy."""

import ssl
from collections.abc import AsyncIterable, AsyncIterator
from urllib.parse import unquote, urlsplit

import httpcore2

from seawall.core.http.message import Request
from seawall.core.redaction.secret import Secret
from seawall.transports.http_message._async.upload_stream import AsyncUploadStream
from seawall.transports.httpx2._async.network_backend import AsyncDeadlineBackend, AsyncDeadlineStream
from seawall.transports.httpx2.message import message_for
from seawall.transports.network.options import TransportOptions
from seawall.transports.network.proxies import Proxies

__all__ = ["AsyncConnectionPools", "AsyncPooledResponse"]

# The defaults of httpx2. Servers often close connections that are idle for longer. The pool looks at all of
# them for each call: 256 idle ones double the time of a call.
_IDLE_S = 5.0
_IDLE_CONNECTIONS = 20


class AsyncConnectionPools:
    """Sends requests, each through its proxy of `proxies`, over connections of httpcore2.

    For the transport over httpx too: the pools of httpcore may lose a connection if a call is interrupted.
    """

    def __init__(self, options: TransportOptions, proxies: Proxies, context: ssl.SSLContext) -> None:
        self._options = options
        self._proxies = proxies
        self._context = context
        self._backend = AsyncDeadlineBackend(options.connect_timeout_s)
        self._pools: dict[str | None, httpcore2.AsyncConnectionPool] = {}

    async def open(self, request: Request, timeout_s: float) -> "AsyncPooledResponse":
        """Send `request`, and return the response with its body unread.

        Each step may take `timeout_s` seconds. Raises what `message_for` raises, and the errors of httpcore2.
        """
        message = message_for(request, AsyncUploadStream, timeout_s)
        return AsyncPooledResponse(await self._pool(request.url).handle_async_request(message))

    async def aclose(self) -> None:
        """Close all connections."""
        for pool in self._pools.values():
            await pool.aclose()

    def _pool(self, url: str) -> httpcore2.AsyncConnectionPool:
        proxy = self._proxies.proxy_for(url) if self._proxies.by_scheme else None
        # If two threads make a pool at the same time, `setdefault` lets both use the first.
        return self._pools.get(proxy) or self._pools.setdefault(proxy, self._new_pool(proxy))

    def _new_pool(self, proxy: str | None) -> httpcore2.AsyncConnectionPool:
        return httpcore2.AsyncConnectionPool(
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


class AsyncPooledResponse:
    """A response of httpcore2. Iterating over it reads its body."""

    def __init__(self, response: httpcore2.Response) -> None:
        assert isinstance(response.stream, AsyncIterable)
        self.status: int = response.status
        self.fields: list[tuple[bytes, bytes]] = response.headers
        self._stream: AsyncIterable[bytes] = response.stream
        self._connection = _held_by(response)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        rest = b""
        async for piece in self._stream:
            rest = rest + piece if rest else piece
            if self._connection is None or not self._connection.holds_a_byte:
                yield rest
                rest = b""
        if rest:
            yield rest

    async def aclose(self) -> None:
        """Close the response; an unread rest is dropped."""
        if hasattr(self._stream, "aclose"):
            await self._stream.aclose()


def _held_by(response: httpcore2.Response) -> AsyncDeadlineStream | None:
    """Return the connection whose held byte, if any, continues the last piece of the body of `response`.

    Without chunks, httpcore2 returns that byte, or the end of the body, without waiting for the server.
    """
    connection = response.extensions.get("network_stream")
    is_chunked = any(name.lower() == b"transfer-encoding" for name, _ in response.headers)
    return connection if isinstance(connection, AsyncDeadlineStream) and not is_chunked else None
