"""Documents of application versions: list, read, content."""

from enum import StrEnum
from uuid import UUID

from fastapi import HTTPException, Request
from fastapi.responses import RedirectResponse

from seawall.local.platform.api.routes.parameters import Responses
from seawall.local.platform.api.routes.resource_router import resource_router
from seawall.local.platform.applications.catalogue import public_documents
from seawall.local.platform.applications.documents import Document
from seawall.local.platform.instance.dependencies import CallerDep, PlatformDep, base_url
from seawall.local.platform.instance.platform import Platform
from seawall.local.platform.wire.applications import VersionDocumentResponse

__all__ = [
    "DocumentForm",
    "document_path",
    "get_version_document",
    "get_version_document_content",
    "get_version_document_file",
    "list_version_documents",
    "router",
]

router = resource_router()

_DOCUMENTS = "/applications/{application_id}/versions/{version}/documents"
_NO_VERSION: Responses = {404: {"description": "No such version"}}
_NO_DOCUMENT: Responses = {404: {"description": "No such document or version"}}


class DocumentForm(StrEnum):
    """Form of a document's content: a file to save, or content to read."""

    FILE = "file"
    CONTENT = "content"


def document_path(document_id: UUID, form: DocumentForm) -> str:
    """Return the path of a document's content on this server, for a signed link."""
    return f"/files/documents/{document_id}/{form}"


@router.get(
    _DOCUMENTS, summary="List version documents", operation_id="list_version_documents", responses=_NO_VERSION
)
def list_version_documents(
    _caller: CallerDep, application_id: str, version: str
) -> list[VersionDocumentResponse]:
    """List the public documents of a version by name."""
    return [_response(document) for document in _load(application_id, version)]


@router.get(
    f"{_DOCUMENTS}/{{name}}",
    summary="Get version document",
    operation_id="get_version_document",
    responses=_NO_DOCUMENT,
)
def get_version_document(
    _caller: CallerDep, application_id: str, version: str, name: str
) -> VersionDocumentResponse:
    """Return one public document, without its content."""
    return _response(_load_one(application_id, version, name))


@router.get(
    f"{_DOCUMENTS}/{{name}}/file",
    summary="Download version document",
    operation_id="get_version_document_file",
    status_code=307,
    response_class=RedirectResponse,
    response_description="`Location` is the URL of the file",
    responses=_NO_DOCUMENT,
)
def get_version_document_file(
    http: Request, _caller: CallerDep, platform: PlatformDep, application_id: str, version: str, name: str
) -> RedirectResponse:
    """Redirect to the document as a file to save. The link needs no token and expires."""
    return _redirect(http, platform, _load_one(application_id, version, name), DocumentForm.FILE)


@router.get(
    f"{_DOCUMENTS}/{{name}}/content",
    summary="Read version document",
    operation_id="get_version_document_content",
    status_code=307,
    response_class=RedirectResponse,
    response_description="`Location` is the URL of the content",
    responses=_NO_DOCUMENT,
)
def get_version_document_content(
    http: Request, _caller: CallerDep, platform: PlatformDep, application_id: str, version: str, name: str
) -> RedirectResponse:
    """Redirect to the document's content, for programs. The link needs no token and expires."""
    return _redirect(http, platform, _load_one(application_id, version, name), DocumentForm.CONTENT)


def _load(application_id: str, version: str) -> list[Document]:
    documents = public_documents(application_id, version)
    if documents is None:
        raise HTTPException(404, "Application version not found")
    return documents


def _load_one(application_id: str, version: str, name: str) -> Document:
    for document in _load(application_id, version):
        if document.name == name:
            return document
    raise HTTPException(404, "Document not found")


def _redirect(http: Request, platform: Platform, document: Document, form: DocumentForm) -> RedirectResponse:
    url = platform.links.link(
        base_url(http, platform), document_path(document.document_id, form), platform.clock()
    )
    return RedirectResponse(url, status_code=307, headers={"Cache-Control": "no-store"})


def _response(document: Document) -> VersionDocumentResponse:
    return VersionDocumentResponse(
        id=document.document_id,
        name=document.name,
        mime_type=document.mime_type,
        visibility=document.visibility,
        created_at=document.created_at,
        updated_at=document.created_at,
    )
