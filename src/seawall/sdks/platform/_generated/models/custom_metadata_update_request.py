# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

from typing import Any

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType


@frozen(kw_only=True)
class CustomMetadataUpdateRequest:
    """New metadata of a run or item."""

    custom_metadata: dict[str, Any] | None | UnsetType = UNSET
    custom_metadata_checksum: str | None | UnsetType = UNSET
