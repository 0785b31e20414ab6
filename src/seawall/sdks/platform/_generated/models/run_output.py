# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

from seawall.core.wire.open_enum import OpenEnum


class RunOutput(OpenEnum):
    """Share of a run's items that have results: none, some or all."""

    NONE = "NONE"
    PARTIAL = "PARTIAL"
    FULL = "FULL"
