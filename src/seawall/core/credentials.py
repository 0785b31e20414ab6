"""Where a secret goes in a request: the Authorization header, or the place that an API key has. Pure."""

from collections.abc import Callable
from typing import TypeAlias
from urllib.parse import quote, urlsplit

from seawall.core.errors import ConfigError
from seawall.core.message import Request
from seawall.core.tokens import is_sendable

__all__ = [
    "Placement",
    "api_key_in_cookie",
    "api_key_in_header",
    "api_key_in_query",
    "bearer",
    "may_carry",
]

Placement: TypeAlias = Callable[[Request, str], Request]
"""What puts a secret into a request, whose header names are in lower case; the request is left as it is."""


def bearer(request: Request, secret: str) -> Request:
    """`request` with `secret` as a bearer token (RFC 6750, section 2.1); raises ConfigError."""
    return _with_headers(request, {"authorization": f"Bearer {_checked(secret)}"})


def api_key_in_header(name: str) -> Placement:
    """Puts an API key into the header `name`, e.g. `x-api-key`."""

    def place(request: Request, secret: str) -> Request:
        return _with_headers(request, {name.lower(): _checked(secret)})

    return place


def api_key_in_query(name: str) -> Placement:
    """Puts an API key into the query, as `name`; whatever it holds is percent-encoded."""

    def place(request: Request, secret: str) -> Request:
        separator = "&" if "?" in request.url else "?"
        pair = f"{quote(name, safe='')}={quote(_checked(secret), safe='')}"
        return Request(request.method, f"{request.url}{separator}{pair}", request.headers, request.body)

    return place


def api_key_in_cookie(name: str) -> Placement:
    """Puts an API key into the cookie `name`, beside those that are there (RFC 6265, section 4.2)."""

    def place(request: Request, secret: str) -> Request:
        if any(character in _checked(secret) for character in '",;\\'):
            raise ConfigError(f"The API key for cookie {name} holds a character that no cookie may hold.")
        there = request.headers.get("cookie")
        cookie = f"{name}={secret}"
        return _with_headers(request, {"cookie": f"{there}; {cookie}" if there else cookie})

    return place


def _with_headers(request: Request, headers: dict[str, str]) -> Request:
    # Not attrs.evolve: every attempt comes by here.
    return Request(request.method, request.url, {**request.headers, **headers}, request.body)


def may_carry(url: str, home: str) -> bool:
    """Whether a secret for the API at `home` may go to `url`: the same scheme, host and port.

    An address that one library may read otherwise than another, with a backslash or a space, gets none, and
    nor does one with another user name than that of `home`.
    """
    origin = _origin(url)
    return origin is not None and origin == _origin(home)


def _origin(url: str) -> tuple[str, str, str, int] | None:
    if "\\" in url or not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    if usual is None or not parts.hostname:
        return None
    return parts.scheme, parts.netloc.rpartition("@")[0], parts.hostname, usual if port is None else port


def _checked(secret: str) -> str:
    if not is_sendable(secret):
        raise ConfigError(
            "The provider of tokens gave a text that no token can be: it holds spaces or the like."
        )
    return secret
