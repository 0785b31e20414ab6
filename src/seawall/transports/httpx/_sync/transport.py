# DO NOT EDIT. Derived from ../_async/transport.py by "python -m seawall.codegen.derive".
"""The transport over httpx (extra `httpx`), for programs that have a client of httpx."""

from typing import TYPE_CHECKING, cast

from seawall.transports.httpx.library import HTTPX
from seawall.transports.httpx2._sync.transport import ClientTransport
from seawall.transports.network.options import TransportOptions

if TYPE_CHECKING:
    import httpx
    import httpx2

__all__ = ["HttpxTransport"]


class HttpxTransport(ClientTransport):
    """The transport over httpx, which needs the extra `httpx`. It behaves like the one over httpx2.

    A `client` of yours is used with its own proxies, certificates and limits, and `close` does not close it.
    Its connections do not know the deadline of an attempt: a blocking step may take the whole timeout, and so
    may the body from its start. Raises ConfigError for another client, and for both a client and `options`.
    """

    def __init__(
        self, client: "httpx.Client | None" = None, *, options: TransportOptions | None = None
    ) -> None:
        super().__init__(HTTPX, cast("httpx2.Client | None", client), options)
