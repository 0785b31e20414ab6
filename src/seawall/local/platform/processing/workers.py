"""Worker threads: claim items from the queue and run their applications in parallel.

Threads are enough because numpy and scikit-image release the GIL. At the end each worker releases its item.
A worker that does not stop in time is abandoned; its item is released, so that its result is discarded.
"""

import errno
import logging
import threading
import time
from collections.abc import Callable, Sequence
from uuid import UUID

from seawall.local.platform.applications.work import FileOutput, ItemError, WorkCancelledError
from seawall.local.platform.processing.inputs import InputFetcher
from seawall.local.platform.processing.item_attempt import ItemAttempt
from seawall.local.platform.processing.output_artifacts import new_artifact
from seawall.local.platform.processing.queue import (
    active_claims,
    cancel_overdue_runs,
    claim_next_item,
    finish_item,
    release_item,
)
from seawall.local.platform.store.artifacts import ArtifactStore
from seawall.local.platform.store.states import ItemTerminationReason
from seawall.local.platform.store.tables import Item
from seawall.local.serving.database import Database, StorageError
from seawall.local.serving.wall_clock import WallClock

__all__ = ["Workers"]

IDLE_S = 1.0  # poll interval of an idle worker; `notify` ends the wait early
DEADLINE_CHECK_S = 0.25
STOP_S = 1.0  # time for the workers to stop

_log = logging.getLogger(__name__)


