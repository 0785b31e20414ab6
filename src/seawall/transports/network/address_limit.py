"""Limit of the addresses that blocking connections of httpx2 are opened to.

It applies after the name of a host is resolved, and the connection goes to the address that was checked. The
limit travels in a context variable, like the deadline of an attempt.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

__all__ = ["limit_addresses", "permitted"]

# A context variable has a value for each thread, so concurrent calls do not mix.
_PERMITS: "ContextVar[Callable[[str], bool] | None]" = ContextVar("seawall_permits_address", default=None)


@contextmanager
def limit_addresses(permits: Callable[[str], bool]) -> Iterator[None]:
    """Let the block open connections only to addresses for which `permits` returns True.

    `permits` gets each IP address of the host as text. Connections to a proxy and connections that are open
    already are not limited: use a new transport without a proxy.
    """
    token = _PERMITS.set(permits)
    try:
        yield
    finally:
        _PERMITS.reset(token)


def permitted(addresses: Sequence[str]) -> list[str]:
    """Return those of the addresses that the current block may connect to; all of them without a limit."""
    permits = _PERMITS.get()
    return [address for address in addresses if permits is None or permits(address)]
