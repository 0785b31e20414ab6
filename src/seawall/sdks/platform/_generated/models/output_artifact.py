# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

from typing import Any

from attrs import frozen

from .. import models


@frozen(kw_only=True)
class OutputArtifact:
    """Output file that each item produces."""

    name: str
    mime_type: str
    metadata_schema: dict[str, Any]
    scope: models.OutputArtifactScope
    visibility: models.OutputArtifactVisibility
