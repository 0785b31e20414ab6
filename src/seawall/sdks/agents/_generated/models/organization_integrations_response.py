# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
from __future__ import annotations

from attrs import frozen

from .. import models


@frozen(kw_only=True)
class OrganizationIntegrationsResponse:
    """The integrations of an organization."""

    organization_id: int
    organization_name: str
    integrations: list[models.IntegrationStatus]
    total_active_integrations: int
