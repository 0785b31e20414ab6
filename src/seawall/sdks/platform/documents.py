"""Documents of application versions, such as instructions for use."""

from datetime import datetime
from pathlib import Path
from typing import ClassVar
from uuid import UUID

from attrs import frozen

from seawall.core.model.conversion import Conversion, conversion
from seawall.core.model.model import Model
from seawall.core.wire.open_enum import OpenEnum
from seawall.sdks.platform._generated import models as wire

__all__ = ["DocumentVisibility", "DownloadedDocument", "VersionDocument"]


class DocumentVisibility(OpenEnum):
    """The readers of a document: all users of the version, or its makers."""

    PUBLIC = "public"
    INTERNAL = "internal"


@frozen(kw_only=True)
class VersionDocument(Model):
    """A document of a version of an application, without its content. Its name is unique in the version."""

    document_id: UUID
    name: str
    media_type: str
    visibility: DocumentVisibility
    created_at: datetime
    updated_at: datetime

    from_wire: ClassVar[Conversion[wire.VersionDocumentResponse]] = conversion(
        wire.VersionDocumentResponse, {"document_id": "id", "media_type": "mime_type"}
    )


@frozen(kw_only=True)
class DownloadedDocument(Model):
    """A document on disk."""

    name: str
    media_type: str
    path: Path
