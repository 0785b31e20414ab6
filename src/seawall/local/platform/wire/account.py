"""Who the caller is."""

from datetime import datetime

from pydantic import BaseModel, Field

__all__ = ["MeReadResponse", "OrganizationReadResponse", "UserReadResponse"]


class UserReadResponse(BaseModel):
    """The user that the token belongs to."""

    id: str = Field(description="Identifies the user.")
    email: str | None = Field(default=None, description="Where the user gets mail.")
    email_verified: bool | None = Field(default=None, description="Whether that address was confirmed.")
    name: str | None = Field(default=None, description="The full name.")
    given_name: str | None = Field(default=None, description="The first name.")
    family_name: str | None = Field(default=None, description="The last name.")
    nickname: str | None = Field(default=None, description="A short name.")
    picture: str | None = Field(default=None, description="URL of a portrait.")
    updated_at: datetime | None = Field(default=None, description="When these details last changed.")


class OrganizationReadResponse(BaseModel):
    """The caller's organization with the settings of its storage and telemetry.

    A local platform has neither: those fields exist because clients read them, and hold placeholders.
    """

    id: str = Field(description="Identifies the organization.")
    name: str | None = Field(default=None, description="The organization's short name.")
    display_name: str | None = Field(default=None, description="The organization's name as shown to people.")
    aignostics_bucket_hmac_access_key_id: str = Field(description="Key id for the input bucket.")
    aignostics_bucket_hmac_secret_access_key: str = Field(description="Secret that goes with the key id.")
    aignostics_bucket_name: str = Field(description="The input bucket.")
    aignostics_bucket_protocol: str = Field(description="URL scheme of the input bucket.")
    aignostics_logfire_token: str = Field(description="Token for sending logs.")
    aignostics_sentry_dsn: str = Field(description="Address for sending error reports.")


class MeReadResponse(BaseModel):
    """The caller and the caller's organization."""

    user: UserReadResponse
    organization: OrganizationReadResponse
