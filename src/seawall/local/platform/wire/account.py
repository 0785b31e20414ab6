"""Response bodies of the account."""

from datetime import datetime

from pydantic import BaseModel, Field

__all__ = ["MeReadResponse", "OrganizationReadResponse", "UserReadResponse"]


class UserReadResponse(BaseModel):
    """The user of the access token."""

    id: str = Field(description="Id of the user.")
    email: str | None = Field(default=None, description="The user's email address.")
    email_verified: bool | None = Field(default=None, description="True if the email address is verified.")
    name: str | None = Field(default=None, description="The full name.")
    given_name: str | None = Field(default=None, description="The first name.")
    family_name: str | None = Field(default=None, description="The last name.")
    nickname: str | None = Field(default=None, description="A short name.")
    picture: str | None = Field(default=None, description="URL of a portrait.")
    updated_at: datetime | None = Field(default=None, description="Time of the last change of these details.")


class OrganizationReadResponse(BaseModel):
    """The caller's organization with its storage and telemetry settings.

    A local platform has no bucket and no telemetry. It fills those fields with placeholders, because clients
    read them.
    """

    id: str = Field(description="Id of the organization.")
    name: str | None = Field(default=None, description="The organization's short name.")
    display_name: str | None = Field(default=None, description="Display name of the organization.")
    aignostics_bucket_hmac_access_key_id: str = Field(description="Key id for the input bucket.")
    aignostics_bucket_hmac_secret_access_key: str = Field(description="Secret of that key id.")
    aignostics_bucket_name: str = Field(description="Name of the input bucket.")
    aignostics_bucket_protocol: str = Field(description="URL scheme of the input bucket.")
    aignostics_logfire_token: str = Field(description="Token for sending logs.")
    aignostics_sentry_dsn: str = Field(description="DSN for sending error reports.")


class MeReadResponse(BaseModel):
    """The caller and the caller's organization."""

    user: UserReadResponse
    organization: OrganizationReadResponse
