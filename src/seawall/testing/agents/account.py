"""Builders of users, organizations, and the settings of an organization."""

from collections.abc import Mapping

from seawall.sdks.agents.account import (
    CheckSuiteSettings,
    Integration,
    LanguageModels,
    McpProvider,
    ModelProvider,
    Organization,
    PullRequestEdit,
    Repo,
    Rules,
    SlackToken,
    User,
    Webhook,
)

__all__ = [
    "ORGANIZATION_ID",
    "check_suite_settings",
    "integration",
    "language_models",
    "mcp_provider",
    "model_provider",
    "organization",
    "pull_request_edit",
    "repo",
    "rules",
    "slack_token",
    "user",
    "webhook",
]

ORGANIZATION_ID = 1


def user(
    *,
    id: int = 1,  # noqa: A002 - the name of the field
    github_user_id: str = "1001",
    github_username: str = "ada",
    email: str | None = "ada@example.com",
    avatar_url: str | None = None,
    full_name: str | None = "Ada Example",
    role: str | None = "MEMBER",
) -> User:
    """Return a user."""
    return User(
        id=id,
        github_user_id=github_user_id,
        github_username=github_username,
        email=email,
        avatar_url=avatar_url,
        full_name=full_name,
        role=role,
    )


def organization(
    *,
    id: int = ORGANIZATION_ID,  # noqa: A002 - the name of the field
    name: str = "test",
    enable_pr_creation: bool = True,
    enable_rules_detection: bool = True,
) -> Organization:
    """Return an organization."""
    return Organization(
        id=id,
        name=name,
        enable_pr_creation=enable_pr_creation,
        enable_rules_detection=enable_rules_detection,
    )


def repo(
    *,
    id: int = 1,  # noqa: A002 - the name of the field
    name: str = "service",
    full_name: str | None = None,
    description: str | None = None,
    github_id: str = "2001",
    organization_id: int = ORGANIZATION_ID,
    visibility: str | None = "private",
    archived: bool | None = False,
    setup_status: str = "complete",
    language: str | None = "Python",
) -> Repo:
    """Return a repository; by default its full name is that in the organization `test`."""
    return Repo(
        id=id,
        name=name,
        full_name=f"test/{name}" if full_name is None else full_name,
        description=description,
        github_id=github_id,
        organization_id=organization_id,
        visibility=visibility,
        archived=archived,
        setup_status=setup_status,
        language=language,
    )


def check_suite_settings(
    *,
    check_retry_count: int = 3,
    ignored_checks: tuple[str, ...] = (),
    check_retry_counts: Mapping[str, object] | None = None,
    custom_prompts: Mapping[str, object] | None = None,
    high_priority_apps: tuple[str, ...] = (),
    available_check_suite_names: tuple[str, ...] = ("tests",),
) -> CheckSuiteSettings:
    """Return the check-suite settings of a repository."""
    return CheckSuiteSettings(
        check_retry_count=check_retry_count,
        ignored_checks=ignored_checks,
        check_retry_counts=check_retry_counts or {},
        custom_prompts=custom_prompts or {},
        high_priority_apps=high_priority_apps,
        available_check_suite_names=available_check_suite_names,
    )


def integration(
    *,
    type: str = "github",  # noqa: A002 - the name of the field
    active: bool = True,
    token_id: int | None = None,
    installation_id: int | None = None,
    metadata: Mapping[str, object] | None = None,
) -> Integration:
    """Return an integration."""
    return Integration(
        type=type, active=active, token_id=token_id, installation_id=installation_id, metadata=metadata
    )


def rules(*, organization_rules: str | None = "Write tests.", user_custom_prompt: str | None = None) -> Rules:
    """Return the rules of an organization."""
    return Rules(organization_rules=organization_rules, user_custom_prompt=user_custom_prompt)


def model_provider(*, name: str = "test", models: tuple[str, ...] = ("test-model",)) -> ModelProvider:
    """Return a provider of models."""
    return ModelProvider(name=name, models=models)


def webhook(
    *, url: str | None = "https://hooks.example.com/runs", enabled: bool = True, has_secret: bool = True
) -> Webhook:
    """Return the webhook of an organization."""
    return Webhook(url=url, enabled=enabled, has_secret=has_secret)


def language_models(
    *, default_model: str = "test-model", providers: tuple[ModelProvider, ...] | None = None
) -> LanguageModels:
    """Return the language models of an organization; by default one."""
    one = (model_provider(models=(default_model,)),)
    return LanguageModels(default_model=default_model, providers=one if providers is None else providers)


def mcp_provider(
    *,
    id: int = 1,  # noqa: A002 - the name of the field
    name: str = "linear",
    issuer: str = "https://login.example.com",
    authorization_endpoint: str = "https://login.example.com/authorize",
    token_endpoint: str = "https://login.example.com/token",  # noqa: S107 - a URL
    is_mcp: bool = True,
    default_scopes: tuple[str, ...] = ("read",),
    meta: Mapping[str, object] | None = None,
) -> McpProvider:
    """Return a provider of tools."""
    return McpProvider(
        id=id,
        name=name,
        issuer=issuer,
        authorization_endpoint=authorization_endpoint,
        token_endpoint=token_endpoint,
        is_mcp=is_mcp,
        default_scopes=default_scopes,
        meta=meta,
    )


def slack_token(
    *,
    token: str = "test-token",  # noqa: S107 - a placeholder
    message: str = "Send this token to the app.",
    expires_in_minutes: int = 10,
) -> SlackToken:
    """Return a token for Slack; it is a placeholder."""
    return SlackToken(token=token, message=message, expires_in_minutes=expires_in_minutes)


def pull_request_edit(
    *,
    success: bool = True,
    url: str | None = "https://github.com/test/service/pull/1",
    number: int | None = 1,
    title: str | None = "Fix the tests",
    state: str | None = "closed",
    error: str | None = None,
) -> PullRequestEdit:
    """Return the result of a change of a pull request; by default it succeeded."""
    return PullRequestEdit(success=success, url=url, number=number, title=title, state=state, error=error)
