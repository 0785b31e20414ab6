"""The library of a transport: httpx2 with httpcore2, or httpx with httpcore, which have the same classes.

The protocols list the classes that the transport uses. They are typed as those of httpx2: the classes of
httpx have the same methods and arguments.
"""

from typing import Protocol

import httpcore2
import httpx2
from attrs import frozen

__all__ = ["HTTPX2", "HttpcoreModule", "HttpxModule", "Library"]


_CALLED = frozenset({"anyio", "h11", "h2", "hpack", "hyperframe", "idna", "sniffio"})


class HttpxModule(Protocol):
    """The module with the client: httpx2 or httpx. Its logger has its name."""

    __name__: str

    AsyncByteStream: type[httpx2.AsyncByteStream]
    AsyncClient: type[httpx2.AsyncClient]
    Client: type[httpx2.Client]
    Response: type[httpx2.Response]
    SyncByteStream: type[httpx2.SyncByteStream]
    URL: type[httpx2.URL]

    ConnectError: type[httpx2.ConnectError]
    ConnectTimeout: type[httpx2.ConnectTimeout]
    HTTPError: type[httpx2.HTTPError]
    HTTPStatusError: type[httpx2.HTTPStatusError]
    InvalidURL: type[httpx2.InvalidURL]
    PoolTimeout: type[httpx2.PoolTimeout]
    ProxyError: type[httpx2.ProxyError]
    RemoteProtocolError: type[httpx2.RemoteProtocolError]
    ResponseNotRead: type[httpx2.ResponseNotRead]
    TimeoutException: type[httpx2.TimeoutException]
    UnsupportedProtocol: type[httpx2.UnsupportedProtocol]


class HttpcoreModule(Protocol):
    """The module with the connections: httpcore2 or httpcore. Its loggers have its name."""

    __name__: str

    AnyIOBackend: type[httpcore2.AnyIOBackend]
    AsyncConnectionPool: type[httpcore2.AsyncConnectionPool]
    ConnectionPool: type[httpcore2.ConnectionPool]
    Proxy: type[httpcore2.Proxy]
    Request: type[httpcore2.Request]
    SyncBackend: type[httpcore2.SyncBackend]
    URL: type[httpcore2.URL]

    ConnectError: type[httpcore2.ConnectError]
    ConnectTimeout: type[httpcore2.ConnectTimeout]
    NetworkError: type[httpcore2.NetworkError]
    PoolTimeout: type[httpcore2.PoolTimeout]
    ProtocolError: type[httpcore2.ProtocolError]
    ProxyError: type[httpcore2.ProxyError]
    ReadError: type[httpcore2.ReadError]
    ReadTimeout: type[httpcore2.ReadTimeout]
    RemoteProtocolError: type[httpcore2.RemoteProtocolError]
    TimeoutException: type[httpcore2.TimeoutException]
    UnsupportedProtocol: type[httpcore2.UnsupportedProtocol]
    WriteError: type[httpcore2.WriteError]
    WriteTimeout: type[httpcore2.WriteTimeout]


@frozen(eq=False)
class Library:
    """The two modules of a library."""

    httpx: HttpxModule
    httpcore: HttpcoreModule

    @property
    def packages(self) -> frozenset[str]:
        """The names of both packages, and of those that they call."""
        return _CALLED | {self.httpx.__name__, self.httpcore.__name__}


HTTPX2 = Library(httpx2, httpcore2)
"""The library that is always installed."""