class Workers:
    """Fixed number of worker threads on one queue, and one thread for deadlines and orphaned items."""

    def __init__(
        self,
        database: Database,
        artifacts: ArtifactStore,
        inputs: InputFetcher,
        clock: WallClock,
        *,
        count: int,
    ) -> None:
        self._database = database
        self._artifacts = artifacts
        self._inputs = inputs
        self._clock = clock
        self._stopping = threading.Event()
        self._closed = threading.Event()  # set after `stop`: abandoned workers must not use the database
        self._new_items = threading.Condition()
        self._notifications = 0
        self._attempts: dict[UUID, ItemAttempt] = {}
        self._attempts_lock = threading.Lock()  # workers, routes and `_check_queue` use _attempts
        self._orphans: set[UUID] = set()
        self._threads = [
            threading.Thread(
                target=self._run_until_stopped,
                args=(self._process_next_item,),
                name=f"item-worker-{number}",
                daemon=True,
            )
            for number in range(count)
        ]
        self._threads.append(
            threading.Thread(
                target=self._run_until_stopped, args=(self._check_queue,), name="queue-checks", daemon=True
            )
        )

    def start(self) -> None:
        """Start the threads."""
        for thread in self._threads:
            thread.start()

    def notify(self) -> None:
        """Wake idle workers, because there are new items."""
        with self._new_items:
            self._notifications += 1
            self._new_items.notify_all()

    def cancel_attempts(self, run_id: UUID) -> None:
        """Cancel the attempts at items of a cancelled run."""
        with self._attempts_lock:
            for attempt in self._attempts.values():
                if attempt.run_id == run_id:
                    attempt.cancel()

    def stop(self) -> None:
        """Stop within STOP_S; unfinished items return to the queue."""
        self._stopping.set()
        self.notify()
        with self._attempts_lock:
            attempts = list(self._attempts.values())
        for attempt in attempts:
            attempt.cancel()
        deadline = time.monotonic() + STOP_S
        # Without the threads that could not be started.
        for thread in filter(threading.Thread.is_alive, self._threads):
            thread.join(max(0.0, deadline - time.monotonic()))
        self._closed.set()
        for attempt in attempts:
            release_item(self._database, attempt.claim, self._clock())

    def _run_until_stopped(self, step: Callable[[], None]) -> None:
        while not self._stopping.is_set():
            try:
                step()
            except StorageError:  # the database has logged it
                self._stopping.wait(IDLE_S)
            except Exception:  # noqa: BLE001 - an error must not end the worker
                # The wait keeps a permanent error from using a whole CPU.
                _log.exception("Unexpected error in a worker; it continues after %s s", IDLE_S)
                self._stopping.wait(IDLE_S)

    def _check_queue(self) -> None:
        for run_id in cancel_overdue_runs(self._database, self._clock()):
            self.cancel_attempts(run_id)
        self._release_orphans()
        self._stopping.wait(DEADLINE_CHECK_S)

    def _release_orphans(self) -> None:
        """Release items in process without an attempt: the write of their result failed, e.g. disk full."""
        with self._attempts_lock:
            registered = set(self._attempts)
        orphans = set(active_claims(self._database)) - registered
        # A worker claims an item before it registers the attempt. So an item counts as orphaned only if two
        # checks in a row find no attempt.
        for claim in orphans & self._orphans:
            release_item(self._database, claim, self._clock())
            self.notify()
        self._orphans = orphans

    def _process_next_item(self) -> None:
        seen = self._notifications
        item = claim_next_item(self._database, self._clock())
        if item is not None:
            self._run_attempt(item)
            return
        with self._new_items:
            if seen == self._notifications:  # else `notify` was called since the queue was read
                self._new_items.wait(IDLE_S)

    def _run_attempt(self, item: Item) -> None:
        attempt = ItemAttempt(item, self._inputs)
        with self._attempts_lock:
            self._attempts[attempt.claim] = attempt
        if self._stopping.is_set():
            attempt.cancel()
        try:
            self._complete_attempt(attempt)
        finally:
            with self._attempts_lock:
                del self._attempts[attempt.claim]
            attempt.clean_up()

    def _complete_attempt(self, attempt: ItemAttempt) -> None:
        result = self._run_application(attempt)
        if self._closed.is_set():
            return
        if result is None:  # cancelled
            release_item(self._database, attempt.claim, self._clock())
            return
        if not isinstance(result, ItemError):
            try:
                self._succeed(attempt, result)
            except OSError as error:
                result = _storage_failure(error)
            else:
                return
        self._fail(attempt, result)

    def _run_application(self, attempt: ItemAttempt) -> list[FileOutput] | ItemError | None:
        """Run the application. Returns its outputs, its error, or None if the attempt was cancelled."""
        try:
            attempt.raise_if_cancelled()
            return attempt.process(attempt)
        except WorkCancelledError:
            return None
        except ItemError as error:
            return error
        except Exception as error:  # noqa: BLE001 - an application's error ends its item, not the worker
            is_full = isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}
            return _storage_failure(error) if is_full else _application_failure(error)

    def _fail(self, attempt: ItemAttempt, failure: ItemError) -> None:
        finish_item(
            self._database,
            attempt.claim,
            self._clock(),
            reason=failure.reason,
            error_code=failure.code,
            error_message=failure.message,
            files=self._artifacts,
        )

    def _succeed(self, attempt: ItemAttempt, outputs: Sequence[FileOutput]) -> None:
        artifacts = [new_artifact(output, position) for position, output in enumerate(outputs)]
        stored = False
        try:
            for artifact, output in zip(artifacts, outputs, strict=True):
                self._artifacts.write(artifact.output_artifact_id, output.content)
            stored = finish_item(
                self._database,
                attempt.claim,
                self._clock(),
                reason=ItemTerminationReason.SUCCEEDED,
                artifacts=artifacts,
                files=self._artifacts,
            )
        finally:
            if not stored:
                self._artifacts.remove(artifact.output_artifact_id for artifact in artifacts)


def _storage_failure(error: Exception) -> ItemError:
    """The error of an item whose files the disk does not take. It has no path: clients read it."""
    reason = getattr(error, "strerror", None) or type(error).__name__
    _log.error("The files of an item could not be stored: %s", reason)
    return ItemError(
        ItemTerminationReason.SYSTEM_ERROR,
        "SYSTEM.STORAGE_FAILED",
        f"The server could not store the files of the item: {reason}. Free some space on the disk of its "
        "data folder, or make the folder writable, then submit the item again.",
    )


def _application_failure(error: Exception) -> ItemError:
    _log.error("The application failed", exc_info=error)
    return ItemError(
        ItemTerminationReason.SYSTEM_ERROR,
        "SYSTEM.APPLICATION_FAILED",
        f"The application failed with an unexpected {type(error).__name__}. See the server's log.",
    )
