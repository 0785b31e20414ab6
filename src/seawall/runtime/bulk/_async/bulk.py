"""Run a function for many items: bounded concurrency, a result for each, and a journal to resume from."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from typing import Generic, NoReturn, Self, TypeVar

from attrs import define, field, frozen

from seawall.core.bulk.journal import Done, Failed, Sent, done_record, idempotency_key, job_digest
from seawall.core.errors import (
    AuthError,
    ClientStatusError,
    MaybeProcessedError,
    NotSentError,
)
from seawall.core.process_bound import ProcessBound
from seawall.core.validation.arguments import require_type
from seawall.runtime.bulk.journal_file import JournalFile
from seawall.runtime.bulk.results import BulkJournal, BulkProgress, BulkResult
from seawall.runtime.concurrency._async.clock import AsyncClock, AsyncSystemClock
from seawall.runtime.concurrency.event_loop import run_in_thread
from seawall.runtime.concurrency.tasks import AsyncCallback, AsyncWorkers, async_call, async_checked_callback

__all__ = ["AsyncBulk", "AsyncSending"]

T = TypeVar("T")
V = TypeVar("V")

# How many results are read from the journal at once: a change of threads costs more than a result.
_READ_AT_ONCE = 256
# Of these it is certain that the server has not done the item.
_REFUSED = (AuthError, ClientStatusError, NotSentError)


def _ignore_progress(progress: BulkProgress) -> None:
    """Do nothing: the default for `on_progress`."""


class AsyncBulk(ProcessBound, Generic[T, V]):
    """Runs `work` for many items, up to `at_once` at a time.

    `work` receives an item and its idempotency key, which it sends along; `key` returns a unique key for each
    item. With a `journal`, a job that was killed at any moment can be run again: it does not send finished
    items, and sends the others with the idempotency keys of the first run, so a server that supports these
    does each item once. Failed items are sent again too, with their keys. Values are returned as the journal
    decodes them, on the first run too; a value that is not JSON is the InputError of its item.
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
        require_type(key, "key", ok=callable(key), expected="a function that returns the key of an item")
        is_journal = isinstance(journal, BulkJournal | None)
        require_type(journal, "journal", ok=is_journal, expected="a BulkJournal")
        self._work = async_checked_callback(work, "work")
        self._work_once: Callable[[T, AsyncSending], Awaitable[V]] | None = None
        self._find: Callable[[T, float], Awaitable[V | None]] | None = None
        self._key = key
        self._workers = AsyncWorkers(at_once)
        self._journal = journal
        self._clock = clock or AsyncSystemClock()

    @classmethod
    def once(
        cls,
        work: Callable[[T, "AsyncSending"], Awaitable[V]],
        *,
        key: Callable[[T], str],
        find: Callable[[T, float], Awaitable[V | None]] | None = None,
        at_once: int = 8,
        journal: BulkJournal[V] | None = None,
        clock: AsyncClock | None = None,
    ) -> Self:
        """Jobs for an API without idempotency keys: no item is done twice.

        `work` receives an item and its `AsyncSending`, which it tells about each attempt. If an item was sent
        and its result is not known, because the answer was lost or an earlier run was killed, its result has
        `may_be_done` and an error, and no run sends it again. To send it after all, use a new journal with
        that item.

        `find` looks for such an item on the server: it receives the item, and the seconds since it was sent.
        It returns the value, which becomes the result of the item, or None if it does not find it for sure.
        """
        bulk = cls(_never, key=key, at_once=at_once, journal=journal, clock=clock)
        bulk._work_once = async_checked_callback(work, "work")
        bulk._find = None if find is None else async_checked_callback(find, "find")
        return bulk

    async def run(
        self, items: Sequence[T], *, on_progress: AsyncCallback[BulkProgress] = _ignore_progress
    ) -> tuple[BulkResult[T, V], ...]:
        """Run all items and return their results in the order of the items; see `as_completed`."""
        results = [result async for result in self.as_completed(items, on_progress=on_progress)]
        return tuple(sorted(results, key=lambda result: result.index))

    async def as_completed(
        self, items: Sequence[T], *, on_progress: AsyncCallback[BulkProgress] = _ignore_progress
    ) -> AsyncGenerator[BulkResult[T, V], None]:
        """Run all items and yield each result as soon as it is there.

        An Exception of `work` becomes the result of its item; Ctrl-C and cancellation end the job. If the
        caller stops reading, the job ends once the running items have ended. Raises InputError for keys that
        are not unique, JournalError if the journal is in use or belongs to another job, and StorageError.
        """
        async_checked_callback(on_progress, "on_progress")
        keys = [self._key(item) for item in items]
        job = job_digest(self._journal.job if self._journal else "", keys)
        file = JournalFile(self._journal.path) if self._journal else None
        try:
            seed = await run_in_thread(file.open, job, self._clock.unique) if file else self._clock.unique()
            run = _Run(
                self._work,
                self._work_once,
                self._find,
                self._journal,
                file,
                seed,
                self._clock.wall,
                self._workers.check,
            )
            results = run.results(list(zip(range(len(keys)), keys, items, strict=True)), self._workers)
            done = failed = 0
            try:
                async for result in results:
                    if on_progress is not _ignore_progress:
                        done, failed = done + (result.error is None), failed + (result.error is not None)
                        await async_call("on_progress", on_progress, BulkProgress(done, failed, len(keys)))
                    yield result
            finally:
                await results.aclose()
        finally:
            if file:
                file.close()


