"""The base class of the resources of a client, such as `client.runs`."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from seawall.core.process_bound import ProcessBound
from seawall.core.validation.arguments import checked_count
from seawall.runtime.client._async.base_client import AsyncClientContext

if TYPE_CHECKING:
    from seawall.runtime.bulk.results import BulkProgress, BulkResult
    from seawall.runtime.concurrency.tasks import AsyncCallback

__all__ = ["AsyncResource"]

T = TypeVar("T")
V = TypeVar("V")
C = TypeVar("C", bound="AsyncClientContext[Any, Any]")


class AsyncResource(ProcessBound, Generic[C]):
    """Base class of the resources of a client: they send their calls through its context."""

    _in_other_process = "Make a client in the other process, and use its resource."

    def __init__(self, context: C) -> None:
        self._context = context

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._context.api_url!r})"

    def _at_once(self, concurrency: int | None) -> int:
        """The number of calls in progress at a time: the argument, or the setting. Raises InputError."""
        return self._context.concurrency if concurrency is None else checked_count(concurrency, "concurrency")

    async def _read_many(
        self,
        ids: Sequence[T],
        read: Callable[[T], Awaitable[V]],
        *,
        concurrency: int | None,
        on_progress: "AsyncCallback[BulkProgress]",
    ) -> "tuple[BulkResult[T, V], ...]":
        """Read each of `ids` with `read`; a result for each, in their order."""
        from seawall.runtime.client._async.many import async_read_many  # noqa: PLC0415 - 20 ms, few programs

        at_once, clock = self._at_once(concurrency), self._context.engine.clock
        return await async_read_many(ids, read, concurrency=at_once, clock=clock, on_progress=on_progress)
