# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

from seawall.core.wire.open_enum import OpenEnum


class ItemOutput(OpenEnum):
    """Availability of an item's results."""

    NONE = "NONE"
    FULL = "FULL"
