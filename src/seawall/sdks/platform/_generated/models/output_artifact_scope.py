# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

from seawall.core.wire.open_enum import OpenEnum


class OutputArtifactScope(OpenEnum):
    """Owner of an output: one item or the whole run."""

    ITEM = "ITEM"
    GLOBAL = "GLOBAL"
