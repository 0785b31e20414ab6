# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

from uuid import UUID

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType

from .. import models


@frozen(kw_only=True)
class GrantCreateRequest:
    """Read access for a subject: a user, an organization or a share token."""

    resource_type: models.ResourceType
    resource_id: UUID
    subject_type: models.SubjectType
    relation: models.GrantRelation
    subject_id: str | None | UnsetType = UNSET
    subject_email: str | None | UnsetType = UNSET
