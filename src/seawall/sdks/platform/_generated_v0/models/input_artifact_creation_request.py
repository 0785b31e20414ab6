# DO NOT EDIT. Generated from platform-2025-07.json by "seawall generate platform_v0".
from __future__ import annotations

from typing import Any

from attrs import frozen


@frozen(kw_only=True)
class InputArtifactCreationRequest:
    """Input file of an item."""

    name: str
    download_url: str
    metadata: dict[str, Any]
