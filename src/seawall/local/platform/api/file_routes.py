"""Routes outside the API: artifact files with signed URLs, and health."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import FileResponse
from sqlalchemy import select

from seawall.local.platform.instance.dependencies import PlatformDep
from seawall.local.platform.store.states import ArtifactOutput
from seawall.local.platform.store.tables import OutputArtifact

__all__ = ["artifact_file", "health", "router"]

router = APIRouter(include_in_schema=False)


@router.get("/health")
async def health() -> dict[str, str]:
    """Return UP while the server runs."""
    return {"status": "UP"}


@router.api_route("/files/{run_id}/{artifact_id}", methods=["GET", "HEAD"])
def artifact_file(
    platform: PlatformDep,
    run_id: UUID,
    artifact_id: UUID,
    expires: Annotated[int, Query()],
    signature: Annotated[str, Query()],
) -> FileResponse:
    """Send an artifact's file or ranges of it (RFC 9110 section 14); the signature replaces a token."""
    if not platform.links.is_valid(run_id, artifact_id, expires, signature, platform.clock()):
        raise HTTPException(403, "The link is invalid or has expired. Request a new one.")
    with platform.database.read() as session:
        artifact = session.scalars(
            select(OutputArtifact).where(
                OutputArtifact.output_artifact_id == artifact_id,
                OutputArtifact.output == ArtifactOutput.AVAILABLE,
            )
        ).one_or_none()
    path = platform.artifacts.path(artifact_id)
    if artifact is None or not path.is_file():
        raise HTTPException(404, "The file was deleted")
    return FileResponse(path, media_type=artifact.media_type)
