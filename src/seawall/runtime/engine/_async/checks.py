"""What an engine or a client is handed, looked at before anything is made of it."""

from seawall.core.validation.argument_types import check_kind, has_methods
from seawall.runtime.cache._async.operation_cache import AsyncOperationCache
from seawall.runtime.concurrency._async.clock import AsyncClock
from seawall.runtime.rate_limit._async.limiter import AsyncLimiter

__all__ = ["check_parts", "check_tokens", "check_transport"]


def check_transport(transport: object) -> None:
    """Raise ConfigError where `transport` is none, or one of the other half."""
    fits = has_methods(transport, "send", "stream", "aclose")
    check_kind("transport", transport, fits=fits, give="a transport, e.g. AsyncMemoryTransport")


def check_tokens(tokens: object) -> None:
    """Raise ConfigError where `tokens` is neither None nor a provider."""
    fits = tokens is None or has_methods(tokens, "token", "renew")
    check_kind("tokens", tokens, fits=fits, give="a token provider, e.g. AsyncStaticToken")


def check_parts(*, clock: object, cache: object, limiter: object) -> None:
    """Raise ConfigError where one of them is neither None nor what its name says."""
    kinds = {"clock": (clock, AsyncClock), "cache": (cache, AsyncOperationCache)}
    for name, (value, kind) in {**kinds, "limiter": (limiter, AsyncLimiter)}.items():
        check_kind(name, value, fits=isinstance(value, kind | None), give=f"an instance of {kind.__name__}")
