# DO NOT EDIT. Derived from ../_async/resource.py by "python -m seawall.codegen.derive".
"""The base class of the resources of a client, such as `client.runs`."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from seawall.core.process_bound import ProcessBound
from seawall.core.validation.arguments import checked_count
from seawall.runtime.client._sync.base_client import ClientContext

if TYPE_CHECKING:
    from seawall.runtime.bulk.results import BulkProgress, BulkResult
    from seawall.runtime.concurrency.threads import Callback

__all__ = ["Resource"]

T = TypeVar("T")
V = TypeVar("V")
C = TypeVar("C", bound="ClientContext[Any, Any]")


class Resource(ProcessBound, Generic[C]):
    """Base class of the resources of a client: they send their calls through its context."""

    _in_other_process = "Make a client in the other process, and use its resource."

    def __init__(self, context: C) -> None:
        self._context = context

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._context.api_url!r})"

    def _at_once(self, concurrency: int | None) -> int:
        """The number of calls in progress at a time: the argument, or the setting. Raises InputError."""
        return self._context.concurrency if concurrency is None else checked_count(concurrency, "concurrency")

    def _read_many(
        self,
        ids: Sequence[T],
        read: Callable[[T], V],
        *,
        concurrency: int | None,
        on_progress: "Callback[BulkProgress]",
    ) -> "tuple[BulkResult[T, V], ...]":
        """Read each of `ids` with `read`; a result for each, in their order."""
        from seawall.runtime.client._sync.many import read_many  # noqa: PLC0415 - 20 ms, few programs

        at_once, clock = self._at_once(concurrency), self._context.engine.clock
        return read_many(ids, read, concurrency=at_once, clock=clock, on_progress=on_progress)
