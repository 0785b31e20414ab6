"""Documents of an application's versions, made from their definition."""

import json
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from attrs import frozen

from seawall.local.platform.applications.definition import Application, Version
from seawall.local.platform.store.states import VersionDocumentVisibility

__all__ = ["Document", "documents_of"]


@frozen
class Document:
    """Document of a version. Its id is the same at each start of the server."""

    document_id: UUID
    name: str
    mime_type: str
    visibility: VersionDocumentVisibility
    content: bytes
    created_at: datetime


def documents_of(application: Application, version: Version) -> list[Document]:
    """Return the documents of a version, sorted by name; the review notes are internal."""
    contents = (
        ("changelog.md", "text/markdown", VersionDocumentVisibility.PUBLIC, _changelog(application, version)),
        ("review-notes.md", "text/markdown", VersionDocumentVisibility.INTERNAL, "# Review\n\nPassed.\n"),
        ("schemas.json", "application/json", VersionDocumentVisibility.PUBLIC, _schemas(version)),
    )
    return [
        Document(
            uuid5(NAMESPACE_URL, f"{application.application_id}/{version.number}/{name}"),
            name,
            mime_type,
            visibility,
            content.encode(),
            version.released_at,
        )
        for name, mime_type, visibility, content in contents
    ]


def _changelog(application: Application, version: Version) -> str:
    return f"# {application.name} {version.number}\n\n{version.changelog}\n"


def _schemas(version: Version) -> str:
    schemas = {
        "inputs": {each.name: each.metadata_schema for each in version.inputs},
        "outputs": {each.name: each.metadata_schema for each in version.outputs},
    }
    return json.dumps(schemas, indent=2) + "\n"
