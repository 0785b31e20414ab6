"""The cache that all clients of `compat` share, as those of the older client did."""

from collections.abc import Callable, Mapping, Sequence

from seawall.core.errors import InputError
from seawall.runtime.cache._sync.operation_cache import OperationCache

__all__ = ["forget_after_write", "operation_cache_clear", "shared_cache"]

_shared: list[OperationCache] = []

_OPERATIONS: Mapping[str, Sequence[str]] = {
    "Client.me": ("get_me",),
    "Client.application": ("get_application",),
    "Client.application_version": ("get_application_version",),
    "Applications.list": ("list_applications",),
    "Applications.details": ("get_application",),
    "Versions.list": ("get_application",),
    "Versions.details": ("get_application_version",),
    "Runs.details": ("get_run",),
    "Runs.results": ("list_run_items",),
    "Runs.list": ("list_runs",),
    "Runs.list_data": ("list_runs",),
    "Run.details": ("get_run",),
    "Run.results": ("list_run_items",),
}


def shared_cache() -> OperationCache:
    """The cache of this process, made at the first use. Its keys hold the user: none sees another's data."""
    if not _shared:
        _shared.append(OperationCache())
    return _shared[0]


def operation_cache_clear(
    func: "Callable[..., object] | list[Callable[..., object]] | None" = None,
) -> int:
    """Drop cached results: all, or those of methods such as `Client.me`. Returns how many there were.

    Raises InputError for a function that caches nothing.
    """
    if func is None:
        return shared_cache().clear()
    cleared = 0
    for one in func if isinstance(func, list) else [func]:
        name = getattr(one, "__qualname__", repr(one))
        if name not in _OPERATIONS:
            raise InputError(f"{name} caches nothing. Give one of {', '.join(_OPERATIONS)}.")
        cleared += sum(shared_cache().clear(operation) for operation in _OPERATIONS[name])
    return cleared


def forget_after_write() -> None:
    """Drop all cached results: every write of the older client did."""
    operation_cache_clear()
