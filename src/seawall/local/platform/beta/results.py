"""Results of an application run: list, delete, in the API of 2025-07."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from seawall.local.platform.api.listing import PageNumber, PageSize, apply_sort, paginate
from seawall.local.platform.api.routes.artifacts import artifact_path, delete_run_items
from seawall.local.platform.api.routes.parameters import Sort, sort_description
from seawall.local.platform.beta.parameters import ApplicationRunId, own_run
from seawall.local.platform.beta.statuses import ItemStatus, has_status, item_status
from seawall.local.platform.beta.wire import ItemResultReadResponse, OutputArtifactResultReadResponse
from seawall.local.platform.instance.dependencies import CallerDep, PlatformDep, base_url
from seawall.local.platform.instance.platform import Platform
from seawall.local.platform.store.states import ArtifactOutput
from seawall.local.platform.store.tables import Item, OutputArtifact, Run

__all__ = ["delete_application_run_results", "list_run_results"]

SORT_COLUMNS = {"item_id": Item.item_id, "reference": Item.external_id}


def list_run_results(
    http: Request,
    caller: CallerDep,
    platform: PlatformDep,
    *,
    application_run_id: ApplicationRunId,
    item_id__in: Annotated[list[UUID] | None, Query(description="Only items with these ids.")] = None,
    reference__in: Annotated[list[str] | None, Query(description="Only items with these references.")] = None,
    status__in: Annotated[
        list[ItemStatus] | None, Query(description="Only items with one of these statuses.")
    ] = None,
    page: PageNumber = 1,
    page_size: PageSize = 50,
    sort: Annotated[Sort, Query(description=sort_description(tuple(SORT_COLUMNS)))] = None,
) -> list[ItemResultReadResponse]:
    """List a run's items with their results in pages, by default in the order of submission."""
    query = select(Item).where(Item.run_id == application_run_id)
    query = query.options(selectinload(Item.output_artifacts))
    if item_id__in is not None:
        query = query.where(Item.item_id.in_(item_id__in))
    if reference__in is not None:
        query = query.where(Item.external_id.in_(reference__in))
    query = apply_sort(query, sort, SORT_COLUMNS, then=(Item.position,))
    with platform.replica.read() as session:
        run = own_run(session, caller, application_run_id)
        if status__in is not None:
            query = query.where(has_status(status__in, run))
        items = session.scalars(paginate(query, page, page_size)).all()
    return [_item_response(item, run, base_url(http, platform), platform) for item in items]


def delete_application_run_results(
    caller: CallerDep, platform: PlatformDep, application_run_id: ApplicationRunId
) -> None:
    """Delete all artifact files of a run that has ended. The run and its items remain."""
    with platform.replica.read() as session:
        own_run(session, caller, application_run_id)
    delete_run_items(caller, platform, application_run_id)


def _item_response(item: Item, run: Run, base: str, platform: Platform) -> ItemResultReadResponse:
    return ItemResultReadResponse(
        item_id=item.item_id,
        application_run_id=item.run_id,
        reference=item.external_id,
        status=item_status(item, run),
        error=item.error_message,
        output_artifacts=[_output_response(each, item, base, platform) for each in item.output_artifacts],
    )


def _output_response(
    artifact: OutputArtifact, item: Item, base: str, platform: Platform
) -> OutputArtifactResultReadResponse:
    path = artifact_path(item.run_id, artifact.output_artifact_id)
    url = platform.links.link(base, path, platform.clock())
    return OutputArtifactResultReadResponse(
        output_artifact_id=artifact.output_artifact_id,
        name=artifact.name,
        metadata=artifact.artifact_metadata or {},
        download_url=url if artifact.output is ArtifactOutput.AVAILABLE else None,
    )
