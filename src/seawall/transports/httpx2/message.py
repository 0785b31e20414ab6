"""A request as httpcore2 sends it. It equals what a client of httpx2 would make of it, and costs less."""

import re
from collections.abc import AsyncIterable, Callable, Iterable
from functools import lru_cache

import httpcore2
import httpx2
from attrs import frozen

from seawall.core.http.message import Request
from seawall.core.redaction.secret import Secret
from seawall.transports.http_message.outgoing import checked_method, checked_url, outgoing_headers

__all__ = ["Upload", "content_of", "message_for"]

Upload = Callable[[Request], Iterable[bytes] | AsyncIterable[bytes]]
"""Makes the stream of a body that is an iterable; each half has its own."""

# httpx2 sends these as they are, and normalizes others.
_PLAIN_SERVER = re.compile(r"(https?)://([a-z0-9-]+(?:\.[a-z0-9-]+)*)(?::([1-9][0-9]{0,4}))?")
_PLAIN_TARGET = re.compile(
    r"(?:/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*)?)+(?:\?(?:[A-Za-z0-9._~=&+,:/-]|%[0-9A-Fa-f]{2})+)?"
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_CHUNKED = (b"Transfer-Encoding", b"chunked")


@frozen
class _Server:
    """The server of a URL, and the Host field of its requests; `port` is None for that of the scheme."""

    scheme: bytes
    host: bytes
    port: int | None
    host_field: tuple[bytes, bytes]


def content_of(request: Request, upload: Upload) -> bytes | Iterable[bytes] | AsyncIterable[bytes] | None:
    """Return the body of `request`, as a stream of `upload` if it is an iterable."""
    if request.body is None or isinstance(request.body, bytes):
        return request.body
    return upload(request)


def message_for(request: Request, upload: Upload, timeout_s: float) -> httpcore2.Request:
    """Return the message for `request`, with `timeout_s` seconds for each step.

    Raises InputError and ConfigError for a request that can not be sent, and httpx2.InvalidURL.
    """
    # Only secrets and the result, whose repr shows the method, are local variables here: error reporters show
    # them.
    checked_method(request)
    url = Secret(checked_url(request))
    start = url.find("/", len("https://"))
    server = None if start < 0 or "@" in url else _plain_server(url[:start])
    if server is None or _PLAIN_TARGET.fullmatch(url, start) is None:
        return _normalized(request, url, upload, timeout_s)
    return httpcore2.Request(
        request.method,
        httpcore2.URL(
            scheme=server.scheme, host=server.host, port=server.port, target=url[start:].encode("ascii")
        ),
        headers=[
            server.host_field,
            *[(name.encode("ascii"), value.encode("ascii")) for name, value in outgoing_headers(request)],
            *([_CHUNKED] if _is_chunked(request) else ()),
        ],
        content=content_of(request, upload),
        extensions=_timeouts(timeout_s),
    )


def _normalized(request: Request, url: Secret, upload: Upload, timeout_s: float) -> httpcore2.Request:
    """The message as httpx2 makes it, for any URL. A user and a password become a header field."""
    made = httpx2.Request(
        request.method, url, headers=outgoing_headers(request), content=content_of(request, upload)
    )
    if made.url.username or made.url.password:
        made = next(httpx2.BasicAuth(made.url.username, made.url.password).auth_flow(made))
    return httpcore2.Request(
        made.method,
        httpcore2.URL(
            scheme=made.url.raw_scheme, host=made.url.raw_host, port=made.url.port, target=made.url.raw_path
        ),
        headers=made.headers.raw,
        content=made.stream,
        extensions=_timeouts(timeout_s),
    )


# A program has few servers.
@lru_cache(maxsize=64)
def _plain_server(text: str) -> _Server | None:
    found = _PLAIN_SERVER.fullmatch(text)
    if found is None:
        return None
    scheme, host, number = found[1], found[2], found[3]
    port = None if number is None or int(number) == _DEFAULT_PORTS[scheme] else int(number)
    field = host if port is None else f"{host}:{port}"
    return _Server(scheme.encode(), host.encode(), port, (b"Host", field.encode()))


def _is_chunked(request: Request) -> bool:
    if request.body is None or isinstance(request.body, bytes):
        return False
    return all(name.lower() != "content-length" for name in request.headers)


def _timeouts(timeout_s: float) -> dict[str, dict[str, float]]:
    return {"timeout": {"connect": timeout_s, "read": timeout_s, "write": timeout_s, "pool": timeout_s}}
