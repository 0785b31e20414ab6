"""Application runs: list, create, read, cancel, in the API of 2025-07."""

from typing import Annotated

from fastapi import HTTPException, Query
from sqlalchemy import select

from seawall.local.platform.api.listing import PageNumber, PageSize, apply_sort, paginate
from seawall.local.platform.api.routes.parameters import Sort, sort_description
from seawall.local.platform.api.routes.runs import cancel_run, create_run
from seawall.local.platform.beta import wire
from seawall.local.platform.beta.applications import requested_version, version_id
from seawall.local.platform.beta.parameters import ApplicationRunId, Include, own_run
from seawall.local.platform.beta.statuses import run_status
from seawall.local.platform.instance.dependencies import CallerDep, PlatformDep
from seawall.local.platform.processing.run_lifecycle import count_items
from seawall.local.platform.store.tables import Run
from seawall.local.platform.wire.requests import ItemCreationRequest, RunCreationRequest
from seawall.local.platform.wire.runs import RunItemStatistics

__all__ = ["cancel_application_run", "create_application_run", "get_run", "list_application_runs"]

MAX_REFERENCE_LENGTH = 255
SORT_COLUMNS = {
    "application_run_id": Run.run_id,
    "application_version_id": Run.version_number,
    # Constant as the organization of the caller, and known as such to the database.
    "organization_id": Run.submitted_by,
    "triggered_at": Run.submitted_at,
    "triggered_by": Run.submitted_by,
}


def list_application_runs(
    caller: CallerDep,
    platform: PlatformDep,
    *,
    application_id: Annotated[str | None, Query(description="Only runs of this application.")] = None,
    application_version: Annotated[
        str | None, Query(description="Only runs of this version, e.g. `1.0.0`.")
    ] = None,
    include: Include = None,  # noqa: ARG001 - nothing here is optional
    page: PageNumber = 1,
    page_size: PageSize = 50,
    sort: Annotated[Sort, Query(description=sort_description(tuple(SORT_COLUMNS)))] = None,
) -> list[wire.RunReadResponse]:
    """List the caller's runs in pages, by default newest first."""
    query = select(Run).where(Run.submitted_by == caller.user_id)
    if application_id is not None:
        query = query.where(Run.application_id == application_id)
    if application_version is not None:
        query = query.where(Run.version_number == application_version.removeprefix("v"))
    query = apply_sort(query, sort, SORT_COLUMNS, then=(Run.submitted_at.desc(), Run.run_id))
    with platform.replica.read() as session:
        runs = session.scalars(paginate(query, page, page_size)).all()
        statistics = count_items(session, [run.run_id for run in runs])
    return [_run_response(run, statistics[run.run_id]) for run in runs]


async def create_application_run(
    caller: CallerDep, platform: PlatformDep, request: wire.RunCreationRequest
) -> wire.RunCreationResponse:
    """Create a run and queue its items for processing in the background.

    Each item must have the input artifacts of the version, with metadata that matches their schemas.
    """
    application_id, number = requested_version(request.application_version_id)
    if not request.items:
        raise HTTPException(400, "A run must have at least one item")
    for item in request.items:
        if len(item.reference) > MAX_REFERENCE_LENGTH:
            raise HTTPException(400, f"A reference must not exceed {MAX_REFERENCE_LENGTH} characters")
    items = [
        ItemCreationRequest(external_id=item.reference, input_artifacts=item.input_artifacts)
        for item in request.items
    ]
    created = await create_run(
        caller,
        platform,
        RunCreationRequest(application_id=application_id, version_number=number, items=items),
    )
    return wire.RunCreationResponse(application_run_id=created.run_id)


def get_run(
    caller: CallerDep,
    platform: PlatformDep,
    application_run_id: ApplicationRunId,
    include: Include = None,  # noqa: ARG001 - nothing here is optional
) -> wire.RunReadResponse:
    """Return a run and its status."""
    with platform.replica.read() as session:
        run = own_run(session, caller, application_run_id)
        return _run_response(run, count_items(session, [run.run_id])[run.run_id])


def cancel_application_run(
    caller: CallerDep, platform: PlatformDep, application_run_id: ApplicationRunId
) -> None:
    """Cancel a run: unfinished items are skipped, existing results remain."""
    with platform.replica.read() as session:
        own_run(session, caller, application_run_id)
    cancel_run(caller, platform, application_run_id)


def _run_response(run: Run, counts: RunItemStatistics) -> wire.RunReadResponse:
    ended = counts.item_count - counts.item_pending_count - counts.item_processing_count
    return wire.RunReadResponse(
        application_run_id=run.run_id,
        application_version_id=version_id(run.application_id, run.version_number),
        organization_id=run.organization_id,
        status=run_status(run, terminated=ended, succeeded=counts.item_succeeded_count),
        triggered_at=run.submitted_at,
        triggered_by=run.submitted_by,
    )
