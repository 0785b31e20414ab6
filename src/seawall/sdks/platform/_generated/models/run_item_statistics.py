# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class RunItemStatistics:
    """Number of a run's items by state and termination reason."""

    item_count: int
    item_pending_count: int
    item_processing_count: int
    item_user_error_count: int
    item_system_error_count: int
    item_skipped_count: int
    item_succeeded_count: int
