# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

from seawall.core.wire.open_enum import OpenEnum


class RunTerminationReason(OpenEnum):
    """Reason for the end of a run."""

    ALL_ITEMS_PROCESSED = "ALL_ITEMS_PROCESSED"
    CANCELED_BY_SYSTEM = "CANCELED_BY_SYSTEM"
    CANCELED_BY_USER = "CANCELED_BY_USER"
