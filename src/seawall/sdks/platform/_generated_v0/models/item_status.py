# DO NOT EDIT. Generated from platform-2025-07.json by "seawall generate platform_v0".
from __future__ import annotations

from seawall.core.wire.open_enum import OpenEnum


class ItemStatus(OpenEnum):
    """Status of an item."""

    PENDING = "PENDING"
    CANCELED_USER = "CANCELED_USER"
    CANCELED_SYSTEM = "CANCELED_SYSTEM"
    ERROR_USER = "ERROR_USER"
    ERROR_SYSTEM = "ERROR_SYSTEM"
    SUCCEEDED = "SUCCEEDED"
