# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class CustomMetadataUpdateResponse:
    """Checksum for the next conditional update."""

    custom_metadata_checksum: str | None
