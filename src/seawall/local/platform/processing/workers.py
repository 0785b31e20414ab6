"""The workers: threads that take items from the queue and run their applications, several at once.

Threads, because the time goes into numpy and scikit-image, which let go of the interpreter. A worker
that is asked to stop gives its item back; one that cannot hear it is left behind, and its claim with it.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID, uuid4

from seawall.local.platform.applications.catalogue import APPLICATIONS
from seawall.local.platform.applications.work import (
    FileOutput,
    ItemError,
    Process,
    WorkCancelledError,
    WorkInput,
)
from seawall.local.platform.processing.inputs import InputFetcher
from seawall.local.platform.processing.queue import (
    active_claims,
    cancel_overdue_runs,
    claim_next_item,
    finish_item,
    release_item,
)
from seawall.local.platform.store.artifacts import ArtifactStore
from seawall.local.platform.store.clock import Clock
from seawall.local.platform.store.database import Database
from seawall.local.platform.store.states import ItemTerminationReason
from seawall.local.platform.store.tables import Item, JsonObject, OutputArtifact

__all__ = ["Attempt", "Workers"]

IDLE_S = 1.0  # how often an idle worker looks by itself; new runs wake it at once
DEADLINE_CHECK_S = 0.25
STOP_S = 1.0

_log = logging.getLogger(__name__)


class Attempt:
    """One attempt at one item; the Work that an application sees."""

    def __init__(self, item: Item, inputs: InputFetcher) -> None:
        assert item.claim is not None
        self.claim: UUID = item.claim
        self.run_id = item.run_id
        self.cancelled = threading.Event()
        self._item = item
        self._inputs = inputs
        self._files: list[Path] = []

    @property
    def process(self) -> Process:
        """The application's function for this item."""
        version = APPLICATIONS[self._item.run.application_id].version(self._item.run.version_number)
        assert version is not None
        return version.process

    @property
    def custom_metadata(self) -> JsonObject:
        """The caller's own data; empty if there is none."""
        return self._item.custom_metadata or {}

    @property
    def inputs(self) -> Sequence[WorkInput]:
        """The item's input artifacts."""
        return [
            WorkInput(artifact.name, artifact.download_url, artifact.artifact_metadata)
            for artifact in self._item.input_artifacts
        ]

    @property
    def max_input_pixels(self) -> int:
        """Images with more pixels are to be refused."""
        return self._inputs.max_pixels

    def fetch(self, source: WorkInput) -> Path:
        """Bring the input's file here; it goes when the attempt ends."""
        path = self._inputs.fetch(source, lambda: self.pause(0))
        self._files.append(path)
        return path

    def pause(self, duration_s: float) -> None:
        """Wait, unless the work is no longer wanted."""
        if self.cancelled.wait(duration_s):
            raise WorkCancelledError

    def clean_up(self) -> None:
        """Remove the fetched files."""
        for path in self._files:
            path.unlink(missing_ok=True)


