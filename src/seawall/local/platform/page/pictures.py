"""Artifacts as pictures for the browser: JPEG, scaled down; browsers show no TIFF."""

from threading import Lock
from typing import BinaryIO
from uuid import UUID

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from seawall.local.platform.api.routes.artifacts import get_artifact_url
from seawall.local.platform.applications.work import ItemError
from seawall.local.platform.instance.dependencies import PlatformDep, readable_artifact
from seawall.local.platform.page.page_route import BrowserCallerDep, PageRoute
from seawall.local.platform.page.rendering import cached_response
from seawall.local.platform.store.states import ArtifactOutput
from seawall.local.platform.store.tables import InputArtifact, OutputArtifact

__all__ = ["input_picture", "output_file", "output_picture", "router"]

router = APIRouter(prefix="/page/runs/{run_id}", include_in_schema=False, route_class=PageRoute)

MAX_SIDE_PX = 800
JPEG_QUALITY = 88
_decoding = Lock()  # one at a time: a decoded picture takes up to 400 MB


@router.get("/inputs/{artifact_id}/picture")
def input_picture(
    request: Request, caller: BrowserCallerDep, platform: PlatformDep, run_id: UUID, artifact_id: UUID
) -> Response:
    """Send an input as a picture if it is a file of the inputs folder; URLs are not fetched."""
    with platform.database.read() as session:
        artifact = readable_artifact(session, caller, run_id, InputArtifact, artifact_id)
    if artifact is None:
        raise HTTPException(404, "There is no such input in this run")
    try:
        with platform.inputs.open_local(artifact.download_url) as file:
            jpeg = _jpeg(file, artifact.artifact_metadata.get("media_type"), platform.inputs.max_pixels)
    except ItemError as error:
        raise HTTPException(404, error.message) from error
    return cached_response(request, jpeg, "image/jpeg")


@router.get("/outputs/{artifact_id}/picture")
def output_picture(
    request: Request, caller: BrowserCallerDep, platform: PlatformDep, run_id: UUID, artifact_id: UUID
) -> Response:
    """Send an output as a picture."""
    with platform.database.read() as session:
        artifact = readable_artifact(session, caller, run_id, OutputArtifact, artifact_id)
    if artifact is None or artifact.output is not ArtifactOutput.AVAILABLE:
        raise HTTPException(404, "There is no such picture in this run, or it was deleted")
    try:
        with platform.artifacts.path(artifact_id).open("rb") as file:
            jpeg = _jpeg(file, artifact.media_type, platform.inputs.max_pixels)
    except (FileNotFoundError, ItemError) as error:
        raise HTTPException(404, "The file was deleted or is no picture") from error
    return cached_response(request, jpeg, "image/jpeg")


@router.get("/outputs/{artifact_id}/file")
def output_file(
    request: Request, caller: BrowserCallerDep, platform: PlatformDep, run_id: UUID, artifact_id: UUID
) -> RedirectResponse:
    """Redirect to the file of an output, by a new link."""
    return get_artifact_url(request, caller, platform, run_id, artifact_id)


def _jpeg(file: BinaryIO, media_type: object, max_pixels: int) -> bytes:
    # Late: Pillow takes long to import, and most servers show no picture.
    from seawall.local.platform.page.thumbnail import jpeg_of  # noqa: PLC0415

    with _decoding:
        return jpeg_of(
            file, media_type=media_type, max_pixels=max_pixels, side_px=MAX_SIDE_PX, quality=JPEG_QUALITY
        )
