"""Runs: list, create, read, cancel."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import HTTPException, Query
from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from seawall.local.platform.access.permissions import Caller
from seawall.local.platform.api.listing import (
    Order,
    PageNumber,
    PageSize,
    apply_sort,
    has_at_most,
    metadata_matches,
    paginate,
    parsed_filter,
    without_index,
)
from seawall.local.platform.api.routes.parameters import RunId, Sort, sort_description
from seawall.local.platform.api.routes.resource_router import resource_router
from seawall.local.platform.api.submission_checks import check_deadline, check_items, requested_version
from seawall.local.platform.instance.dependencies import (
    CallerDep,
    PlatformDep,
    ReaderDep,
    changeable_run,
    readable_run,
)
from seawall.local.platform.jsonpath import MAX_LENGTH, required_keys
from seawall.local.platform.processing.queue_positions import NOT_QUEUED, QueuePosition, run_positions
from seawall.local.platform.processing.run_lifecycle import (
    cancel_run_and_items,
    count_items,
    metadata_checksum,
)
from seawall.local.platform.store.metadata_keys import runs_with_keys
from seawall.local.platform.store.states import RunState, RunTerminationReason
from seawall.local.platform.store.tables import METADATA_ORDER, Item, Run
from seawall.local.platform.wire.requests import RunCreationRequest
from seawall.local.platform.wire.runs import (
    RunCreationResponse,
    RunItemStatistics,
    RunReadResponse,
    SchedulingResponse,
)

__all__ = ["cancel_run", "create_run", "get_run", "list_runs", "router"]

router = resource_router()

MOST_BY_ID = 1_000
"""Runs that are searched by their ids, then sorted; more are read in the order of the list."""

MOST_CANDIDATES = 20_000
"""Runs that a metadata filter is limited to before it reads documents; more are likely on each page."""

SORT_COLUMNS: Mapping[str, Order] = {
    "run_id": Run.run_id,
    "application_id": Run.application_id,
    "version_number": Run.version_number,
    "custom_metadata": METADATA_ORDER,
    "state": Run.state,
    "submitted_at": Run.submitted_at,
    "submitted_by": Run.submitted_by,
    "terminated_at": Run.terminated_at,
    "termination_reason": Run.termination_reason,
}


@router.get(
    "/runs",
    responses={403: {"description": "Another organization"}, 404: {"description": "No such run"}},
)
def list_runs(
    *,
    caller: CallerDep,
    platform: PlatformDep,
    application_id: Annotated[str | None, Query(description="Only runs of this application.")] = None,
    application_version: Annotated[str | None, Query(description="Only runs of this version.")] = None,
    external_id: Annotated[
        str | None, Query(description="Only runs with an item of this external id.")
    ] = None,
    custom_metadata: Annotated[
        str | None,
        Query(
            max_length=MAX_LENGTH,
            description="Only runs whose metadata matches this PostgreSQL JSONPath, "
            'e.g. `$.study ? (@ == "high")` or `$.tags[*] ? (@ == "draft")`. The leading `$.` is optional.',
        ),
    ] = None,
    page: PageNumber = 1,
    page_size: PageSize = 50,
    submitted_by: Annotated[
        str | None, Query(description="Only runs of this user; `me` is the caller.")
    ] = None,
    organization_id: Annotated[
        str | None, Query(description="Only runs of this organization; `my_org` is the caller's.")
    ] = None,
    for_organization: Annotated[
        str | None, Query(description="All runs of this organization, not only the caller's own.")
    ] = None,
    sort: Annotated[Sort, Query(description=sort_description(tuple(SORT_COLUMNS)))] = None,
) -> list[RunReadResponse]:
    """List the caller's runs in pages, by default newest first."""
    owner, owner_id = _listable_runs(caller, for_organization)
    query = select(Run)
    filters = {
        Run.application_id: application_id,
        Run.version_number: application_version,
        Run.submitted_by: caller.user_id if submitted_by == "me" else submitted_by,
        Run.organization_id: caller.organization_id if organization_id == "my_org" else organization_id,
    }
    query = query.where(*(column == value for column, value in filters.items() if value is not None))
    if custom_metadata is not None:
        query = query.where(metadata_matches(Run.custom_metadata, custom_metadata))
    query = apply_sort(query, sort, SORT_COLUMNS, then=(Run.submitted_at.desc(), Run.run_id))
    with platform.replica.read() as session:
        is_few = False
        if external_id is not None:
            ids = select(Item.run_id).where(Item.external_id == external_id)
            is_few = has_at_most(session, MOST_BY_ID, ids)
            query = query.where(Run.run_id.in_(ids))
        if ranges := custom_metadata and required_keys(parsed_filter(custom_metadata)):
            candidates = runs_with_keys(ranges)
            if has_at_most(session, MOST_CANDIDATES, candidates):
                query = query.where(Run.run_id.in_(candidates))
                is_few = is_few or has_at_most(session, MOST_BY_ID, candidates)
        query = query.where((without_index(owner) if is_few else owner) == owner_id)
        runs = session.scalars(paginate(query, page, page_size)).all()
        statistics = count_items(session, [run.run_id for run in runs])
        positions = run_positions(session, runs)
    return [_run_response(run, statistics[run.run_id], positions.get(run.run_id, NOT_QUEUED)) for run in runs]


