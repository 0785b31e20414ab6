# DO NOT EDIT. Derived from ../_async/connection_pools.py by "python -m seawall.codegen.derive".
"""The connections of one transport: a pool for the direct way, and one for each proxy."""

import ssl
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

import httpcore2
import httpx2

from seawall.transports.httpx2._sync.network_backend import Network
from seawall.transports.httpx2.adapters import Body, Mover, Pool
from seawall.transports.network.options import TransportOptions
from seawall.transports.network.proxies import Proxies

__all__ = ["Pools"]

# As httpx2 has it: longer, and more servers hang up first.
_IDLE_S = 5.0
_IDLE_CONNECTIONS = 20


class Pools(Mover):
    """Moves the requests of an httpx2 client, each by the proxy that `proxies` says."""

    def __init__(self, options: TransportOptions, proxies: Proxies, context: ssl.SSLContext) -> None:
        self._options = options
        self._proxies = proxies
        self._context = context
        self._network = Network(options.connect_timeout_s)
        self._pools: dict[str | None, Pool] = {}

    def move(self, request: httpx2.Request) -> httpx2.Response:
        """The answer to `request`, its body still to come; raises the errors of httpcore2."""
        url = request.url
        message = httpcore2.Request(
            request.method,
            httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        response = self._pool(str(url)).move(message)
        assert isinstance(response.stream, Iterable)
        return httpx2.Response(
            response.status,
            headers=response.headers,
            stream=Body(response.stream),
            extensions=response.extensions,
        )

    def close(self) -> None:
        """Hang up everywhere."""
        for pool in self._pools.values():
            pool.close()

    def _pool(self, url: str) -> Pool:
        proxy = self._proxies.of(url)
        return self._pools.get(proxy) or self._pools.setdefault(proxy, self._new_pool(proxy))

    def _new_pool(self, proxy: str | None) -> Pool:
        return Pool(
            ssl_context=self._context,
            proxy=None if proxy is None else self._proxy(proxy),
            max_connections=self._options.max_connections,
            max_keepalive_connections=min(_IDLE_CONNECTIONS, self._options.max_connections),
            keepalive_expiry=_IDLE_S,
            network_backend=self._network,
        )

    def _proxy(self, url: str) -> httpcore2.Proxy:
        parts = urlsplit(url)
        auth = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
        address = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        return httpcore2.Proxy(address, auth, ssl_context=self._context if parts.scheme == "https" else None)
