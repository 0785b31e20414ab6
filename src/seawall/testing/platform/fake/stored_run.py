"""A run of the fake platform with its items, and the changes of their states."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from attrs import define, evolve

from seawall.core.errors import InputError
from seawall.core.validation.closest_match import closest_match
from seawall.sdks.platform.models import Item, OutputArtifact, RunData, RunStatistics
from seawall.sdks.platform.states import (
    ItemOutput,
    ItemState,
    ItemTerminationReason,
    RunState,
    RunTerminationReason,
)
from seawall.testing.builder_values import member_of
from seawall.testing.platform.items import item
from seawall.testing.platform.runs import output_of, state_of, statistics

__all__ = ["StoredRun"]

_SKIPPED = {
    RunTerminationReason.CANCELED_BY_USER: "The user cancelled the run before this item was finished.",
    RunTerminationReason.CANCELED_BY_SYSTEM: "The system cancelled the run before this item was finished.",
}


@define
class StoredRun:
    """A run and its items in the order of the submission.

    `polls_left` is the number of reads of the run until it has finished; None leaves that to the test.
    `is_new` is true until the first read.
    """

    run: RunData
    items: list[Item]
    polls_left: int | None = None
    is_new: bool = False

    @classmethod
    def of(cls, run: RunData, items: Sequence[Item] | None) -> "StoredRun":
        """Make one of a run that a test has built; by default, the items are those that it counts."""
        stored = cls(run, _counted_items(run.statistics) if items is None else list(items))
        if len({one.external_id for one in stored.items}) < len(stored.items):
            raise InputError("Two items of the run have the same external id. Give each its own.")
        if items is not None:
            stored.update(run.terminated_at or run.submitted_at)
        return stored

    def position(self, external_id: str) -> int:
        """Return the index of an item; raises InputError if the run has no such item."""
        known = [one.external_id for one in self.items]
        if external_id in known:
            return known.index(external_id)
        nearest = f"; the nearest is {closest_match(external_id, known)!r}" if known else ""
        raise InputError(f"Run {self.run.run_id} has no item {external_id!r}{nearest}.")

    def start(self) -> None:
        """Let the pending items be processed."""
        self._change(
            lambda one: one.state == ItemState.PENDING, lambda one: evolve(one, state=ItemState.PROCESSING)
        )

    def finish(
        self, now: datetime, outputs: Callable[[], tuple[OutputArtifact, ...]], *, only: str | None = None
    ) -> None:
        """Let the unfinished items, or the item `only`, succeed with new `outputs`."""
        self._end(
            only,
            lambda one: evolve(
                one,
                state=ItemState.TERMINATED,
                output=ItemOutput.FULL,
                termination_reason=ItemTerminationReason.SUCCEEDED,
                terminated_at=now,
                output_artifacts=outputs(),
            ),
        )
        self.update(now)

    def fail(
        self, now: datetime, reason: str, *, only: str | None = None, error: tuple[str | None, str | None]
    ) -> None:
        """Let the unfinished items, or the item `only`, end with `reason`, error code and error message."""
        checked = member_of(reason, ItemTerminationReason, "reason")
        if checked == ItemTerminationReason.SUCCEEDED:
            raise InputError("SUCCEEDED is no failure. Call finish instead.")
        # The defaults are those of the builder.
        failed = item(external_id="", termination_reason=checked, input_artifacts=())
        self._end(
            only,
            lambda one: evolve(
                failed,
                item_id=one.item_id,
                external_id=one.external_id,
                custom_metadata=one.custom_metadata,
                custom_metadata_checksum=one.custom_metadata_checksum,
                input_artifacts=one.input_artifacts,
                terminated_at=now,
                error_code=error[0] or failed.error_code,
                error_message=error[1] or failed.error_message,
            ),
        )
        self.update(now)

    def cancel(
        self,
        now: datetime,
        reason: RunTerminationReason,
        *,
        error_code: str | None = None,
        error_message: str | None = None,
    ) -> None:
        """End the run now; skip the unfinished items."""
        self._change(
            _is_unfinished,
            lambda one: evolve(
                one,
                state=ItemState.TERMINATED,
                termination_reason=ItemTerminationReason.SKIPPED,
                error_code="SCHEDULER.RUN_CANCELED",
                error_message=_SKIPPED.get(reason, "The run ended before this item was finished."),
                terminated_at=now,
            ),
        )
        self._terminate(now, reason)
        self.run = evolve(self.run, error_code=error_code, error_message=error_message)
        self.update(now)

    def update(self, now: datetime) -> None:
        """Derive statistics, output and state of the run from its items."""
        counts = _counts(self.items)
        self.run = evolve(self.run, statistics=counts, output=output_of(counts))
        if self.run.is_terminated:
            return
        state = state_of(counts)
        if state == RunState.TERMINATED:
            self._terminate(now, RunTerminationReason.ALL_ITEMS_PROCESSED)
        elif self.run.state.is_known:
            self.run = evolve(self.run, state=state)

    def _terminate(self, now: datetime, reason: RunTerminationReason) -> None:
        self.run = evolve(
            self.run,
            state=RunState.TERMINATED,
            termination_reason=reason,
            terminated_at=now,
            items_ahead_in_organization=None,
            items_ahead_on_platform=None,
        )

    def _end(self, only: str | None, end: Callable[[Item], Item]) -> None:
        if only is None:
            if not any(map(_is_unfinished, self.items)):
                raise InputError(f"Run {self.run.run_id} has no unfinished item.")
            self._change(_is_unfinished, end)
            return
        position = self.position(only)
        if not _is_unfinished(self.items[position]):
            raise InputError(f"Item {only!r} of run {self.run.run_id} has already ended.")
        self.items[position] = end(self.items[position])

    def _change(self, is_meant: Callable[[Item], bool], change: Callable[[Item], Item]) -> None:
        self.items = [change(one) if is_meant(one) else one for one in self.items]


def _is_unfinished(one: Item) -> bool:
    return one.state != ItemState.TERMINATED


def _counts(items: Sequence[Item]) -> RunStatistics:
    kinds: Counter[str] = Counter(_kind(one) for one in items)
    return statistics(
        pending=kinds["PENDING"],
        processing=kinds["PROCESSING"],
        succeeded=kinds["SUCCEEDED"],
        user_error=kinds["USER_ERROR"],
        system_error=kinds["SYSTEM_ERROR"],
        skipped=kinds["SKIPPED"],
    )


def _kind(one: Item) -> str:
    """Return the reason of a terminated item, or else its state, as a run counts it."""
    if one.state != ItemState.TERMINATED:
        return str(one.state) if one.state.is_known else "PENDING"
    reason = one.termination_reason
    if reason is None:
        return "SUCCEEDED"
    return str(reason) if reason.is_known else "SYSTEM_ERROR"


def _counted_items(counts: RunStatistics) -> list[Item]:
    reasons: Mapping[str, int] = {
        "SUCCEEDED": counts.succeeded,
        "USER_ERROR": counts.user_error,
        "SYSTEM_ERROR": counts.system_error,
        "SKIPPED": counts.skipped,
    }
    ended = [item(termination_reason=reason) for reason, count in reasons.items() for _ in range(count)]
    processing = [item(state=ItemState.PROCESSING) for _ in range(counts.processing)]
    return [*ended, *processing, *(item() for _ in range(counts.pending))]
