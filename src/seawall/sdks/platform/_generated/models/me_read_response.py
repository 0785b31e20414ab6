# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

from attrs import frozen

from .. import models


@frozen(kw_only=True)
class MeReadResponse:
    """The caller and the caller's organization."""

    user: models.UserReadResponse
    organization: models.OrganizationReadResponse
