# DO NOT EDIT. Generated from platform-2025-07.json by "seawall generate platform_v0".
from __future__ import annotations

from seawall.core.wire.open_enum import OpenEnum


class OutputArtifactScope(OpenEnum):
    """Owner of an output: one item or the whole run."""

    ITEM = "ITEM"
    GLOBAL = "GLOBAL"
