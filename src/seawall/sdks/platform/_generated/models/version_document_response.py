# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

import datetime as dt
from uuid import UUID

from attrs import frozen

from .. import models


@frozen(kw_only=True)
class VersionDocumentResponse:
    """Document of a version; its content is at `\u2026/content`."""

    id: UUID
    name: str
    mime_type: str
    visibility: models.VersionDocumentVisibility
    created_at: dt.datetime
    updated_at: dt.datetime
