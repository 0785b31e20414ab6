"""Other names of the older client for what this SDK has under its own."""

from seawall.sdks.platform.models import RunStatistics
from seawall.sdks.platform.sdk_metadata import (
    build_run_sdk_metadata,
    get_run_sdk_metadata_json_schema,
    validate_run_sdk_metadata,
)
from seawall.sdks.platform.submission import NewArtifact, NewItem

__all__ = [
    "InputArtifact",
    "InputItem",
    "RunItemStatistics",
    "build_sdk_metadata",
    "get_sdk_metadata_json_schema",
    "validate_sdk_metadata",
]

InputArtifact = NewArtifact
InputItem = NewItem
RunItemStatistics = RunStatistics
# The names before items had metadata of their own.
build_sdk_metadata = build_run_sdk_metadata
validate_sdk_metadata = validate_run_sdk_metadata
get_sdk_metadata_json_schema = get_run_sdk_metadata_json_schema
