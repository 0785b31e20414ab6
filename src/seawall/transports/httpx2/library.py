"""The library of a transport: httpx2, or httpx, which has the same classes."""

from typing import Protocol

import httpx2

__all__ = ["PACKAGES", "Library"]

PACKAGES = frozenset(
    {
        *("httpx2", "httpcore2", "httpx", "httpcore"),
        *("anyio", "h11", "h2", "hpack", "hyperframe", "idna", "sniffio"),
    }
)
"""The packages of both libraries, and those that they call."""


class Library(Protocol):
    """The classes of httpx2 or httpx that a transport uses, typed as those of httpx2.

    The classes of httpx have the same methods and arguments. The logger of a library has its name.
    """

    __name__: str

    AsyncClient: type[httpx2.AsyncClient]
    Client: type[httpx2.Client]

    ConnectError: type[httpx2.ConnectError]
    ConnectTimeout: type[httpx2.ConnectTimeout]
    HTTPError: type[httpx2.HTTPError]
    HTTPStatusError: type[httpx2.HTTPStatusError]
    InvalidURL: type[httpx2.InvalidURL]
    PoolTimeout: type[httpx2.PoolTimeout]
    ProtocolError: type[httpx2.ProtocolError]
    ProxyError: type[httpx2.ProxyError]
    ResponseNotRead: type[httpx2.ResponseNotRead]
    TimeoutException: type[httpx2.TimeoutException]
    UnsupportedProtocol: type[httpx2.UnsupportedProtocol]
