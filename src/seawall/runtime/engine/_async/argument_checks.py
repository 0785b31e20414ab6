"""Checks of the arguments of engines and clients, before either is made. They raise ConfigError."""

from seawall.core.auth.auth_scheme import AuthScheme
from seawall.core.errors import ConfigError
from seawall.core.validation.arguments import checked_sync_callable, has_methods, require_type
from seawall.runtime.cache._async.operation_cache import AsyncOperationCache
from seawall.runtime.concurrency._async.clock import AsyncClock
from seawall.runtime.rate_limit._async.limiter import AsyncLimiter

__all__ = ["check_parts", "check_tokens", "check_transport"]

_CLIENT_LIBRARIES = frozenset({"aiohttp", "httpx", "httpx2", "niquests", "pyreqwest", "requests", "urllib3"})
_TRANSPORTS = {"httpx": "AsyncHttpxTransport(client)", "httpx2": "AsyncHttpx2Transport(client)"}


def check_transport(transport: object) -> None:
    """Check that `transport` is a transport of this half: the other half's has other methods."""
    libraries = {kind.__module__.partition(".")[0] for kind in type(transport).__mro__} & _CLIENT_LIBRARIES
    if libraries:
        # Its methods have the names of a transport's, and other arguments.
        library = min(libraries)
        fitting = _TRANSPORTS.get(library, "a transport, e.g. AsyncHttpx2Transport()")
        raise ConfigError(f"transport is a client of {library}. Give {fitting}.")
    ok = has_methods(transport, "send", "stream", "aclose")
    require_type(transport, "transport", ok=ok, expected="a transport, e.g. AsyncMemoryTransport")


def check_tokens(tokens: object) -> None:
    """Check that `tokens` is None or a token provider."""
    ok = tokens is None or has_methods(tokens, "token", "renew")
    require_type(tokens, "tokens", ok=ok, expected="a token provider, e.g. AsyncStaticToken")


def check_parts(*, auth_scheme: AuthScheme, clock: object, cache: object, limiter: object) -> None:
    """Check that `auth_scheme` is a plain function, and each other one None or an instance of its class.

    Raises InputError for `auth_scheme`.
    """
    checked_sync_callable(auth_scheme, "auth_scheme")
    parts = {
        "clock": (clock, AsyncClock),
        "cache": (cache, AsyncOperationCache),
        "limiter": (limiter, AsyncLimiter),
    }
    for name, (value, kind) in parts.items():
        require_type(
            value, name, ok=isinstance(value, kind | None), expected=f"an instance of {kind.__name__}"
        )
