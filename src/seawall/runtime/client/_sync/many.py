# DO NOT EDIT. Derived from ../_async/many.py by "python -m seawall.codegen.derive".
"""Many reads or many creates in one call of an SDK: a result for each, in the order of the arguments.

A create whose answer was lost is looked for.
"""

import hashlib
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import TypeVar

from seawall.core.errors import MaybeProcessedError, SeawallError
from seawall.core.model.model import Model
from seawall.runtime.bulk._sync.bulk import Bulk, Sending
from seawall.runtime.bulk.results import BulkJournal, BulkProgress, BulkResult
from seawall.runtime.concurrency._sync.clock import Clock
from seawall.runtime.concurrency.threads import Callback
from seawall.runtime.engine._sync.engine import Engine

__all__ = ["create_many", "create_or_find", "read_many"]

T = TypeVar("T")
V = TypeVar("V")
N = TypeVar("N", bound=Model)
M = TypeVar("M", bound=Model)


def read_many(
    ids: Sequence[T],
    read: Callable[[T], V],
    *,
    concurrency: int,
    clock: Clock,
    on_progress: Callback[BulkProgress],
) -> tuple[BulkResult[T, V], ...]:
    """Read each of `ids` with `read`. An error is the result of its id; an id may be there twice."""

    def work(item: T, key: str) -> V:
        del key
        return read(item)

    numbers = count(1)
    bulk = Bulk(
        work,
        key=lambda item: f"{next(numbers)}: {item}",
        at_once=concurrency,
        clock=clock,
    )
    return bulk.run(ids, on_progress=on_progress)


def create_or_find(
    create: Callable[[], V], find: Callable[[float], V | None], *, clock: Clock
) -> V:
    """Create a thing in an API without idempotency keys; if the answer is lost, look for it.

    `find` receives the time since the beginning in seconds. Raises MaybeProcessedError if it finds nothing,
    or can not look.
    """
    begin = clock.monotonic()
    try:
        return create()
    except MaybeProcessedError as lost:
        try:
            found = find(clock.monotonic() - begin)
        except SeawallError as error:
            # The caller must learn that the thing may exist, not only that it could not be looked for.
            raise lost from error
        if found is None:
            raise
        return found


def create_many(
    items: Sequence[N],
    create: Callable[[N, Engine], M],
    *,
    find: Callable[[N, float], M | None] | None = None,
    id_of: Callable[[M], object],
    kind: str,
    job: str,
    result_type: type[M],
    engine: Engine,
    concurrency: int,
    journal: str | Path | None,
    on_progress: Callback[BulkProgress],
) -> tuple[BulkResult[N, M], ...]:
    """Create a thing of each of `items` in an API without idempotency keys: none is created twice.

    `create` sends an item through the engine that it receives; check the items before, with `checked_each`.
    With a `journal`, the `job` can be run again after an interruption: it creates those that are missing. One
    whose answer was lost has `may_be_done`, unless `find` finds it; see `Bulk.once`. The journal holds
    the results as JSON, and a digest of each item. If the job is interrupted, a note of the exception has the
    ids of those that it has created, by `id_of`.
    """
    ids: list[str] = []

    def work(item: N, sending: Sending) -> M:
        told = engine.with_options(before_send=sending.begin, before_retry=sending.refused)
        made = create(item, told)
        ids.append(str(id_of(made)))
        return made

    numbers = count(1)
    bulk: Bulk[N, M] = Bulk.once(
        work,
        # Another item has another key, and two equal ones differ too.
        key=lambda item: f"{kind} {next(numbers)}, {_digest(item)}",
        find=find,
        at_once=concurrency,
        journal=None if journal is None else _journal(journal, job, result_type),
        clock=engine.clock,
    )
    try:
        return bulk.run(items, on_progress=on_progress)
    except BaseException as stopped:
        # The caller gets no result, and must not lose the ids.
        if ids:
            stopped.add_note(f"Created before: {', '.join(ids)}.")
        raise


def _digest(item: Model) -> str:
    return hashlib.sha256(item.to_json().encode()).hexdigest()[:16]


def _journal(path: str | Path, job: str, result_type: type[M]) -> BulkJournal[M]:
    return BulkJournal(path=path, job=job, encode=lambda made: made.to_dict(), decode=result_type.from_dict)
