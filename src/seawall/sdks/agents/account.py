"""Users and organizations, and what an organization has set up, as frozen data."""

from collections.abc import Mapping

from attrs import field, frozen

from seawall.core.model.model import Model
from seawall.core.wire.freeze import freeze, frozen_json
from seawall.core.wire.unset import if_given, or_none
from seawall.sdks.agents._generated import models as wire
from seawall.sdks.agents.models import JsonObject

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


def _meta(value: Mapping[str, object] | None) -> JsonObject | None:
    return None if value is None else frozen_json(value, "meta")


def _metadata(value: Mapping[str, object] | None) -> JsonObject | None:
    return None if value is None else frozen_json(value, "metadata")


def _retry_counts(value: Mapping[str, object]) -> JsonObject:
    return frozen_json(value, "check_retry_counts")


def _custom_prompts(value: Mapping[str, object]) -> JsonObject:
    return frozen_json(value, "custom_prompts")


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

    @classmethod
    def from_wire(cls, user: wire.UserResponse) -> "User":
        """Convert a wire model."""
        return cls(
            id=user.id,
            github_user_id=user.github_user_id,
            github_username=user.github_username,
            email=or_none(user.email),
            avatar_url=or_none(user.avatar_url),
            full_name=or_none(user.full_name),
            role=or_none(user.role),
        )


@frozen(kw_only=True)
class Organization(Model):
    """An organization, and whether its agents open pull requests and find rules."""

    id: int
    name: str
    enable_pr_creation: bool
    enable_rules_detection: bool

    @classmethod
    def from_wire(cls, organization: wire.OrganizationResponse) -> "Organization":
        """Convert a wire model; a setting that is absent is on, as in the API."""
        settings = organization.settings
        return cls(
            id=organization.id,
            name=organization.name,
            enable_pr_creation=or_none(settings.enable_pr_creation) is not False,
            enable_rules_detection=or_none(settings.enable_rules_detection) is not False,
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

    @classmethod
    def from_wire(cls, repo: wire.RepoResponse) -> "Repo":
        """Convert a wire model."""
        return cls(
            id=repo.id,
            name=repo.name,
            full_name=repo.full_name,
            description=or_none(repo.description),
            github_id=repo.github_id,
            organization_id=repo.organization_id,
            visibility=or_none(repo.visibility),
            archived=or_none(repo.archived),
            setup_status=repo.setup_status,
            language=or_none(repo.language),
        )


@frozen(kw_only=True)
class CheckSuiteSettings(Model):
    """The check-suite settings of a repository."""

    check_retry_count: int
    ignored_checks: tuple[str, ...]
    check_retry_counts: JsonObject = field(converter=_retry_counts)
    custom_prompts: JsonObject = field(converter=_custom_prompts)
    high_priority_apps: tuple[str, ...]
    available_check_suite_names: tuple[str, ...]

    @classmethod
    def from_wire(cls, settings: wire.CheckSuiteSettingsResponse) -> "CheckSuiteSettings":
        """Convert a wire model."""
        return cls(
            check_retry_count=settings.check_retry_count,
            ignored_checks=tuple(settings.ignored_checks),
            check_retry_counts=freeze(settings.check_retry_counts),
            custom_prompts=freeze(settings.custom_prompts),
            high_priority_apps=tuple(settings.high_priority_apps),
            available_check_suite_names=tuple(settings.available_check_suite_names),
        )


@frozen(kw_only=True)
class Integration(Model):
    """An integration of an organization. The repr leaves its metadata out, which may hold secrets."""

    type: str
    active: bool
    token_id: int | None
    installation_id: int | None
    metadata: JsonObject | None = field(repr=False, converter=_metadata)

    @classmethod
    def from_wire(cls, integration: wire.IntegrationStatus) -> "Integration":
        """Convert a wire model."""
        return cls(
            type=integration.integration_type,
            active=integration.active,
            token_id=or_none(integration.token_id),
            installation_id=or_none(integration.installation_id),
            metadata=if_given(integration.metadata, freeze),
        )


@frozen(kw_only=True)
class Rules(Model):
    """Rules for agents, of the organization and of the user."""

    organization_rules: str | None
    user_custom_prompt: str | None

    @classmethod
    def from_wire(cls, rules: wire.CliRulesResponse) -> "Rules":
        """Convert a wire model."""
        return cls(organization_rules=rules.organization_rules, user_custom_prompt=rules.user_custom_prompt)


@frozen(kw_only=True)
class ModelProvider(Model):
    """A provider of language models; `models` are the names that `create` takes."""

    name: str
    models: tuple[str, ...]

    @classmethod
    def from_wire(cls, provider: wire.ModelProvider) -> "ModelProvider":
        """Convert a wire model."""
        return cls(name=provider.name, models=tuple(each.value for each in provider.models_))


@frozen(kw_only=True)
class Webhook(Model):
    """The webhook of an organization; the API never returns its secret."""

    url: str | None
    enabled: bool
    has_secret: bool

    @classmethod
    def from_wire(cls, webhook: wire.WebhookResponse) -> "Webhook":
        """Convert a wire model."""
        return cls(url=or_none(webhook.url), enabled=webhook.enabled, has_secret=webhook.has_secret)


@frozen(kw_only=True)
class LanguageModels(Model):
    """The language models that runs may use; `default_model` is that of a run that names none."""

    default_model: str
    providers: tuple[ModelProvider, ...]

    @classmethod
    def from_wire(cls, models: wire.ModelsResponse) -> "LanguageModels":
        """Convert a wire model."""
        return cls(
            default_model=models.default_model,
            providers=tuple(ModelProvider.from_wire(each) for each in models.providers),
        )


@frozen(kw_only=True)
class McpProvider(Model):
    """A provider of tools that an organization can connect, with its OAuth endpoints."""

    id: int
    name: str
    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    is_mcp: bool
    default_scopes: tuple[str, ...]
    meta: JsonObject | None = field(repr=False, converter=_meta)

    @classmethod
    def from_wire(cls, provider: wire.McpProviderResponse) -> "McpProvider":
        """Convert a wire model."""
        return cls(
            id=provider.id,
            name=provider.name,
            issuer=provider.issuer,
            authorization_endpoint=provider.authorization_endpoint,
            token_endpoint=provider.token_endpoint,
            is_mcp=provider.is_mcp,
            default_scopes=if_given(provider.default_scopes, tuple) or (),
            meta=if_given(provider.meta, freeze),
        )


@frozen(kw_only=True)
class SlackToken(Model):
    """A token to send to the Slack app, valid once; `message` holds it too. The repr shows neither."""

    token: str = field(repr=False)
    message: str = field(repr=False)
    expires_in_minutes: int

    @classmethod
    def from_wire(cls, token: wire.SlackTokenResponse) -> "SlackToken":
        """Convert a wire model."""
        return cls(token=token.token, message=token.message, expires_in_minutes=token.expires_in_minutes)


@frozen(kw_only=True)
class PullRequestEdit(Model):
    """The result of a change of a pull request. `error` says why it was not changed."""

    success: bool
    url: str | None
    number: int | None
    title: str | None
    state: str | None
    error: str | None

    @classmethod
    def from_wire(cls, edit: wire.EditPrResponse) -> "PullRequestEdit":
        """Convert a wire model."""
        return cls(
            success=edit.success,
            url=or_none(edit.url),
            number=or_none(edit.number),
            title=or_none(edit.title),
            state=or_none(edit.state),
            error=or_none(edit.error),
        )
