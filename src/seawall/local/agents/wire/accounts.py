"""Bodies of users, organizations, repositories and their settings."""

from pydantic import BaseModel, Field

from seawall.local.agents.wire.runs import Id
from seawall.local.serving.stored_json import RequestBody

__all__ = [
    "CheckSuiteSettingsRequest",
    "CheckSuiteSettingsResponse",
    "CliRulesResponse",
    "IntegrationStatus",
    "McpProviderResponse",
    "Model",
    "ModelProvider",
    "ModelsResponse",
    "OrganizationIntegrationsResponse",
    "OrganizationResponse",
    "OrganizationSettings",
    "RepoResponse",
    "SlackConnectRequest",
    "SlackConnectResponse",
    "SlackTokenRequest",
    "SlackTokenResponse",
    "UserResponse",
]


class UserResponse(BaseModel):
    """A user."""

    id: int = Field(description="Id of the user.")
    github_user_id: str = Field(description="Id of the user at GitHub.")
    github_username: str = Field(description="Name of the user at GitHub.")
    email: str | None = None
    avatar_url: str | None = None
    full_name: str | None = None
    role: str | None = Field(default=None, description="ADMIN, MANAGER or MEMBER, in this organization.")
    is_admin: bool | None = Field(
        default=None, description="Use `role`.", json_schema_extra={"deprecated": True}
    )


class OrganizationSettings(BaseModel):
    """Settings of an organization."""

    enable_pr_creation: bool = True
    enable_rules_detection: bool = True


class OrganizationResponse(BaseModel):
    """An organization."""

    id: int = Field(description="Id of the organization.")
    name: str
    settings: OrganizationSettings


class RepoResponse(BaseModel):
    """A repository."""

    id: int = Field(description="Id of the repository.")
    name: str
    full_name: str = Field(description="Owner and name.")
    description: str | None = None
    github_id: str = Field(description="Id of the repository at GitHub.")
    organization_id: int
    visibility: str | None = None
    archived: bool | None = None
    setup_status: str
    language: str | None = None


class CheckSuiteSettingsRequest(RequestBody):
    """Changes of check-suite settings; a field that is missing stays as it is."""

    check_retry_count: int | None = Field(default=None, ge=0, le=10)
    ignored_checks: list[str] | None = None
    check_retry_counts: dict[str, int] | None = None
    custom_prompts: dict[str, str] | None = None
    high_priority_apps: list[str] | None = None


class CheckSuiteSettingsResponse(BaseModel):
    """The check-suite settings of a repository."""

    check_retry_count: int
    ignored_checks: list[str]
    check_retry_counts: dict[str, int]
    custom_prompts: dict[str, str]
    high_priority_apps: list[str]
    available_check_suite_names: list[str]


class IntegrationStatus(BaseModel):
    """An integration of an organization."""

    integration_type: str
    active: bool
    token_id: int | None = None
    installation_id: int | None = None
    metadata: dict[str, object] | None = None


class OrganizationIntegrationsResponse(BaseModel):
    """The integrations of an organization."""

    organization_id: int
    organization_name: str
    integrations: list[IntegrationStatus]
    total_active_integrations: int


class CliRulesResponse(BaseModel):
    """Rules for agents, of the organization and of the user."""

    organization_rules: str | None
    user_custom_prompt: str | None


class McpProviderResponse(BaseModel):
    """A provider of an MCP server, with its OAuth endpoints."""

    id: int
    name: str
    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    default_scopes: list[str] | None = None
    is_mcp: bool
    meta: dict[str, object] | None = None


class Model(BaseModel):
    """A language model."""

    label: str
    value: str


class ModelProvider(BaseModel):
    """A provider of language models."""

    name: str
    models: list[Model]


class ModelsResponse(BaseModel):
    """The language models that runs may use."""

    providers: list[ModelProvider]
    default_model: str


class SlackTokenRequest(RequestBody):
    """The organization to connect with Slack."""

    org_id: Id


class SlackTokenResponse(BaseModel):
    """A token to send to the Slack app, valid once."""

    token: str
    message: str
    expires_in_minutes: int


class SlackConnectRequest(RequestBody):
    """The token that a user has sent to the Slack app."""

    token: str = Field(min_length=1, max_length=200)


class SlackConnectResponse(BaseModel):
    """The user whose Slack account is connected, and the organization."""

    organization_id: int
    user_id: int
