"""Users and organizations, and what an organization has set up, as frozen data."""

from typing import ClassVar

from attrs import field, frozen

from seawall.core.model.conversion import Conversion, conversion
from seawall.core.model.json_field import JsonObject, json_object, json_or_none
from seawall.core.model.model import Model
from seawall.sdks.agents._generated import models as wire

__all__ = [
    "CheckSuiteSettings",
    "Integration",
    "LanguageModels",
    "McpProvider",
    "ModelProvider",
    "Organization",
    "PullRequestEdit",
    "Repo",
    "Rules",
    "SlackToken",
    "User",
    "Webhook",
]


@frozen(kw_only=True)
class User(Model):
    """A user. `role` is ADMIN, MANAGER or MEMBER in the organization that was asked for."""

    id: int
    github_user_id: str
    github_username: str
    email: str | None
    avatar_url: str | None
    full_name: str | None
    role: str | None

    from_wire: ClassVar[Conversion[wire.UserResponse]] = conversion(wire.UserResponse)


@frozen(kw_only=True)
class Organization(Model):
    """An organization, and whether its agents open pull requests and find rules.

    A setting that is absent is on, as in the API.
    """

    id: int
    name: str
    enable_pr_creation: bool = True
    enable_rules_detection: bool = True

    from_wire: ClassVar[Conversion[wire.OrganizationResponse]] = conversion(
        wire.OrganizationResponse,
        {
            "enable_pr_creation": "settings.enable_pr_creation",
            "enable_rules_detection": "settings.enable_rules_detection",
        },
    )


@frozen(kw_only=True)
class Repo(Model):
    """A repository of an organization."""

    id: int
    name: str
    full_name: str
    description: str | None
    github_id: str
    organization_id: int
    visibility: str | None
    archived: bool | None
    setup_status: str
    language: str | None

    from_wire: ClassVar[Conversion[wire.RepoResponse]] = conversion(wire.RepoResponse)


@frozen(kw_only=True)
class CheckSuiteSettings(Model):
    """The check-suite settings of a repository."""

    check_retry_count: int
    ignored_checks: tuple[str, ...]
    check_retry_counts: JsonObject = field(converter=json_object)
    custom_prompts: JsonObject = field(converter=json_object)
    high_priority_apps: tuple[str, ...]
    available_check_suite_names: tuple[str, ...]

    from_wire: ClassVar[Conversion[wire.CheckSuiteSettingsResponse]] = conversion(
        wire.CheckSuiteSettingsResponse
    )


@frozen(kw_only=True)
class Integration(Model):
    """An integration of an organization. The repr leaves its metadata out, which may hold secrets."""

    type: str
    active: bool
    token_id: int | None
    installation_id: int | None
    metadata: JsonObject | None = field(repr=False, converter=json_or_none)

    from_wire: ClassVar[Conversion[wire.IntegrationStatus]] = conversion(
        wire.IntegrationStatus, {"type": "integration_type"}
    )


@frozen(kw_only=True)
class Rules(Model):
    """Rules for agents, of the organization and of the user."""

    organization_rules: str | None
    user_custom_prompt: str | None

    from_wire: ClassVar[Conversion[wire.CliRulesResponse]] = conversion(wire.CliRulesResponse)


@frozen(kw_only=True)
class ModelProvider(Model):
    """A provider of language models; `models` are the names that `create` takes."""

    name: str
    models: tuple[str, ...]

    from_wire: ClassVar[Conversion[wire.ModelProvider]] = conversion(
        wire.ModelProvider,
        {"models": lambda provider: tuple(each.value for each in provider.models_)},
    )


@frozen(kw_only=True)
class Webhook(Model):
    """The webhook of an organization; the API never returns its secret."""

    url: str | None
    enabled: bool
    has_secret: bool

    from_wire: ClassVar[Conversion[wire.WebhookResponse]] = conversion(wire.WebhookResponse)


@frozen(kw_only=True)
class LanguageModels(Model):
    """The language models that runs may use; `default_model` is that of a run that names none."""

    default_model: str
    providers: tuple[ModelProvider, ...]

    from_wire: ClassVar[Conversion[wire.ModelsResponse]] = conversion(wire.ModelsResponse)


@frozen(kw_only=True)
class McpProvider(Model):
    """A provider of tools that an organization can connect, with its OAuth endpoints."""

    id: int
    name: str
    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    is_mcp: bool
    default_scopes: tuple[str, ...] = ()
    meta: JsonObject | None = field(repr=False, converter=json_or_none)

    from_wire: ClassVar[Conversion[wire.McpProviderResponse]] = conversion(wire.McpProviderResponse)


@frozen(kw_only=True)
class SlackToken(Model):
    """A token to send to the Slack app, valid once; `message` holds it too. The repr shows neither."""

    token: str = field(repr=False)
    message: str = field(repr=False)
    expires_in_minutes: int

    from_wire: ClassVar[Conversion[wire.SlackTokenResponse]] = conversion(wire.SlackTokenResponse)


@frozen(kw_only=True)
class PullRequestEdit(Model):
    """The result of a change of a pull request. `error` says why it was not changed."""

    success: bool
    url: str | None
    number: int | None
    title: str | None
    state: str | None
    error: str | None

    from_wire: ClassVar[Conversion[wire.EditPrResponse]] = conversion(wire.EditPrResponse)
