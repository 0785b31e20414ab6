# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

from seawall.core.wire.open_enum import OpenEnum


class ItemState(OpenEnum):
    """State of an item."""

    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    TERMINATED = "TERMINATED"
