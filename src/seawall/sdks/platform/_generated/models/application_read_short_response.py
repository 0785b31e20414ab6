# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType

from .. import models


@frozen(kw_only=True)
class ApplicationReadShortResponse:
    """Summary of an application in a list."""

    application_id: str
    name: str
    regulatory_classes: list[str]
    description: str
    latest_version: models.ApplicationVersion | None | UnsetType = UNSET
