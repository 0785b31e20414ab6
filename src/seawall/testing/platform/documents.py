"""Builders of documents of versions."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from seawall.core.validation.arguments import checked_uuid
from seawall.sdks.platform.documents import DocumentVisibility, DownloadedDocument, VersionDocument
from seawall.testing.builder_values import START, member_of, next_id

__all__ = ["downloaded_document", "version_document"]


def version_document(
    *,
    document_id: UUID | str | None = None,
    name: str = "instructions.md",
    media_type: str = "text/markdown",
    visibility: DocumentVisibility | str = DocumentVisibility.PUBLIC,
    created_at: datetime = START,
    updated_at: datetime = START,
) -> VersionDocument:
    """Return a document of a version, without its content."""
    return VersionDocument(
        document_id=next_id() if document_id is None else checked_uuid(document_id, "document_id"),
        name=name,
        media_type=media_type,
        visibility=member_of(visibility, DocumentVisibility, "visibility"),
        created_at=created_at,
        updated_at=updated_at,
    )


def downloaded_document(
    *,
    name: str = "instructions.md",
    media_type: str = "text/markdown",
    path: Path = Path("instructions.md"),
) -> DownloadedDocument:
    """Return a document on disk; the file is not made."""
    return DownloadedDocument(name=name, media_type=media_type, path=path)
