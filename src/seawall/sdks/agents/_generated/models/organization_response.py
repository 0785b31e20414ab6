# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
from __future__ import annotations

from attrs import frozen

from .. import models


@frozen(kw_only=True)
class OrganizationResponse:
    """An organization."""

    id: int
    name: str
    settings: models.OrganizationSettings
