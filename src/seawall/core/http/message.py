"""What a transport carries: a request out, a response back. No I/O happens here.

Header names compare without regard to case (RFC 9110, section 5.1).
"""

from collections.abc import AsyncIterable, Iterable, Iterator, Mapping
from typing import TypeVar, overload
from urllib.parse import urlsplit

from attrs import field, frozen

__all__ = ["Headers", "Request", "Response", "host_and_port"]

T = TypeVar("T")


class Headers(Mapping[str, str]):
    """Header fields of one message, looked up without regard to case.

    A name that comes more than once keeps the values joined by `, ` (RFC 9110, section 5.3).
    The repr shows names only: values may be secrets.
    """

    __slots__ = ("_fields",)

    def __init__(self, fields: Mapping[str, str] | Iterable[tuple[str, str]] = ()) -> None:
        pairs = fields.items() if isinstance(fields, Mapping) else fields
        self._fields: dict[str, str] = {}
        for name, value in pairs:
            key = name.lower()
            self._fields[key] = f"{self._fields[key]}, {value}" if key in self._fields else value

    def __getitem__(self, name: str) -> str:
        return self._fields[name.lower()]

    @overload
    def get(self, name: str, /) -> str | None: ...

    @overload
    def get(self, name: str, /, default: str | T) -> str | T: ...

    def get(self, name: str, /, default: T | None = None) -> str | T | None:
        """The value of a field, or `default`."""
        # Not that of Mapping, which raises and catches a KeyError: every answer comes by here several times.
        return self._fields.get(name.lower(), default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._fields

    def __repr__(self) -> str:
        return f"Headers({', '.join(self._fields)})"


@frozen
class Request:
    """One HTTP request, ready to be sent.

    `url` is absolute and already percent-encoded. The repr holds the method and nothing else: a url may
    carry a share token or a signature, headers a token, a body anything. A body that is no bytes is sent
    piece by piece, and once: who sends again makes a new one. It goes out in chunks unless `headers` tell its
    content-length. An async iterable is for async transports.
    """

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(factory=dict, repr=False)
    body: bytes | Iterable[bytes] | AsyncIterable[bytes] | None = field(default=None, repr=False)


@frozen
class Response:
    """One whole HTTP response: status, headers and the undecoded body, kept as it came."""

    status: int
    headers: Headers = field(factory=Headers, converter=Headers)
    body: bytes = field(default=b"", repr=False)


def host_and_port(url: str) -> str:
    """The `host:port` of a URL, for messages: no user, path or query."""
    try:
        host, port = urlsplit(url).hostname, urlsplit(url).port
    except ValueError:
        return "the server"
    return f"{host}:{port}" if port else f"{host}"
