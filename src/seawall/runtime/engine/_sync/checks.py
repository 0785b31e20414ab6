# DO NOT EDIT. Derived from ../_async/checks.py by "python -m seawall.codegen.derive".
"""What an engine or a client is handed, looked at before anything is made of it."""

from seawall.core.validation.argument_types import check_kind, has_methods
from seawall.runtime.cache._sync.operation_cache import OperationCache
from seawall.runtime.concurrency._sync.clock import Clock
from seawall.runtime.rate_limit._sync.limiter import Limiter

__all__ = ["check_parts", "check_tokens", "check_transport"]


def check_transport(transport: object) -> None:
    """Raise ConfigError where `transport` is none, or one of the other half."""
    fits = has_methods(transport, "send", "stream", "close")
    check_kind("transport", transport, fits=fits, give="a transport, e.g. MemoryTransport")


def check_tokens(tokens: object) -> None:
    """Raise ConfigError where `tokens` is neither None nor a provider."""
    fits = tokens is None or has_methods(tokens, "token", "renew")
    check_kind("tokens", tokens, fits=fits, give="a token provider, e.g. StaticToken")


def check_parts(*, clock: object, cache: object, limiter: object) -> None:
    """Raise ConfigError where one of them is neither None nor what its name says."""
    kinds = {"clock": (clock, Clock), "cache": (cache, OperationCache)}
    for name, (value, kind) in {**kinds, "limiter": (limiter, Limiter)}.items():
        check_kind(name, value, fits=isinstance(value, kind | None), give=f"an instance of {kind.__name__}")
