"""Auth schemes: put a bearer token or an API key into a request. Pure."""

from collections.abc import Callable
from inspect import iscoroutine
from typing import TypeAlias
from urllib.parse import quote

from attrs import evolve

from seawall.core.auth.tokens import is_sendable, token_fault
from seawall.core.errors import ConfigError
from seawall.core.http.message import Request
from seawall.core.redaction.secret import Secret

__all__ = [
    "AuthScheme",
    "api_key_in_cookie",
    "api_key_in_header",
    "api_key_in_query",
    "authorized",
    "bearer",
    "bearer_value",
    "headers_set_by",
]

AuthScheme: TypeAlias = Callable[[Request, str], Request]
"""A function that returns a copy of a request with a secret in it. Header names are in lower case."""

_BEARER = frozenset({"authorization"})


def authorized(request: Request, secret: str | None, scheme: AuthScheme) -> Request:
    """Return `request` with `secret`, if there is one; raises ConfigError if `scheme` returns no request."""
    if secret is None:
        return request
    result: object = scheme(request, secret)
    if not isinstance(result, Request):
        if iscoroutine(result):
            # Or Python warns that it was never awaited.
            result.close()
        raise ConfigError(f"auth_scheme returns {type(result).__name__}, not a Request. Return a copy of it.")
    return result


def headers_set_by(scheme: AuthScheme) -> frozenset[str]:
    """Return the names of the headers that `scheme` sets in a request, except for cookies, which it adds."""
    if scheme is bearer:
        # That of most APIs; to try it takes 10 us.
        return _BEARER
    try:
        request = authorized(Request("GET", "https://api.invalid/"), "probe", scheme)
    except Exception:  # noqa: BLE001
        # A function of the user's may sign with a secret that it reads from the token.
        return frozenset()
    return frozenset(request.headers) - {"cookie"}


def bearer(request: Request, secret: str) -> Request:
    """Add `secret` as a bearer token (RFC 6750, section 2.1); raises ConfigError if it can not be sent."""
    secret = Secret(secret)
    return request.with_header("authorization", bearer_value(secret))


def bearer_value(secret: str) -> Secret:
    """Return the value of the field Authorization for `secret`; raises ConfigError if it can not be sent."""
    secret = Secret(secret)
    return Secret(f"Bearer {_checked(secret)}")


def api_key_in_header(name: str) -> AuthScheme:
    """Return an auth scheme that sends an API key in the header `name`, e.g. `x-api-key`."""

    def apply(request: Request, secret: str) -> Request:
        secret = Secret(secret)
        return request.with_header(name.lower(), _checked(secret))

    return apply


def api_key_in_query(name: str) -> AuthScheme:
    """Return an auth scheme that sends an API key in the query parameter `name`, percent-encoded."""

    def apply(request: Request, secret: str) -> Request:
        secret = Secret(secret)
        separator = "&" if "?" in request.url else "?"
        pair = Secret(f"{quote(name, safe='')}={quote(_checked(secret), safe='')}")
        return evolve(request, url=Secret(f"{request.url}{separator}{pair}"))

    return apply


def api_key_in_cookie(name: str) -> AuthScheme:
    """Return an auth scheme that sends an API key in the cookie `name` (RFC 6265, section 4.2)."""

    def apply(request: Request, secret: str) -> Request:
        secret = Secret(secret)
        if any(character in _checked(secret) for character in '",;\\'):
            raise ConfigError(
                f"The API key for cookie {name} contains a character that no cookie may contain."
            )
        others = Secret(request.headers.get("cookie", ""))
        return request.with_header(
            "cookie", Secret(f"{others}; {name}={secret}" if others else f"{name}={secret}")
        )

    return apply


def _checked(secret: Secret) -> Secret:
    if not is_sendable(secret):
        fault = token_fault(secret) or "can not be sent"
        raise ConfigError(f"The token provider returned no valid token: it {fault}.")
    return secret
