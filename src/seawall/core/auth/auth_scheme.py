"""Where a secret goes in a request: the Authorization header, or the place that an API key has. Pure."""

from collections.abc import Callable
from typing import TypeAlias
from urllib.parse import quote

from seawall.core.auth.tokens import is_sendable
from seawall.core.errors import ConfigError
from seawall.core.http.message import Request

__all__ = [
    "AuthScheme",
    "api_key_in_cookie",
    "api_key_in_header",
    "api_key_in_query",
    "bearer",
]

AuthScheme: TypeAlias = Callable[[Request, str], Request]
"""What puts a secret into a request, whose header names are in lower case; the request is left as it is."""


def bearer(request: Request, secret: str) -> Request:
    """`request` with `secret` as a bearer token (RFC 6750, section 2.1); raises ConfigError."""
    return _with_headers(request, {"authorization": f"Bearer {_checked(secret)}"})


def api_key_in_header(name: str) -> AuthScheme:
    """Puts an API key into the header `name`, e.g. `x-api-key`."""

    def place(request: Request, secret: str) -> Request:
        return _with_headers(request, {name.lower(): _checked(secret)})

    return place


def api_key_in_query(name: str) -> AuthScheme:
    """Puts an API key into the query, as `name`; whatever it holds is percent-encoded."""

    def place(request: Request, secret: str) -> Request:
        separator = "&" if "?" in request.url else "?"
        pair = f"{quote(name, safe='')}={quote(_checked(secret), safe='')}"
        return Request(request.method, f"{request.url}{separator}{pair}", request.headers, request.body)

    return place


def api_key_in_cookie(name: str) -> AuthScheme:
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


def _checked(secret: str) -> str:
    if not is_sendable(secret):
        raise ConfigError(
            "The provider of tokens gave a text that no token can be: it holds spaces or the like."
        )
    return secret