def _listable_runs(caller: Caller, for_organization: str | None) -> tuple[InstrumentedAttribute[str], str]:
    """The owner of the runs: a column, and its value."""
    if for_organization is None:
        return Run.submitted_by, caller.user_id
    if for_organization != caller.organization_id:
        raise HTTPException(403, "You may list only the runs of your own organization")
    return Run.organization_id, for_organization


@router.post(
    "/runs",
    summary="Initiate Run",
    status_code=201,
    responses={
        400: {"description": "The items do not match the application version, or the body is no JSON"},
        403: {"description": "The caller has no access"},
        404: {"description": "No such application or version"},
    },
)
async def create_run(
    caller: CallerDep, platform: PlatformDep, request: RunCreationRequest
) -> RunCreationResponse:
    """Create a run and queue its items for processing in the background.

    Each item must have the input artifacts of the version, with metadata that matches their schemas.
    """
    now = platform.clock()
    check_deadline(request, now)
    version = requested_version(request)
    await check_items(request.items, version)
    scheduling = request.scheduling
    run = Run(
        application_id=request.application_id,
        version_number=version.number,
        custom_metadata=request.custom_metadata,
        callback_context=request.callback_context,
        submitted_at=now,
        submitted_by=caller.user_id,
        organization_id=caller.organization_id,
        due_date=scheduling and scheduling.due_date,
        deadline=scheduling and scheduling.deadline,
    )
    await platform.submissions.add(run, request.items)
    platform.notify_webhooks()
    platform.workers.notify()  # after the commit: before it, workers do not see the items
    return RunCreationResponse(run_id=run.run_id)


@router.get(
    "/runs/{run_id}",
    summary="Get run details",
    responses={403: {"description": "The caller has no access"}, 404: {"description": "No such run"}},
)
def get_run(caller: ReaderDep, platform: PlatformDep, run_id: RunId) -> RunReadResponse:
    """Return a run: its state, item counts and metadata."""
    with platform.replica.read() as session:
        run = readable_run(session, caller, run_id)
        position = run_positions(session, [run]).get(run_id, NOT_QUEUED)
        return _run_response(run, count_items(session, [run_id])[run_id], position)


@router.post(
    "/runs/{run_id}/cancel",
    status_code=202,
    responses={
        403: {"description": "The caller has no access"},
        404: {"description": "No such run"},
        409: {"description": "The run has already terminated"},
    },
)
def cancel_run(caller: CallerDep, platform: PlatformDep, run_id: RunId) -> None:
    """Cancel a run: unfinished items are skipped, existing results remain."""
    with platform.replica.write() as session:
        run = changeable_run(session, caller, run_id)
        if run.state is RunState.TERMINATED:
            raise HTTPException(409, "The run has already terminated")
        cancel_run_and_items(session, run, RunTerminationReason.CANCELED_BY_USER, platform.clock())
    platform.notify_webhooks()
    platform.workers.cancel_attempts(run_id)  # after the commit: their claims are void now


def _run_response(run: Run, statistics: RunItemStatistics, position: QueuePosition) -> RunReadResponse:
    scheduled = run.due_date or run.deadline
    return RunReadResponse(
        run_id=run.run_id,
        application_id=run.application_id,
        version_number=run.version_number,
        state=run.state,
        output=run.output,
        termination_reason=run.termination_reason,
        error_code=run.error_code,
        error_message=run.error_message,
        statistics=statistics,
        custom_metadata=run.custom_metadata,
        custom_metadata_checksum=metadata_checksum(run.custom_metadata),
        submitted_at=run.submitted_at,
        submitted_by=run.submitted_by,
        organization_id=run.organization_id,
        terminated_at=run.terminated_at,
        num_preceding_items_org=position.in_organization,
        num_preceding_items_platform=position.in_platform,
        scheduling=SchedulingResponse(due_date=run.due_date, deadline=run.deadline) if scheduled else None,
    )
