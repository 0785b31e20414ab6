"""HTTP requests, responses and header fields. Pure."""

from collections.abc import AsyncIterable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Self, TypeVar, overload
from urllib.parse import urlsplit

from attrs import field, frozen

from seawall.core.redaction.secret import Secret, SecretMapping

__all__ = ["MAX_RESPONSE_BYTES", "Headers", "Request", "Response", "host_and_port"]

MAX_RESPONSE_BYTES = 64 * 1024 * 1024
"""The largest decoded body that a transport keeps in memory, unless the request says otherwise."""

T = TypeVar("T")


class Headers(Mapping[str, str]):
    """The header fields of one message; names are case-insensitive (RFC 9110, section 5.1).

    The values of a repeated name are joined by `, ` (section 5.3). The repr shows names only: values may be
    secrets.
    """

    __slots__ = ("_fields",)

    def __init__(self, fields: Mapping[str, str] | Iterable[tuple[str, str]] = ()) -> None:
        made: dict[str, str] = {}
        # A list first, which transports give: the test for a mapping takes longer.
        pairs = fields.items() if not isinstance(fields, list) and isinstance(fields, Mapping) else fields
        for name, value in pairs:
            key = name.lower()
            made[key] = f"{made[key]}, {value}" if key in made else value
        self._fields = made

    def __getitem__(self, name: str) -> str:
        return self._fields[name.lower()]

    @overload
    def get(self, name: str, /) -> str | None: ...

    @overload
    def get(self, name: str, /, default: str | T) -> str | T: ...

    def get(self, name: str, /, default: T | None = None) -> str | T | None:
        """Return the value of a field, or `default`."""
        # Mapping.get raises and catches a KeyError, which is slow: each response is asked several times.
        return self._fields.get(name.lower(), default)

    def has_any(self, names: AbstractSet[str]) -> bool:
        """Return whether one of `names`, in lower case, is a field."""
        return not names.isdisjoint(self._fields)

    def replace(self, name: str, value: str) -> Self:
        """Return a copy with `value` as the only value of the field `name`."""
        copy = object.__new__(type(self))
        fields = copy._fields = self._fields.copy()
        fields[name.lower()] = value
        return copy

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._fields

    # A mapping compares by its items, and has no hash unless its class says so.
    def __hash__(self) -> int:
        return hash(frozenset(self._fields.items()))

    def __reduce__(self) -> tuple[type[Self], tuple[dict[str, str]]]:
        # For the pickle protocols 0 and 1, which copy no slots.
        return type(self), (self._fields,)

    def __repr__(self) -> str:
        return f"Headers({', '.join(self._fields)})"


def _as_headers(fields: Mapping[str, str] | Iterable[tuple[str, str]]) -> Headers:
    # Not copied: nothing changes them.
    return fields if fields.__class__ is Headers else Headers(fields)


_HIDING: frozenset[type] = frozenset({SecretMapping, Headers})
_NO_FIELDS: Mapping[str, str] = {}


# Neither has slots: every call makes several of them, and attrs takes longer for a frozen class with slots.


@frozen(slots=False, init=False)
class Request:
    """One HTTP request, ready to be sent.

    `url` is absolute and percent-encoded. A body that is an iterable is sent piece by piece, and only once: a
    retry needs a new request. It is sent in chunks, unless `headers` have a content-length. An async iterable
    works with async transports only. `max_response_bytes` limits the decoded body that `send` of a transport
    collects; a stream has no such limit, because it keeps no body. The repr shows the method only: the URL
    may hold a share token or a signature, headers a token, and a body anything. The reprs of URL and headers
    show no value either. Not hashable: its body may be an iterable.
    """

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(factory=SecretMapping, repr=False)
    body: bytes | Iterable[bytes] | AsyncIterable[bytes] | None = field(default=None, repr=False)
    max_response_bytes: int = field(default=MAX_RESPONSE_BYTES, kw_only=True, repr=False)

    # By hand, as that of Response: attrs calls a function for each converter.
    def __init__(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] = _NO_FIELDS,
        body: bytes | Iterable[bytes] | AsyncIterable[bytes] | None = None,
        *,
        max_response_bytes: int = MAX_RESPONSE_BYTES,
    ) -> None:
        made = self.__dict__
        made["method"] = method
        made["url"] = url if url.__class__ is Secret else Secret(url)
        made["headers"] = headers if headers.__class__ in _HIDING else SecretMapping(headers)
        made["body"] = body
        made["max_response_bytes"] = max_response_bytes

    def with_header(self, name: str, value: Secret) -> Self:
        """Return a copy with `value` as the header field `name`, in lower case."""
        headers = SecretMapping(self.headers)
        headers[name] = value
        # Not attrs.evolve, which checks all fields again: every attempt makes a copy.
        copy = object.__new__(type(self))
        # Not `vars`, which takes longer.
        made = copy.__dict__
        made.update(self.__dict__)
        made["headers"] = headers
        return copy


@frozen(slots=False, init=False)
class Response:
    """One complete HTTP response: status, headers and the body as bytes."""

    status: int
    # The converter is for a subclass.
    headers: Headers = field(factory=Headers, converter=_as_headers)
    body: bytes = field(default=b"", repr=False)

    def __init__(
        self,
        status: int,
        headers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        body: bytes = b"",
    ) -> None:
        made = self.__dict__
        made["status"] = status
        made["headers"] = headers if headers.__class__ is Headers else Headers(headers)
        made["body"] = body


def host_and_port(url: str) -> str:
    """Return the `host:port` of a URL for messages, without user, path and query."""
    try:
        host, port = urlsplit(url).hostname, urlsplit(url).port
    except ValueError:
        return "the server"
    return f"{host}:{port}" if port else f"{host}"
