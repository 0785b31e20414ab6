# DO NOT EDIT. Generated from sessions.json by "seawall generate sessions".
from __future__ import annotations

from attrs import field, frozen


@frozen(kw_only=True)
class Instances:
    """Number of sessions; older servers send it."""

    session: int
    desktop_app: int = field(metadata={"wire": "desktopApp"})
    headless: int
    total: int
