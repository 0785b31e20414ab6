# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

from typing import Any

from attrs import frozen


@frozen(kw_only=True)
class InputArtifact:
    """Input file that each item must have."""

    name: str
    mime_type: str
    metadata_schema: dict[str, Any]
