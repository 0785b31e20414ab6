# DO NOT EDIT. Generated from sessions.json by "seawall generate sessions".
from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class ImageResponse:
    """A public image."""

    id: str
    types: list[str]
    digest: str
