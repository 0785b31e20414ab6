"""The transport over httpx (extra `httpx`), for programs that have a client of httpx."""

from typing import TYPE_CHECKING, cast

from seawall.transports.httpx.library import HTTPX
from seawall.transports.httpx2._async.transport import AsyncClientTransport
from seawall.transports.network.options import TransportOptions

if TYPE_CHECKING:
    import httpx
    import httpx2

__all__ = ["AsyncHttpxTransport"]


class AsyncHttpxTransport(AsyncClientTransport):
    """The transport over httpx, which needs the extra `httpx`. It behaves like the one over httpx2.

    A `client` of yours is used with its own proxies, certificates and limits, and `aclose` does not close it.
    Its connections do not know the deadline of an attempt: a blocking step may take the whole timeout, and so
    may the body from its start. Raises ConfigError for another client, and for both a client and `options`.
    """

    def __init__(
        self, client: "httpx.AsyncClient | None" = None, *, options: TransportOptions | None = None
    ) -> None:
        super().__init__(HTTPX, cast("httpx2.AsyncClient | None", client), options)
