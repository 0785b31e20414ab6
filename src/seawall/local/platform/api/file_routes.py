"""Routes outside the API: files of artifacts and documents with signed URLs, and health."""

from pathlib import Path
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import FileResponse, Response
from sqlalchemy import select
from starlette.concurrency import run_in_threadpool

from seawall.local.platform.api.routes.artifacts import artifact_path
from seawall.local.platform.api.routes.documents import DocumentForm, document_path
from seawall.local.platform.applications.catalogue import public_document
from seawall.local.platform.instance.dependencies import PlatformDep
from seawall.local.platform.instance.platform import Platform
from seawall.local.platform.store.states import ArtifactOutput
from seawall.local.platform.store.tables import OutputArtifact

__all__ = ["artifact_file", "document_file", "health", "router"]

router = APIRouter(include_in_schema=False)

_Expires = Annotated[int, Query()]
_Signature = Annotated[str, Query()]
SMALL_FILE_BYTES = 64 * 1024
# A browser must not take a file for a page or a script of this server.
_NOSNIFF = {"X-Content-Type-Options": "nosniff"}


@router.get("/health")
async def health(platform: PlatformDep, response: Response) -> dict[str, str]:
    """Return UP while the server takes writes; else 503 with DOWN and the reason, e.g. a full disk."""
    failure = platform.database.failure
    if failure is not None:  # only then: the attempt takes a thread
        failure = await run_in_threadpool(platform.database.check)
    if failure is None:
        return {"status": "UP"}
    response.status_code = 503
    return {"status": "DOWN", "reason": str(failure)}


@router.api_route("/files/{run_id}/{artifact_id}", methods=["GET", "HEAD"])
def artifact_file(
    *,
    request: Request,
    platform: PlatformDep,
    run_id: UUID,
    artifact_id: UUID,
    expires: _Expires,
    signature: _Signature,
) -> Response:
    """Send an artifact's file or ranges of it (RFC 9110 section 14); the signature replaces a token."""
    _check_link(platform, artifact_path(run_id, artifact_id), expires, signature)
    with platform.database.read() as session:
        media_type = session.scalar(
            select(OutputArtifact.media_type).where(
                OutputArtifact.output_artifact_id == artifact_id,
                OutputArtifact.output == ArtifactOutput.AVAILABLE,
            )
        )
    path = platform.artifacts.path(artifact_id)
    try:
        if media_type is not None:
            return _file_response(request, path, media_type)
    except FileNotFoundError:
        pass
    raise HTTPException(404, "The file was deleted")


def _file_response(request: Request, path: Path, media_type: str) -> Response:
    """The file, or its ranges. A small file is read here: a FileResponse changes threads three times."""
    response = FileResponse(path, media_type=media_type, headers=_NOSNIFF, stat_result=path.stat())
    is_small = int(response.headers["content-length"]) <= SMALL_FILE_BYTES
    if is_small and request.method == "GET" and "range" not in request.headers:
        return Response(path.read_bytes(), headers=response.headers)
    return response


@router.api_route("/files/documents/{document_id}/{form}", methods=["GET", "HEAD"])
def document_file(
    platform: PlatformDep,
    document_id: UUID,
    form: DocumentForm,
    expires: _Expires,
    signature: _Signature,
) -> Response:
    """Send a version's document, to save (`file`) or to read (`content`); the signature replaces a token."""
    _check_link(platform, document_path(document_id, form), expires, signature)
    document = public_document(document_id)
    if document is None:
        raise HTTPException(404, "The document was deleted")
    headers = dict(_NOSNIFF)
    if form is DocumentForm.FILE:
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(document.name)}"
    return Response(document.content, media_type=document.mime_type, headers=headers)


def _check_link(platform: Platform, path: str, expires: int, signature: str) -> None:
    if not platform.links.is_valid(path, expires, signature, platform.clock()):
        raise HTTPException(403, "The link is invalid or has expired. Request a new one.")
