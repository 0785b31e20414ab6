# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

import datetime as dt
from uuid import UUID

from attrs import frozen

from .. import models


@frozen(kw_only=True)
class GrantReadResponse:
    """A grant."""

    grant_id: UUID
    resource_type: models.ResourceType
    resource_id: UUID
    subject_type: models.SubjectType
    subject_id: str
    relation: models.GrantRelation
    created_by: str
    created_at: dt.datetime
    revoked: bool
