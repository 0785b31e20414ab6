# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

from typing import Any

from attrs import frozen


@frozen(kw_only=True)
class InputArtifactCreationRequest:
    """Input file of an item."""

    name: str
    download_url: str
    metadata: dict[str, Any]
