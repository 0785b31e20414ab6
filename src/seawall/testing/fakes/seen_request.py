"""A request that a fake API has received, for assertions."""

import json
from collections.abc import AsyncIterable, Mapping
from urllib.parse import parse_qs, urlsplit

from attrs import field, frozen

from seawall.core.errors import ConfigError
from seawall.core.http.message import Headers, Request

__all__ = ["SeenRequest"]


@frozen(kw_only=True)
class SeenRequest:
    """A request that a fake API or a memory transport has received.

    `operation` is the id of the operation in the spec, such as `create_run`, or None if no operation has this
    method and path. `query` has the values of each parameter. The repr shows no header and no body.
    Not hashable: `query` is a mapping.
    """

    operation: str | None
    method: str
    path: str
    query: Mapping[str, tuple[str, ...]] = field(repr=False)
    headers: Headers = field(repr=False)
    body: bytes = field(repr=False)

    @classmethod
    def of(cls, request: Request, operation: str | None = None) -> "SeenRequest":
        """Make one of a request, e.g. of `transport.requests[0]`; reads its body."""
        parts = urlsplit(request.url)
        query = parse_qs(parts.query, keep_blank_values=True)
        return cls(
            operation=operation,
            method=request.method,
            path=parts.path,
            query={name: tuple(values) for name, values in query.items()},
            headers=Headers(request.headers),
            body=_whole_body(request),
        )

    def json(self) -> object:
        """Return the body as plain data; raises ValueError if it is not JSON."""
        return json.loads(self.body)


def _whole_body(request: Request) -> bytes:
    if isinstance(request.body, AsyncIterable):
        raise ConfigError("A fake API can not read an async iterable as a body. Send bytes or a file.")
    return request.body if isinstance(request.body, bytes) else b"".join(request.body or ())
