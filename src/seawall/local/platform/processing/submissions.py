"""Storing of new runs with their items: those that wait at the same time share one transaction.

A commit and a change of threads cost more than the rows of a small run. So one thread writes, and it takes
all runs that arrived while it wrote the ones before.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from queue import Empty, SimpleQueue
from uuid import uuid4

from attrs import field, frozen
from sqlalchemy import insert
from sqlalchemy.orm import Session

from seawall.local.platform.store.tables import InputArtifact, Item, Run
from seawall.local.platform.wire.requests import ItemCreationRequest
from seawall.local.serving.database import StorageError

__all__ = ["NewRun", "Submissions", "add_runs"]

Row = dict[str, object]


@frozen
class NewRun:
    """A run that is not stored yet, and its items; `stored` ends when it is."""

    run: Run
    items: Sequence[ItemCreationRequest]
    stored: Future[None] = field(factory=Future, init=False)


def add_runs(session: Session, runs: Sequence[NewRun]) -> None:
    """Store new runs with their items, in the order of the requests; sets the ids of the runs."""
    items: list[Row] = []
    inputs: list[Row] = []
    for new in runs:
        new.run.run_id, new.run.pending_count = uuid4(), len(new.items)
        for position, item in enumerate(new.items):
            item_id = uuid4()
            items.append(
                {
                    "item_id": item_id,
                    "run_id": new.run.run_id,
                    "position": position,
                    "external_id": item.external_id,
                    "custom_metadata": item.custom_metadata,
                }
            )
            inputs.extend(
                {
                    "item_id": item_id,
                    "position": input_position,
                    "name": artifact.name,
                    "download_url": artifact.download_url,
                    "artifact_metadata": artifact.metadata,
                }
                for input_position, artifact in enumerate(item.input_artifacts)
            )
    session.add_all([new.run for new in runs])
    session.flush()
    # One INSERT for all rows of a table: a run may have thousands of items.
    session.execute(insert(Item), items)
    if inputs:
        session.execute(insert(InputArtifact), inputs)


class Submissions:
    """Thread that stores new runs with `store`, in transactions that `write` begins."""

    def __init__(
        self,
        write: Callable[[], AbstractContextManager[Session]],
        store: Callable[[Session, Sequence[NewRun]], None],
    ) -> None:
        self._write = write
        self._store = store
        self._waiting: SimpleQueue[NewRun] = SimpleQueue()
        self._thread = ThreadPoolExecutor(1, "submissions")

    async def add(self, run: Run, items: Sequence[ItemCreationRequest]) -> None:
        """Store a new run with its items, and set its id; committed at the return. Raises StorageError."""
        new = NewRun(run, items)
        self._waiting.put(new)
        self._thread.submit(self._store_waiting)  # does nothing if the run was stored with one before it
        await asyncio.wrap_future(new.stored)

    def stop(self) -> None:
        """Store what waits, then stop the thread."""
        self._thread.shutdown()

    def _store_waiting(self) -> None:
        # The client of a cancelled request is gone.
        self._store_together([new for new in self._taken() if new.stored.set_running_or_notify_cancel()])

    def _taken(self) -> Iterator[NewRun]:
        while True:
            try:
                yield self._waiting.get_nowait()
            except Empty:
                return

    def _store_together(self, runs: Sequence[NewRun]) -> None:
        if not runs:
            return
        try:
            with self._write() as session:
                self._store(session, runs)
        except Exception as error:  # noqa: BLE001 - it belongs to the requests, which wait for it
            if len(runs) > 1 and not isinstance(error, StorageError):
                for new in runs:  # the fault of one must not fail the others
                    self._store_together([new])
                return
            for new in runs:
                new.stored.set_exception(error)
        else:
            for new in runs:
                new.stored.set_result(None)
