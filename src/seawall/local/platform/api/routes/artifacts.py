"""Artifact files: download links, deletion."""

from typing import Annotated
from uuid import UUID

from fastapi import HTTPException, Path, Request
from fastapi.responses import RedirectResponse
from sqlalchemy import select

from seawall.local.platform.api.routes.parameters import RunId
from seawall.local.platform.api.routes.resource_router import resource_router
from seawall.local.platform.instance.dependencies import (
    CallerDep,
    PlatformDep,
    ReaderDep,
    base_url,
    changeable_run,
    readable_artifact,
)
from seawall.local.platform.store.states import ArtifactOutput, RunState
from seawall.local.platform.store.tables import Item, OutputArtifact

__all__ = ["artifact_path", "delete_run_items", "get_artifact_url", "router"]

router = resource_router()


def artifact_path(run_id: UUID, artifact_id: UUID) -> str:
    """Return the path of an artifact's file on this server, for a signed link."""
    return f"/files/{run_id}/{artifact_id}"


@router.get(
    "/runs/{run_id}/artifacts/{artifact_id}/file",
    response_model=None,
    responses={
        200: {"content": {"application/json": {"schema": {}}}},  # never sent; the real spec has it
        307: {"description": "`Location` is the URL of the file"},
        403: {"description": "The caller has no access"},
        404: {"description": "No such artifact in this run"},
        410: {"description": "The artifact was deleted"},
    },
)
def get_artifact_url(
    http: Request,
    caller: ReaderDep,
    platform: PlatformDep,
    run_id: RunId,
    artifact_id: Annotated[UUID, Path(description="Id of the artifact, from the item's results.")],
) -> RedirectResponse:
    """Redirect to an artifact's file. The link needs no token and is valid for an hour."""
    with platform.replica.read() as session:
        artifact = readable_artifact(session, caller, run_id, OutputArtifact, artifact_id)
    if artifact is None:
        raise HTTPException(404, "Artifact not found")
    if artifact.output is not ArtifactOutput.AVAILABLE:
        raise HTTPException(410, "The artifact was deleted")
    url = platform.links.link(base_url(http, platform), artifact_path(run_id, artifact_id), platform.clock())
    return RedirectResponse(url, status_code=307, headers={"Cache-Control": "no-store"})


@router.delete(
    "/runs/{run_id}/artifacts",
    response_description="The files are deleted",
    responses={
        403: {"description": "The caller has no access"},
        404: {"description": "No such run"},
        409: {"description": "The run has not terminated"},
    },
)
def delete_run_items(caller: CallerDep, platform: PlatformDep, run_id: RunId) -> None:
    """Delete all artifact files of a terminated run. The run and its items remain."""
    query = (
        select(OutputArtifact)
        .join(Item, Item.item_id == OutputArtifact.item_id)
        .where(Item.run_id == run_id, OutputArtifact.output == ArtifactOutput.AVAILABLE)
    )
    with platform.replica.write() as session:
        if changeable_run(session, caller, run_id).state is not RunState.TERMINATED:
            raise HTTPException(409, "The run has not terminated yet. Cancel it or wait.")
        artifacts = session.scalars(query).all()
        for artifact in artifacts:
            artifact.output = ArtifactOutput.DELETED_BY_USER
            artifact.artifact_metadata = None
    # After the commit: a crash here leaves files without rows, which the next start removes.
    platform.artifacts.remove(artifact.output_artifact_id for artifact in artifacts)
