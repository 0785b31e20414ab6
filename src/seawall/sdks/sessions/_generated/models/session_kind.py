# DO NOT EDIT. Generated from sessions.json by "seawall generate sessions".
from __future__ import annotations

from seawall.core.wire.open_enum import OpenEnum


class SessionKind(OpenEnum):
    """Kind of a session."""

    NOTEBOOK = "notebook"
    DESKTOP = "desktop"
    CARTA = "carta"
    FIREFLY = "firefly"
    CONTRIBUTED = "contributed"
    HEADLESS = "headless"
    DESKTOP_APP = "desktop-app"
