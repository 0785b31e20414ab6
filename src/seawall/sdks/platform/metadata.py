"""Metadata models of the platform: those of `seawall.core.metadata.metadata` with the platform's own fields.

This module loads pydantic (80 ms): import it late, when something is submitted.
"""

from typing import ClassVar

from pydantic import Field

from seawall.core.metadata.metadata import ItemMetadata, RunMetadata, StampedMetadata, StrictMetadata

__all__ = ["SCHEMAS", "BucketMetadata", "PlatformItemMetadata", "PlatformRunMetadata", "WorkflowMetadata"]


class WorkflowMetadata(StrictMetadata):
    """Options for the handling of a run."""

    onboard_to_aignostics_portal: bool = Field(default=False, description="Show the run in the portal.")


class BucketMetadata(StrictMetadata):
    """The location of an item's file in the platform's bucket. The SDK does not fill it."""

    bucket_name: str
    object_key: str
    signed_download_url: str


class PlatformRunMetadata(RunMetadata):
    """Metadata of a run on the platform."""

    NAME: ClassVar[str] = "platform-run-metadata"

    workflow: WorkflowMetadata | None = None


class PlatformItemMetadata(ItemMetadata):
    """Metadata of an item on the platform."""

    NAME: ClassVar[str] = "platform-item-metadata"

    platform_bucket: BucketMetadata | None = None


SCHEMAS: tuple[type[StampedMetadata], ...] = (PlatformRunMetadata, PlatformItemMetadata)
"""The models whose JSON Schemas are published."""
