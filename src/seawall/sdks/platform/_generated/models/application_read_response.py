# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

from attrs import frozen

from .. import models


@frozen(kw_only=True)
class ApplicationReadResponse:
    """Application with its versions."""

    application_id: str
    name: str
    regulatory_classes: list[str]
    description: str
    versions: list[models.ApplicationVersion]
