"""JSON bodies of access grants and share tokens."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from seawall.local.platform.store.states import GrantRelation, ResourceType, SubjectType
from seawall.local.platform.wire.fields import StoredText, UtcTime

__all__ = [
    "GrantCreateRequest",
    "GrantReadResponse",
    "ShareTokenCreateRequest",
    "ShareTokenCreateResponse",
    "ShareTokenReadResponse",
]


class GrantCreateRequest(BaseModel):
    """Read access for a subject: a user, an organization or a share token."""

    resource_type: ResourceType = Field(description="Kind of the resource.")
    resource_id: UUID = Field(description="Id of the resource.")
    subject_type: SubjectType = Field(description="Kind of the subject.")
    subject_id: StoredText | None = Field(
        default=None, description="Id of the user, the organization or the share token."
    )
    subject_email: StoredText | None = Field(
        default=None, description="Email address of a user, in the place of the id."
    )
    relation: GrantRelation = Field(description="Access to give; only `viewer` can be given.")


class GrantReadResponse(BaseModel):
    """A grant."""

    grant_id: UUID = Field(description="Id of the grant.")
    resource_type: ResourceType = Field(description="Kind of the resource.")
    resource_id: UUID = Field(description="Id of the resource.")
    subject_type: SubjectType = Field(description="Kind of the subject.")
    subject_id: str = Field(description="Id of the subject.")
    relation: GrantRelation = Field(description="Access that the grant gives.")
    created_by: str = Field(description="Id of the user that created the grant.")
    created_at: datetime = Field(description="Time of the creation.")
    revoked: bool = Field(description="True if the grant gives no access any more.")


class ShareTokenCreateRequest(BaseModel):
    """Lifetime of a new share token."""

    expires_at: UtcTime | None = Field(default=None, description="End of the lifetime; null means no end.")


class ShareTokenReadResponse(BaseModel):
    """A share token, without its secret."""

    share_token_id: UUID = Field(description="Id of the share token, for grants and for revoking it.")
    created_at: datetime = Field(description="Time of the creation.")
    expires_at: datetime | None = Field(description="End of the lifetime; null means no end.")
    revoked: bool = Field(description="True if the token gives no access any more.")


class ShareTokenCreateResponse(BaseModel):
    """A new share token with its secret, which no other response has."""

    share_token_id: UUID = Field(description="Id of the share token, for grants and for revoking it.")
    share_token: str = Field(description="The secret, for the parameter `share_token`.")
    created_at: datetime = Field(description="Time of the creation.")
    expires_at: datetime | None = Field(description="End of the lifetime; null means no end.")
    revoked: bool = Field(description="True if the token gives no access any more.")