class Workers:
    """A fixed number of threads on one queue, and one more that watches deadlines."""

    def __init__(
        self, database: Database, artifacts: ArtifactStore, inputs: InputFetcher, clock: Clock, *, count: int
    ) -> None:
        self._database = database
        self._artifacts = artifacts
        self._inputs = inputs
        self._clock = clock
        self._stopping = threading.Event()
        self._closed = threading.Event()  # the database must not be touched any more
        self._new_items = threading.Condition()
        self._notifications = 0
        self._attempts: dict[UUID, Attempt] = {}
        self._attempts_lock = threading.Lock()
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
                target=self._run_until_stopped, args=(self._watch,), name="deadlines", daemon=True
            )
        )

    def start(self) -> None:
        """Begin with what waits."""
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Tell idle workers that there are new items."""
        with self._new_items:
            self._notifications += 1
            self._new_items.notify_all()

    def interrupt(self, run_id: UUID) -> None:
        """Tell the attempts at a cancelled run that nobody waits for them any more."""
        with self._attempts_lock:
            for attempt in self._attempts.values():
                if attempt.run_id == run_id:
                    attempt.cancelled.set()

    def stop(self) -> None:
        """Stop within STOP_S; items still in work go back to the queue."""
        self._stopping.set()
        self.wake()
        with self._attempts_lock:
            attempts = list(self._attempts.values())
        for attempt in attempts:
            attempt.cancelled.set()
        give_up_at = time.monotonic() + STOP_S
        for thread in self._threads:
            thread.join(max(0.0, give_up_at - time.monotonic()))
        self._closed.set()
        for attempt in attempts:
            release_item(self._database, attempt.claim, self._clock())

    def _run_until_stopped(self, step: Callable[[], None]) -> None:
        while not self._stopping.is_set():
            try:
                step()
            except Exception:  # noqa: BLE001 - a worker outlives any fault
                # The pause keeps a fault that lasts from eating the processor.
                _log.exception("A worker met an unexpected error and goes on")
                self._stopping.wait(IDLE_S)

    def _watch(self) -> None:
        for run_id in cancel_overdue_runs(self._database, self._clock()):
            self.interrupt(run_id)
        self._release_orphans()
        self._stopping.wait(DEADLINE_CHECK_S)

    def _release_orphans(self) -> None:
        """Give back what no attempt works on: its end could not be written, on a full disk for one."""
        with self._attempts_lock:
            live = set(self._attempts)
        orphans = set(active_claims(self._database)) - live
        # Between its claim and its attempt an item looks like one, so only the second look counts.
        for claim in orphans & self._orphans:
            release_item(self._database, claim, self._clock())
            self.wake()
        self._orphans = orphans

    def _process_next_item(self) -> None:
        signals = self._notifications
        item = claim_next_item(self._database, self._clock())
        if item is not None:
            self._run_attempt(item)
            return
        with self._new_items:
            if signals == self._notifications:
                self._new_items.wait(IDLE_S)

    def _run_attempt(self, item: Item) -> None:
        attempt = Attempt(item, self._inputs)
        with self._attempts_lock:
            self._attempts[attempt.claim] = attempt
        if self._stopping.is_set():
            attempt.cancelled.set()
        try:
            self._complete_attempt(attempt)
        finally:
            with self._attempts_lock:
                del self._attempts[attempt.claim]
            attempt.clean_up()

    def _complete_attempt(self, attempt: Attempt) -> None:
        result = self._run_application(attempt)
        if self._closed.is_set():
            return
        if result is None:
            release_item(self._database, attempt.claim, self._clock())
            return
        if not isinstance(result, ItemError):
            try:
                self._succeed(attempt, result)
            except OSError as error:  # no room for the artifacts
                result = _application_failure(error)
            else:
                return
        self._fail(attempt, result)

    def _run_application(self, attempt: Attempt) -> list[FileOutput] | ItemError | None:
        """What the application made of the item; None if it was interrupted."""
        try:
            attempt.pause(0)
            return attempt.process(attempt)
        except WorkCancelledError:
            return None
        except ItemError as error:
            return error
        except Exception as error:  # noqa: BLE001 - whatever an application raises ends its item, not the worker
            return _application_failure(error)

    def _fail(self, attempt: Attempt, failure: ItemError) -> None:
        finish_item(
            self._database,
            attempt.claim,
            self._clock(),
            reason=failure.reason,
            error_code=failure.code,
            error_message=failure.message,
        )

    def _succeed(self, attempt: Attempt, outputs: Sequence[FileOutput]) -> None:
        artifacts = [
            OutputArtifact(
                output_artifact_id=uuid4(),
                position=position,
                name=output.name,
                media_type=output.media_type,
                artifact_metadata=output.full_metadata(),
            )
            for position, output in enumerate(outputs)
        ]
        kept = False
        try:
            for artifact, output in zip(artifacts, outputs, strict=True):
                self._artifacts.write(artifact.output_artifact_id, output.content)
            kept = finish_item(
                self._database,
                attempt.claim,
                self._clock(),
                reason=ItemTerminationReason.SUCCEEDED,
                artifacts=artifacts,
            )
        finally:
            if not kept:
                self._artifacts.remove(artifact.output_artifact_id for artifact in artifacts)


def _application_failure(error: Exception) -> ItemError:
    _log.error("An application failed", exc_info=error)
    return ItemError(
        ItemTerminationReason.SYSTEM_ERROR,
        "SYSTEM.APPLICATION_FAILED",
        f"The application failed unexpectedly ({type(error).__name__}). The server's log says more.",
    )
