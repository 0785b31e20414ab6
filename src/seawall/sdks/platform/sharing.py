"""Shared access to runs: grants, and share tokens."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from attrs import field, frozen

from seawall.core.auth.tokens import token_fault
from seawall.core.errors import InputError
from seawall.core.model.conversion import Conversion, conversion
from seawall.core.model.model import Model
from seawall.core.redaction.secret import hidden
from seawall.core.validation.arguments import checked_optional_text
from seawall.core.wire.open_enum import OpenEnum
from seawall.sdks.platform._generated import models as wire

__all__ = [
    "Grant",
    "GrantRelation",
    "NewShareToken",
    "ResourceType",
    "ShareToken",
    "SubjectType",
    "checked_share_token",
]


_MAX_CHARACTERS = 4096


class GrantRelation(OpenEnum):
    """The access that a grant gives."""

    OWNER = "owner"
    EDITOR = "editor"
    VIEWER = "viewer"


class ResourceType(OpenEnum):
    """The kind of thing that a grant gives access to."""

    RUN = "run"
    ITEM = "item"
    OUTPUT_ARTIFACT = "output_artifact"
    SHARE_TOKEN = "share_token"  # noqa: S105 - the name of a kind


class SubjectType(OpenEnum):
    """The kind of receiver of a grant: a user, the admins or all users of an organization, a share token."""

    USER = "user"
    ORGANIZATION_ADMIN = "organization_admin"
    ORGANIZATION_USER = "organization_user"
    SHARE_TOKEN = "share_token"  # noqa: S105 - the name of a kind


@frozen(kw_only=True)
class Grant(Model):
    """Access of a subject to a resource. A revoked grant gives none."""

    grant_id: UUID
    resource_type: ResourceType
    resource_id: UUID
    subject_type: SubjectType
    subject_id: str
    relation: GrantRelation
    created_by: str
    created_at: datetime
    revoked: bool

    from_wire: ClassVar[Conversion[wire.GrantReadResponse]] = conversion(wire.GrantReadResponse)


@frozen(kw_only=True)
class ShareToken(Model):
    """A share token without its secret, which only its creation returns."""

    share_token_id: UUID
    created_at: datetime
    expires_at: datetime | None
    revoked: bool

    from_wire: ClassVar[Conversion[wire.ShareTokenReadResponse]] = conversion(wire.ShareTokenReadResponse)


@frozen(kw_only=True)
class NewShareToken(Model):
    """A new share token with its secret, which no later call returns. The repr leaves the secret out."""

    share_token_id: UUID
    share_token: str = field(repr=False)
    created_at: datetime
    expires_at: datetime | None
    revoked: bool

    from_wire: ClassVar[Conversion[wire.ShareTokenCreateResponse]] = conversion(wire.ShareTokenCreateResponse)


def checked_share_token(share_token: str | None) -> str | None:
    """Check that `share_token` can be one, or is None; return it with a repr that does not show it."""
    share_token = hidden(share_token)
    checked_optional_text(share_token, "share_token")
    if share_token is None:
        return None
    fault = token_fault(share_token)
    if len(share_token) > _MAX_CHARACTERS:
        fault = f"has {len(share_token):,} characters, more than fit in a URL"
    if fault is not None:
        raise InputError(f"share_token {fault}. Give the secret of a share token.")
    return share_token
