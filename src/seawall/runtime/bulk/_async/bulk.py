"""Many calls: so many at a time, a result for each item, and a journal to go on from after a crash."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from attrs import frozen

from seawall.core.bulk.journal import Done, Failed, as_kept, idempotency_key, job_digest
from seawall.core.validation.arguments import require_type
from seawall.runtime.bulk.journal_file import JournalFile
from seawall.runtime.bulk.results import BulkJournal, BulkProgress, BulkResult
from seawall.runtime.concurrency._async.clock import AsyncClock, AsyncSystemClock
from seawall.runtime.concurrency.event_loop import run_in_thread
from seawall.runtime.concurrency.tasks import AsyncWorkers

__all__ = ["AsyncBulk"]

T = TypeVar("T")
V = TypeVar("V")


def _tell_nobody(progress: BulkProgress) -> None:
    """For those who need not know how far a job is."""


class AsyncBulk(Generic[T, V]):
    """Does `work` for many items, up to `at_once` at a time.

    `work` is given an item and its idempotency key, which it sends along; `key` names an item, by a text that
    no other has. With a `journal`, a job that was killed at any moment and is run again sends no item that is
    done, and sends the others with the idempotency keys of the first time: on a server that honours these,
    everything happens once. An item that failed is sent again too, with its key. Values have the form in
    which the journal gives them back, on the first run too; one that is no JSON is its item's InputError.
    """

    def __init__(
        self,
        work: Callable[[T, str], Awaitable[V]],
        *,
        key: Callable[[T], str],
        at_once: int = 8,
        journal: BulkJournal[V] | None = None,
        clock: AsyncClock | None = None,
    ) -> None:
        require_type(work, "work", ok=callable(work), expected="a function of an item and a key")
        require_type(key, "key", ok=callable(key), expected="a function that names an item")
        fits = isinstance(journal, BulkJournal | None)
        require_type(journal, "journal", ok=fits, expected="a BulkJournal")
        self._work = work
        self._key = key
        self._workers = AsyncWorkers(at_once)
        self._journal = journal
        self._clock = clock or AsyncSystemClock()

    async def run(
        self, items: Sequence[T], *, on_progress: Callable[[BulkProgress], None] = _tell_nobody
    ) -> tuple[BulkResult[T, V], ...]:
        """The results of all items, in their order; see `as_they_end`."""
        results = [result async for result in self.as_they_end(items, on_progress=on_progress)]
        return tuple(sorted(results, key=lambda result: result.index))

    async def as_they_end(
        self, items: Sequence[T], *, on_progress: Callable[[BulkProgress], None] = _tell_nobody
    ) -> AsyncGenerator[BulkResult[T, V], None]:
        """The result of each item, as soon as there is one.

        Any Exception that `work` raises is its item's result; Ctrl-C and cancellation end the job. Whoever
        stops asking ends it too, and waits for what is under way. Raises InputError for keys that are not
        unique, JournalError where the journal is in use or another's, and StorageError.
        """
        keys = [self._key(item) for item in items]
        job = job_digest(self._journal.job if self._journal else "", keys)
        file = JournalFile(self._journal.path) if self._journal else None
        try:
            seed = await run_in_thread(file.open, job, self._clock.unique) if file else self._clock.unique()
            under_way = _Job(self._work, self._journal, file, seed)
            results = self._workers.each(zip(range(len(keys)), keys, items, strict=True), under_way.do)
            done = failed = 0
            try:
                async for result in results:
                    done, failed = done + (result.error is None), failed + (result.error is not None)
                    on_progress(BulkProgress(done, failed, len(keys)))
                    yield result
            finally:
                await results.aclose()
        finally:
            if file:
                file.close()


@frozen
class _Job(Generic[T, V]):
    """A job under way: its journal is open, and the idempotency keys come from `seed`."""

    work: Callable[[T, str], Awaitable[V]]
    journal: BulkJournal[V] | None
    file: JournalFile | None
    seed: str

    async def do(self, numbered: tuple[int, str, T]) -> BulkResult[T, V]:
        """The result of one item: out of the journal, or by doing it."""
        index, key, item = numbered
        sent_with = idempotency_key(self.seed, key)
        if self.journal and self.file and self.file.has(key):
            value = self.journal.decode(await run_in_thread(self.file.value_of, key))
            return BulkResult(
                index=index, key=key, item=item, idempotency_key=sent_with, value=value, was_done=True
            )
        try:
            value = await self.work(item, sent_with)
            done = as_kept(key, self.journal.encode(value)) if self.journal else None
            if self.journal and done:
                # Now as after a restart.
                value = self.journal.decode(done.value)
        except Exception as error:  # noqa: BLE001 - it is this item's, and raised where it is unwrapped
            await self._note(Failed(key, type(error).__name__))
            return BulkResult(index=index, key=key, item=item, idempotency_key=sent_with, error=error)
        # No await stands between the answer and its line: a cancellation can not come in between.
        if done:
            await self._note(done)
        return BulkResult(index=index, key=key, item=item, idempotency_key=sent_with, value=value)

    async def _note(self, record: Done | Failed) -> None:
        if self.file is None:
            return
        self.file.append(record)
        if self.file.is_sync_due:
            await run_in_thread(self.file.sync)
