"""Builders of runs and their statistics."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from seawall.core.errors import InputError
from seawall.core.validation.arguments import checked_uuid
from seawall.sdks.platform.models import RunData, RunStatistics
from seawall.sdks.platform.states import RunOutput, RunState, RunTerminationReason
from seawall.testing.builder_values import START, UNSET, UnsetType, member_of, next_id, or_derived
from seawall.testing.platform.account import ORGANIZATION_ID, USER_ID
from seawall.testing.platform.applications import APPLICATION_ID, VERSION_NUMBER
from seawall.testing.platform.metadata_checksum import metadata_checksum

__all__ = ["output_of", "run", "state_of", "statistics"]


def statistics(
    *,
    total: int | None = None,
    pending: int | None = None,
    processing: int = 0,
    succeeded: int = 0,
    user_error: int = 0,
    system_error: int = 0,
    skipped: int = 0,
) -> RunStatistics:
    """Return counts of items that add up: by default, the rest of `total` is pending.

    Raises InputError if the counts do not add up to `total`.
    """
    others = processing + succeeded + user_error + system_error + skipped
    if pending is None:
        pending = 0 if total is None else total - others
    total = others + pending if total is None else total
    if pending < 0 or total != others + pending:
        raise InputError(f"The counts add up to {others + max(pending, 0)}, but total is {total}.")
    return RunStatistics(
        total=total,
        pending=pending,
        processing=processing,
        succeeded=succeeded,
        user_error=user_error,
        system_error=system_error,
        skipped=skipped,
    )


def run(
    *,
    run_id: UUID | str | None = None,
    application_id: str = APPLICATION_ID,
    version_number: str = VERSION_NUMBER,
    state: RunState | str | None = None,
    output: RunOutput | str | None = None,
    termination_reason: RunTerminationReason | str | UnsetType | None = UNSET,
    error_code: str | None = None,
    error_message: str | None = None,
    statistics: RunStatistics | None = None,
    custom_metadata: Mapping[str, object] | None = None,
    custom_metadata_checksum: str | UnsetType | None = UNSET,
    submitted_at: datetime = START,
    submitted_by: str = USER_ID,
    terminated_at: datetime | UnsetType | None = UNSET,
    organization_id: str | None = ORGANIZATION_ID,
    items_ahead_in_organization: int | None = None,
    items_ahead_on_platform: int | None = None,
    due_date: datetime | None = None,
    deadline: datetime | None = None,
) -> RunData:
    """Return a run, by default a pending one with one item.

    The state, the reason and the statistics decide about the other fields: a TERMINATED run has succeeded
    with one item and has a time of its end, a cancelled one has skipped its item, and a run is TERMINATED if
    it has a reason, a time of its end, or statistics that count terminated items only.
    """
    has_ended = isinstance(termination_reason, str) or isinstance(terminated_at, datetime) or output == "FULL"
    state = _state(state, statistics, has_ended=has_ended)
    is_terminated = state == RunState.TERMINATED
    reason = or_derived(
        termination_reason, lambda: RunTerminationReason.ALL_ITEMS_PROCESSED if is_terminated else None
    )
    reason = None if reason is None else member_of(reason, RunTerminationReason, "termination_reason")
    counts = _one_item(state, reason) if statistics is None else statistics
    return RunData(
        run_id=next_id() if run_id is None else checked_uuid(run_id, "run_id"),
        application_id=application_id,
        version_number=version_number,
        state=state,
        output=output_of(counts) if output is None else member_of(output, RunOutput, "output"),
        termination_reason=reason,
        error_code=error_code,
        error_message=error_message,
        statistics=counts,
        custom_metadata=custom_metadata,
        custom_metadata_checksum=or_derived(
            custom_metadata_checksum, lambda: metadata_checksum(custom_metadata)
        ),
        submitted_at=submitted_at,
        submitted_by=submitted_by,
        terminated_at=or_derived(
            terminated_at, lambda: submitted_at + timedelta(minutes=1) if is_terminated else None
        ),
        organization_id=organization_id,
        items_ahead_in_organization=items_ahead_in_organization,
        items_ahead_on_platform=items_ahead_on_platform,
        due_date=due_date,
        deadline=deadline,
    )


def output_of(counts: RunStatistics) -> RunOutput:
    """Return the output of a run with these items: FULL if all have succeeded, PARTIAL if some have."""
    if not counts.succeeded:
        return RunOutput.NONE
    return RunOutput.FULL if counts.succeeded == counts.total else RunOutput.PARTIAL


def state_of(counts: RunStatistics) -> RunState:
    """Return the state of a run with these items."""
    if counts.total and counts.terminated == counts.total:
        return RunState.TERMINATED
    return RunState.PROCESSING if counts.processing else RunState.PENDING


def _state(state: RunState | str | None, counts: RunStatistics | None, *, has_ended: bool) -> RunState:
    if state is not None:
        return member_of(state, RunState, "state")
    if has_ended:
        return RunState.TERMINATED
    return RunState.PENDING if counts is None else state_of(counts)


def _one_item(state: RunState, reason: RunTerminationReason | None) -> RunStatistics:
    match state, reason:
        case RunState.TERMINATED, RunTerminationReason.ALL_ITEMS_PROCESSED:
            return _counts(succeeded=1)
        case RunState.TERMINATED, _:
            return _counts(skipped=1)
        case RunState.PROCESSING, _:
            return _counts(processing=1)
        case _:
            return _counts(pending=1)


# In `run`, the name of the builder is that of an argument.
_counts = statistics
