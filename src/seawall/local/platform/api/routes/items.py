"""Items of a run: list, read."""

from typing import Annotated
from uuid import UUID

from fastapi import HTTPException, Query, Request
from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from seawall.local.platform.api.listing import PageNumber, PageSize, apply_sort, metadata_matches, paginate
from seawall.local.platform.api.routes.artifacts import artifact_path
from seawall.local.platform.api.routes.item_paths import ItemRoute
from seawall.local.platform.api.routes.parameters import ExternalId, RunId, Sort, sort_description
from seawall.local.platform.api.routes.resource_router import resource_router
from seawall.local.platform.instance.dependencies import PlatformDep, ReaderDep, base_url, readable_run
from seawall.local.platform.instance.platform import Platform
from seawall.local.platform.jsonpath import MAX_LENGTH
from seawall.local.platform.processing.queue_positions import NOT_QUEUED, QueuePosition, item_positions
from seawall.local.platform.processing.run_lifecycle import metadata_checksum
from seawall.local.platform.store.states import ArtifactOutput, ItemState, ItemTerminationReason
from seawall.local.platform.store.tables import InputArtifact, Item, OutputArtifact
from seawall.local.platform.wire.runs import (
    InputArtifactResultReadResponse,
    ItemResultReadResponse,
    OutputArtifactResultReadResponse,
)

__all__ = ["get_item_by_run", "list_run_items", "load_item", "router"]

router = resource_router(ItemRoute)

SORT_COLUMNS = {
    "item_id": Item.item_id,
    "external_id": Item.external_id,
    "custom_metadata": Item.custom_metadata,
    "terminated_at": Item.terminated_at,
    "termination_reason": Item.termination_reason,
}
_WITH_ARTIFACTS = (selectinload(Item.input_artifacts), selectinload(Item.output_artifacts))


@router.get(
    "/runs/{run_id}/items",
    responses={403: {"description": "The caller has no access"}, 404: {"description": "No such run"}},
)
def list_run_items(
    *,
    http: Request,
    caller: ReaderDep,
    platform: PlatformDep,
    run_id: RunId,
    item_id__in: Annotated[list[UUID] | None, Query(description="Only items with these ids.")] = None,
    external_id__in: Annotated[
        list[str] | None, Query(description="Only items with these external ids.")
    ] = None,
    state: Annotated[ItemState | None, Query(description="Only items in this state.")] = None,
    termination_reason: Annotated[
        ItemTerminationReason | None, Query(description="Only items with this termination reason.")
    ] = None,
    custom_metadata: Annotated[
        str | None,
        Query(max_length=MAX_LENGTH, description="Only items whose metadata matches this JSONPath."),
    ] = None,
    page: PageNumber = 1,
    page_size: PageSize = 50,
    sort: Annotated[Sort, Query(description=sort_description(tuple(SORT_COLUMNS)))] = None,
) -> list[ItemResultReadResponse]:
    """List a run's items in pages, by default in the order of submission.

    `custom_metadata` is a PostgreSQL JSONPath, e.g. `$.priority ? (@ == "high")`.
    """
    query = select(Item).where(Item.run_id == run_id).options(*_WITH_ARTIFACTS)
    if item_id__in is not None:
        query = query.where(Item.item_id.in_(item_id__in))
    if external_id__in is not None:
        query = query.where(Item.external_id.in_(external_id__in))
    if state is not None:
        query = query.where(Item.state == state)
    if termination_reason is not None:
        query = query.where(Item.termination_reason == termination_reason)
    if custom_metadata is not None:
        query = query.where(metadata_matches(Item.custom_metadata, custom_metadata))
    query = apply_sort(query, sort, SORT_COLUMNS, then=(Item.position,))
    with platform.replica.read() as session:
        run = readable_run(session, caller, run_id)
        items = session.scalars(paginate(query, page, page_size)).all()
        positions = item_positions(session, run, items)
    return [_item_response(item, positions.get(item.item_id, NOT_QUEUED), http, platform) for item in items]


# `path`: an external id may contain slashes.
@router.get(
    "/runs/{run_id}/items/{external_id:path}",
    responses={403: {"description": "The caller has no access"}, 404: {"description": "No such item"}},
)
def get_item_by_run(
    http: Request, caller: ReaderDep, platform: PlatformDep, run_id: RunId, external_id: ExternalId
) -> ItemResultReadResponse:
    """Return one item of a run by its external id."""
    with platform.replica.read() as session:
        item = session.scalars(_item_query(run_id, external_id)).one_or_none()
        run = readable_run(session, caller, run_id, *([item.item_id] if item else []))
        item = _known(item)
        position = item_positions(session, run, [item]).get(item.item_id, NOT_QUEUED)
        return _item_response(item, position, http, platform)


def load_item(session: Session, run_id: UUID, external_id: str) -> Item:
    """Load an item of the run by its external id. Raises HTTPException 404."""
    return _known(session.scalars(_item_query(run_id, external_id)).one_or_none())


def _item_query(run_id: UUID, external_id: str) -> Select[Item]:
    return (
        select(Item).where(Item.run_id == run_id, Item.external_id == external_id).options(*_WITH_ARTIFACTS)
    )


def _known(item: Item | None) -> Item:
    if item is None:
        raise HTTPException(404, "Item not found")
    return item


def _item_response(
    item: Item, position: QueuePosition, http: Request, platform: Platform
) -> ItemResultReadResponse:
    return ItemResultReadResponse(
        item_id=item.item_id,
        external_id=item.external_id,
        custom_metadata=item.custom_metadata,
        custom_metadata_checksum=metadata_checksum(item.custom_metadata),
        queue_position_org=position.in_organization,
        queue_position_platform=position.in_platform,
        state=item.state,
        output=item.output,
        termination_reason=item.termination_reason,
        error_code=item.error_code,
        error_message=item.error_message,
        terminated_at=item.terminated_at,
        input_artifacts=[_input_response(artifact) for artifact in item.input_artifacts],
        output_artifacts=[
            _output_response(artifact, item, http, platform) for artifact in item.output_artifacts
        ],
    )


def _input_response(artifact: InputArtifact) -> InputArtifactResultReadResponse:
    return InputArtifactResultReadResponse(
        input_artifact_id=artifact.input_artifact_id,
        name=artifact.name,
        metadata=artifact.artifact_metadata,
        download_url=artifact.download_url,
    )


def _output_response(
    artifact: OutputArtifact, item: Item, http: Request, platform: Platform
) -> OutputArtifactResultReadResponse:
    path = artifact_path(item.run_id, artifact.output_artifact_id)
    url = platform.links.link(base_url(http, platform), path, platform.clock())
    return OutputArtifactResultReadResponse(
        output_artifact_id=artifact.output_artifact_id,
        name=artifact.name,
        metadata=artifact.artifact_metadata,
        state=artifact.state,
        termination_reason=artifact.termination_reason,
        output=artifact.output,
        download_url=url if artifact.output is ArtifactOutput.AVAILABLE else None,
    )
