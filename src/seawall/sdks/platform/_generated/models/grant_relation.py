# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

from seawall.core.wire.open_enum import OpenEnum


class GrantRelation(OpenEnum):
    """Access that a grant gives."""

    OWNER = "owner"
    EDITOR = "editor"
    VIEWER = "viewer"