@frozen
class _Run(Generic[T, V]):
    """One run of a job: its journal is open, and its idempotency keys come from `seed`."""

    work: Callable[[T, str], Awaitable[V]]
    work_once: Callable[[T, "AsyncSending"], Awaitable[V]] | None
    find: Callable[[T, float], Awaitable[V | None]] | None
    journal: BulkJournal[V] | None
    file: JournalFile | None
    seed: str
    wall: Callable[[], float]
    check: Callable[[], None]

    async def results(
        self, numbered: Sequence[tuple[int, str, T]], workers: AsyncWorkers
    ) -> AsyncGenerator[BulkResult[T, V], None]:
        """Yield the results of finished items from the journal, then those of the others from `work`."""
        rest = numbered
        if self.journal and self.file:
            has = self.file.has
            finished = [one for one in numbered if has(one[1])]
            rest = [one for one in numbered if not has(one[1])]
            at = 0
            while at < len(finished):
                chunk = finished[at : at + _READ_AT_ONCE]
                values = await run_in_thread(self.file.values_of, [key for _, key, _ in chunk])
                at += len(values)
                for (index, key, item), value in zip(chunk, values, strict=False):
                    yield BulkResult(
                        index=index,
                        key=key,
                        item=item,
                        idempotency_key=idempotency_key(self.seed, key),
                        value=self.journal.decode(value),
                        from_journal=True,
                    )
        results = workers.each(rest, self.process)
        try:
            async for result in results:
                yield result
        finally:
            await results.aclose()

    async def process(self, numbered: tuple[int, str, T]) -> BulkResult[T, V]:
        """Return the result of one item that is not finished, from `work`."""
        index, key, item = numbered
        sent_key = idempotency_key(self.seed, key)
        if self.file and self.file.is_unknown(key):
            error: Exception = MaybeProcessedError(
                f"item {key[:80]!r} was sent by an earlier run, and its result is not known. It is not sent "
                "again: look on the server."
            )
            return await self.lost(index, key, item, error, self.file.sent_at_s(key))
        sending = AsyncSending(key, self.record, self.wall)
        try:
            if self.work_once is not None:
                value: V = await async_call("work", self.work_once, item, sending)
            else:
                value = await async_call("work", self.work, item, sent_key)
            sending.answered()
            value, done = self.written(key, value)
        except Exception as error:  # noqa: BLE001 - `unwrap` raises it
            if not await sending.end(error):
                return await self.lost(index, key, item, error, sending.sent_at_s)
            return BulkResult(index=index, key=key, item=item, idempotency_key=sent_key, error=error)
        # Nothing may stand between the result and its line: an interruption there would lose the result.
        if done:
            await self.record(done)
        return BulkResult(index=index, key=key, item=item, idempotency_key=sent_key, value=value)

    def written(self, key: str, value: V) -> tuple[V, Done | None]:
        """Return `value` as a later run will read it from the journal, and its record."""
        if self.journal is None:
            return value, None
        done = done_record(key, self.journal.encode(value))
        return self.journal.decode(done.value), done

    async def lost(
        self, index: int, key: str, item: T, error: Exception, sent_at_s: float | None
    ) -> BulkResult[T, V]:
        """Return the result of an item whose answer was lost: as `find` finds it, or `error`."""
        sent_key, done = idempotency_key(self.seed, key), None
        try:
            value: V | None = None
            if self.find is not None and sent_at_s is not None:
                # After Ctrl-C: a program that ends does not begin to look for thousands of items.
                self.check()
                value = await async_call("find", self.find, item, max(0.0, self.wall() - sent_at_s))
            if value is not None:
                value, done = self.written(key, value)
        except Exception as failure:  # noqa: BLE001 - the item is still one that may be done
            error.add_note(f"Looking for it failed: {failure}")
            value = None
        if done:
            await self.record(done)
        if value is None:
            return BulkResult(
                index=index, key=key, item=item, idempotency_key=sent_key, error=error, may_be_done=True
            )
        return BulkResult(index=index, key=key, item=item, idempotency_key=sent_key, value=value)

    async def record(self, record: Done | Failed | Sent) -> None:
        """Append `record` to the journal; `Sent` is on disk after it."""
        if self.file is None:
            return
        self.file.append(record)
        if isinstance(record, Sent) or self.file.is_sync_due():
            await run_in_thread(self.file.sync)


@define(eq=False, repr=False)
class AsyncSending(ProcessBound):
    """The attempts to send one item that is sent once: they are written to the journal, if there is one.

    An engine calls both functions: `engine.with_options(before_send=sending.begin,
    before_retry=sending.refused)`.
    """

    _in_other_process = "Run the job there."

    _key: str
    _record: Callable[[Done | Failed | Sent], Awaitable[None]]
    _wall: Callable[[], float]
    sent_at_s: float | None = field(default=None, init=False)
    """The time of the first attempt that the server may have seen, in seconds since 1970 UTC."""
    _is_answered: bool = field(default=False, init=False)

    async def begin(self) -> None:
        """Write that the request is about to be sent. Call it right before each attempt."""
        if self.sent_at_s is None:
            now_s = self._wall()
            await self._record(Sent(self._key, now_s))
            self.sent_at_s = now_s

    async def refused(self, error: Exception) -> None:
        """Write that an attempt failed and will be repeated. Call it before the wait for the next attempt.

        After an error that says that the server has done nothing, the item does not count as sent.
        """
        if isinstance(error, _REFUSED):
            await self._record(Failed(self._key, type(error).__name__))
            self.sent_at_s = None

    def answered(self) -> None:
        """Remember that the server has done the item: a later error is one of writing the result."""
        self._is_answered = True

    async def end(self, error: Exception) -> bool:
        """Write that the item failed, and return True, if it is certain that the server has not done it."""
        is_certain = self.sent_at_s is None or (isinstance(error, _REFUSED) and not self._is_answered)
        if is_certain:
            await self._record(Failed(self._key, type(error).__name__))
        return is_certain


async def _never(item: object, key: str) -> NoReturn:
    raise NotImplementedError
