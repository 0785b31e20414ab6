# DO NOT EDIT. Generated from platform-2025-07.json by "seawall generate platform_v0".
from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class ApplicationReadResponse:
    """Application, without its versions."""

    application_id: str
    name: str
    regulatory_classes: list[str]
    description: str
