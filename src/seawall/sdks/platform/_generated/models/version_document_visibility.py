# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

from seawall.core.wire.open_enum import OpenEnum


class VersionDocumentVisibility(OpenEnum):
    """Visibility of a version's document; the API offers public ones only."""

    PUBLIC = "public"
    INTERNAL = "internal"
