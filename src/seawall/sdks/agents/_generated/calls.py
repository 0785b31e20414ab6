# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
"""Call builders: one function per operation. A `Call` is a request that is not sent yet."""

from __future__ import annotations

from typing import Any

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.operation import Limits, Parameter

from . import models

GET_AGENT_RUN_LOGS: Operation[models.AgentRunWithLogsResponse] = Operation(
    id="get_agent_run_logs",
    method="GET",
    path="/v1/alpha/organizations/{org_id}/agent/run/{agent_run_id}/logs",
    result_types=lambda: {200: models.AgentRunWithLogsResponse},
    error_types=lambda: {
        401: models.ErrorResponse,
        403: models.ErrorResponse,
        404: models.ErrorResponse,
        422: models.HTTPValidationError,
        429: models.ErrorResponse,
    },
    parameters=(
        Parameter("org_id", "path", required=True, limits=Limits(minimum=0, maximum=9223372036854775807)),
        Parameter(
            "agent_run_id",
            "path",
            required=True,
            limits=Limits(minimum=0, maximum=9223372036854775807),
        ),
        Parameter("skip", "query", limits=Limits(minimum=0, maximum=9223372036854775807)),
        Parameter("limit", "query", limits=Limits(minimum=1, maximum=100)),
        Parameter("reverse", "query"),
    ),
    security=({"Token": ()},),
)
LIST_MCP_PROVIDERS: Operation[list[models.McpProviderResponse]] = Operation(
    id="list_mcp_providers",
    method="GET",
    path="/v1/mcp-providers",
    result_types=lambda: {200: list[models.McpProviderResponse]},
    error_types=lambda: {401: models.ErrorResponse},
    parameters=(),
    security=({"Token": ()},),
)
REVOKE_OAUTH_TOKEN: Operation[models.MessageResponse] = Operation(
    id="revoke_oauth_token",
    method="POST",
    path="/v1/oauth/tokens/revoke",
    result_types=lambda: {200: models.MessageResponse},
    error_types=lambda: {
        401: models.ErrorResponse,
        403: models.ErrorResponse,
        422: models.HTTPValidationError,
    },
    parameters=(
        Parameter("provider", "query", required=True),
        Parameter("org_id", "query", required=True, limits=Limits(minimum=0, maximum=9223372036854775807)),
    ),
    security=({"Token": ()},),
)
GET_OAUTH_TOKEN_STATUS: Operation[list[str]] = Operation(
    id="get_oauth_token_status",
    method="GET",
    path="/v1/oauth/tokens/status",
    result_types=lambda: {200: list[str]},
    error_types=lambda: {
        401: models.ErrorResponse,
        403: models.ErrorResponse,
        422: models.HTTPValidationError,
    },
    parameters=(
        Parameter("org_id", "query", required=True, limits=Limits(minimum=0, maximum=9223372036854775807)),
    ),
    security=({"Token": ()},),
)
LIST_ORGANIZATIONS: Operation[models.PageOrganizationResponse] = Operation(
    id="list_organizations",
    method="GET",
    path="/v1/organizations",
    result_types=lambda: {200: models.PageOrganizationResponse},
    error_types=lambda: {
        401: models.ErrorResponse,
        422: models.HTTPValidationError,
        429: models.ErrorResponse,
    },
    parameters=(
        Parameter("skip", "query", limits=Limits(minimum=0, maximum=9223372036854775807)),
        Parameter("limit", "query", limits=Limits(minimum=1, maximum=100)),
    ),
    security=({"Token": ()},),
)
CREATE_AGENT_RUN: Operation[models.AgentRunResponse] = Operation(
    id="create_agent_run",
    method="POST",
    path="/v1/organizations/{org_id}/agent/run",
    result_types=lambda: {200: models.AgentRunResponse},
    error_types=lambda: {
        401: models.ErrorResponse,
        402: models.ErrorResponse,
        403: models.ErrorResponse,
        404: models.ErrorResponse,
        422: models.HTTPValidationError,
        429: models.ErrorResponse,
    },
    parameters=(
        Parameter("org_id", "path", required=True, limits=Limits(minimum=0, maximum=9223372036854775807)),
    ),
    security=({"Token": ()},),
)
BAN_AGENT_RUN: Operation[models.MessageResponse] = Operation(
    id="ban_agent_run",
    method="POST",
    path="/v1/organizations/{org_id}/agent/run/ban",
    result_types=lambda: {200: models.MessageResponse},
    error_types=lambda: {
        401: models.ErrorResponse,
        403: models.ErrorResponse,
        404: models.ErrorResponse,
        422: models.HTTPValidationError,
        429: models.ErrorResponse,
    },
    parameters=(
        Parameter("org_id", "path", required=True, limits=Limits(minimum=0, maximum=9223372036854775807)),
    ),
    security=({"Token": ()},),
)
REMOVE_FROM_PR: Operation[models.MessageResponse] = Operation(
    id="remove_from_pr",
    method="POST",
    path="/v1/organizations/{org_id}/agent/run/remove-from-pr",
    result_types=lambda: {200: models.MessageResponse},
    error_types=lambda: {
        401: models.ErrorResponse,
        403: models.ErrorResponse,
        404: models.ErrorResponse,
        422: models.HTTPValidationError,
        429: models.ErrorResponse,
    },
    parameters=(
        Parameter("org_id", "path", required=True, limits=Limits(minimum=0, maximum=9223372036854775807)),
    ),
    security=({"Token": ()},),
)
RESUME_AGENT_RUN: Operation[models.AgentRunResponse] = Operation(
    id="resume_agent_run",
    method="POST",
    path="/v1/organizations/{org_id}/agent/run/resume",
    result_types=lambda: {200: models.AgentRunResponse},
    error_types=lambda: {
        401: models.ErrorResponse,
        403: models.ErrorResponse,
        404: models.ErrorResponse,
        422: models.HTTPValidationError,
        429: models.ErrorResponse,
    },
    parameters=(
        Parameter("org_id", "path", required=True, limits=Limits(minimum=0, maximum=9223372036854775807)),
    ),
    security=({"Token": ()},),
)
UNBAN_AGENT_RUN: Operation[models.MessageResponse] = Operation(
    id="unban_agent_run",
    method="POST",
    path="/v1/organizations/{org_id}/agent/run/unban",
    result_types=lambda: {200: models.MessageResponse},
    error_types=lambda: {
        401: models.ErrorResponse,
        403: models.ErrorResponse,
        404: models.ErrorResponse,
        422: models.HTTPValidationError,
        429: models.ErrorResponse,
    },
    parameters=(
        Parameter("org_id", "path", required=True, limits=Limits(minimum=0, maximum=9223372036854775807)),
    ),
    security=({"Token": ()},),
)
GET_AGENT_RUN: Operation[models.AgentRunResponse] = Operation(
    id="get_agent_run",
    method="GET",
    path="/v1/organizations/{org_id}/agent/run/{agent_run_id}",
    result_types=lambda: {200: models.AgentRunResponse},
    error_types=lambda: {
        401: models.ErrorResponse,
        403: models.ErrorResponse,
        404: models.ErrorResponse,
        422: models.HTTPValidationError,
        429: models.ErrorResponse,
    },
    parameters=(
        Parameter("org_id", "path", required=True, limits=Limits(minimum=0, maximum=9223372036854775807)),
        Parameter(
            "agent_run_id",
            "path",
            required=True,
            limits=Limits(minimum=0, maximum=9223372036854775807),
        ),
    ),
    security=({"Token": ()},),
)
LIST_AGENT_RUNS: Operation[models.PageAgentRunResponse] = Operation(
    id="list_agent_runs",
    method="GET",
    path="/v1/organizations/{org_id}/agent/runs",
    result_types=lambda: {200: models.PageAgentRunResponse},
    error_types=lambda: {
        401: models.ErrorResponse,
        403: models.ErrorResponse,
        422: models.HTTPValidationError,
        429: models.ErrorResponse,
    },
    parameters=(
        Parameter("org_id", "path", required=True, limits=Limits(minimum=0, maximum=9223372036854775807)),
        Parameter("user_id", "query", limits=Limits(minimum=0, maximum=9223372036854775807)),
        Parameter("source_type", "query"),
        Parameter("skip", "query", limits=Limits(minimum=0, maximum=9223372036854775807)),
        Parameter("limit", "query", limits=Limits(minimum=1, maximum=100)),
    ),
    security=({"Token": ()},),
)
GET_CLI_RULES: Operation[models.CliRulesResponse] = Operation(
    id="get_cli_rules",
    method="GET",
    path="/v1/organizations/{org_id}/cli/rules",
    result_types=lambda: {200: models.CliRulesResponse},
    error_types=lambda: {
        401: models.ErrorResponse,
        403: models.ErrorResponse,
        422: models.HTTPValidationError,
        429: models.ErrorResponse,
    },
    parameters=(
        Parameter("org_id", "path", required=True, limits=Limits(minimum=0, maximum=9223372036854775807)),
    ),
    security=({"Token": ()},),
)
LIST_INTEGRATIONS: Operation[models.OrganizationIntegrationsResponse] = Operation(
    id="list_integrations",
    method="GET",
    path="/v1/organizations/{org_id}/integrations",
    result_types=lambda: {200: models.OrganizationIntegrationsResponse},
    error_types=lambda: {
        401: models.ErrorResponse,
        403: models.ErrorResponse,
        422: models.HTTPValidationError,
        429: models.ErrorResponse,
    },
    parameters=(
        Parameter("org_id", "path", required=True, limits=Limits(minimum=0, maximum=9223372036854775807)),
    ),
    security=({"Token": ()},),
)
LIST_MODELS: Operation[models.ModelsResponse] = Operation(
    id="list_models",
    method="GET",
    path="/v1/organizations/{org_id}/models",
    result_types=lambda: {200: models.ModelsResponse},
    error_types=lambda: {
        401: models.ErrorResponse,
        403: models.ErrorResponse,
        422: models.HTTPValidationError,
        429: models.ErrorResponse,
    },
    parameters=(
        Parameter("org_id", "path", required=True, limits=Limits(minimum=0, maximum=9223372036854775807)),
    ),
    security=({"Token": ()},),
)
EDIT_PULL_REQUEST: Operation[models.EditPrResponse] = Operation(
    id="edit_pull_request",
    method="PATCH",
    path="/v1/organizations/{org_id}/prs/{pr_id}",
    result_types=lambda: {200: models.EditPrResponse},
    error_types=lambda: {
        401: models.ErrorResponse,
        403: models.ErrorResponse,
        422: models.HTTPValidationError,
        429: models.ErrorResponse,
    },
    parameters=(
        Parameter("org_id", "path", required=True, limits=Limits(minimum=0, maximum=9223372036854775807)),
        Parameter("pr_id", "path", required=True, limits=Limits(minimum=0, maximum=9223372036854775807)),
    ),
    security=({"Token": ()},),
)
LIST_REPOS: Operation[models.PageRepoResponse] = Operation(
    id="list_repos",
    method="GET",
    path="/v1/organizations/{org_id}/repos",
    result_types=lambda: {200: models.PageRepoResponse},
    error_types=lambda: {
        401: models.ErrorResponse,
        403: models.ErrorResponse,
        422: models.HTTPValidationError,
        429: models.ErrorResponse,
    },
    parameters=(
        Parameter("org_id", "path", required=True, limits=Limits(minimum=0, maximum=9223372036854775807)),
        Parameter("skip", "query", limits=Limits(minimum=0, maximum=9223372036854775807)),
        Parameter("limit", "query", limits=Limits(minimum=1, maximum=100)),
    ),
    security=({"Token": ()},),
)
GET_CHECK_SUITE_SETTINGS: Operation[models.CheckSuiteSettingsResponse] = Operation(
    id="get_check_suite_settings",
    method="GET",
    path="/v1/organizations/{org_id}/repos/check-suite-settings",
    result_types=lambda: {200: models.CheckSuiteSettingsResponse},
    error_types=lambda: {
        401: models.ErrorResponse,
        403: models.ErrorResponse,
        404: models.ErrorResponse,
        422: models.HTTPValidationError,
    },
    parameters=(
        Parameter("org_id", "path", required=True, limits=Limits(minimum=0, maximum=9223372036854775807)),
        Parameter("repo_id", "query", required=True, limits=Limits(minimum=0, maximum=9223372036854775807)),
    ),
    security=({"Token": ()},),
)
UPDATE_CHECK_SUITE_SETTINGS: Operation[dict[str, Any]] = Operation(
    id="update_check_suite_settings",
    method="PUT",
    path="/v1/organizations/{org_id}/repos/check-suite-settings",
    result_types=lambda: {200: dict[str, Any]},
    error_types=lambda: {
        401: models.ErrorResponse,
        403: models.ErrorResponse,
        404: models.ErrorResponse,
        422: models.HTTPValidationError,
    },
    parameters=(
        Parameter("org_id", "path", required=True, limits=Limits(minimum=0, maximum=9223372036854775807)),
        Parameter("repo_id", "query", required=True, limits=Limits(minimum=0, maximum=9223372036854775807)),
    ),
    security=({"Token": ()},),
)
EDIT_REPO_PULL_REQUEST: Operation[models.EditPrResponse] = Operation(
    id="edit_repo_pull_request",
    method="PATCH",
    path="/v1/organizations/{org_id}/repos/{repo_id}/prs/{pr_id}",
    result_types=lambda: {200: models.EditPrResponse},
    error_types=lambda: {
        401: models.ErrorResponse,
        403: models.ErrorResponse,
        422: models.HTTPValidationError,
        429: models.ErrorResponse,
    },
    parameters=(
        Parameter("org_id", "path", required=True, limits=Limits(minimum=0, maximum=9223372036854775807)),
        Parameter("repo_id", "path", required=True, limits=Limits(minimum=0, maximum=9223372036854775807)),
        Parameter("pr_id", "path", required=True, limits=Limits(minimum=0, maximum=9223372036854775807)),
    ),
    security=({"Token": ()},),
)
ANALYZE_SANDBOX_LOGS: Operation[models.AnalyzeLogsResponse] = Operation(
    id="analyze_sandbox_logs",
    method="POST",
    path="/v1/organizations/{org_id}/sandbox/{sandbox_id}/analyze-logs",
    result_types=lambda: {200: models.AnalyzeLogsResponse},
    error_types=lambda: {
        400: models.ErrorResponse,
        401: models.ErrorResponse,
        403: models.ErrorResponse,
        404: models.ErrorResponse,
        422: models.HTTPValidationError,
        429: models.ErrorResponse,
    },
    parameters=(
        Parameter("org_id", "path", required=True, limits=Limits(minimum=0, maximum=9223372036854775807)),
        Parameter("sandbox_id", "path", required=True, limits=Limits(minimum=0, maximum=9223372036854775807)),
    ),
    security=({"Token": ()},),
)
GENERATE_SETUP_COMMANDS: Operation[models.SetupCommandsResponse] = Operation(
    id="generate_setup_commands",
    method="POST",
    path="/v1/organizations/{org_id}/setup-commands/generate",
    result_types=lambda: {200: models.SetupCommandsResponse},
    error_types=lambda: {
        400: models.ErrorResponse,
        401: models.ErrorResponse,
        403: models.ErrorResponse,
        404: models.ErrorResponse,
        422: models.HTTPValidationError,
        429: models.ErrorResponse,
    },
    parameters=(
        Parameter("org_id", "path", required=True, limits=Limits(minimum=0, maximum=9223372036854775807)),
    ),
    security=({"Token": ()},),
)
LIST_USERS: Operation[models.PageUserResponse] = Operation(
    id="list_users",
    method="GET",
    path="/v1/organizations/{org_id}/users",
    result_types=lambda: {200: models.PageUserResponse},
    error_types=lambda: {
        401: models.ErrorResponse,
        403: models.ErrorResponse,
        422: models.HTTPValidationError,
        429: models.ErrorResponse,
    },
    parameters=(
        Parameter("org_id", "path", required=True, limits=Limits(minimum=0, maximum=9223372036854775807)),
        Parameter("skip", "query", limits=Limits(minimum=0, maximum=9223372036854775807)),
        Parameter("limit", "query", limits=Limits(minimum=1, maximum=100)),
    ),
    security=({"Token": ()},),
)
GET_USER: Operation[models.UserResponse] = Operation(
    id="get_user",
    method="GET",
    path="/v1/organizations/{org_id}/users/{user_id}",
    result_types=lambda: {200: models.UserResponse},
    error_types=lambda: {
        401: models.ErrorResponse,
        403: models.ErrorResponse,
        404: models.ErrorResponse,
        422: models.HTTPValidationError,
        429: models.ErrorResponse,
    },
    parameters=(
        Parameter("org_id", "path", required=True, limits=Limits(minimum=0, maximum=9223372036854775807)),
        Parameter("user_id", "path", required=True),
    ),
    security=({"Token": ()},),
)
GET_WEBHOOK: Operation[models.WebhookResponse] = Operation(
    id="get_webhook",
    method="GET",
    path="/v1/organizations/{org_id}/webhooks/agent-run",
    result_types=lambda: {200: models.WebhookResponse},
    error_types=lambda: {
        401: models.ErrorResponse,
        403: models.ErrorResponse,
        422: models.HTTPValidationError,
        429: models.ErrorResponse,
    },
    parameters=(
        Parameter("org_id", "path", required=True, limits=Limits(minimum=0, maximum=9223372036854775807)),
    ),
    security=({"Token": ()},),
)
SET_WEBHOOK: Operation[models.WebhookResponse] = Operation(
    id="set_webhook",
    method="POST",
    path="/v1/organizations/{org_id}/webhooks/agent-run",
    result_types=lambda: {200: models.WebhookResponse},
    error_types=lambda: {
        401: models.ErrorResponse,
        403: models.ErrorResponse,
        422: models.HTTPValidationError,
        429: models.ErrorResponse,
    },
    parameters=(
        Parameter("org_id", "path", required=True, limits=Limits(minimum=0, maximum=9223372036854775807)),
    ),
    security=({"Token": ()},),
)
DELETE_WEBHOOK: Operation[models.MessageResponse] = Operation(
    id="delete_webhook",
    method="DELETE",
    path="/v1/organizations/{org_id}/webhooks/agent-run",
    result_types=lambda: {200: models.MessageResponse},
    error_types=lambda: {
        401: models.ErrorResponse,
        403: models.ErrorResponse,
        422: models.HTTPValidationError,
        429: models.ErrorResponse,
    },
    parameters=(
        Parameter("org_id", "path", required=True, limits=Limits(minimum=0, maximum=9223372036854775807)),
    ),
    security=({"Token": ()},),
)
SEND_TEST_WEBHOOK: Operation[models.MessageResponse] = Operation(
    id="send_test_webhook",
    method="POST",
    path="/v1/organizations/{org_id}/webhooks/agent-run/test",
    result_types=lambda: {200: models.MessageResponse},
    error_types=lambda: {
        401: models.ErrorResponse,
        403: models.ErrorResponse,
        422: models.HTTPValidationError,
        429: models.ErrorResponse,
    },
    parameters=(
        Parameter("org_id", "path", required=True, limits=Limits(minimum=0, maximum=9223372036854775807)),
    ),
    security=({"Token": ()},),
)
GENERATE_SLACK_TOKEN: Operation[models.SlackTokenResponse] = Operation(
    id="generate_slack_token",
    method="POST",
    path="/v1/slack-connect/generate-token",
    result_types=lambda: {200: models.SlackTokenResponse},
    error_types=lambda: {
        401: models.ErrorResponse,
        403: models.ErrorResponse,
        422: models.HTTPValidationError,
    },
    parameters=(),
    security=({"Token": ()},),
)
GET_CURRENT_USER: Operation[models.UserResponse] = Operation(
    id="get_current_user",
    method="GET",
    path="/v1/users/me",
    result_types=lambda: {200: models.UserResponse},
    error_types=lambda: {401: models.ErrorResponse, 403: models.ErrorResponse, 429: models.ErrorResponse},
    parameters=(),
    security=({"Token": ()},),
)


def get_agent_run_logs(
    org_id: int,
    agent_run_id: int,
    *,
    skip: int | None = None,
    limit: int | None = None,
    reverse: bool | None = None,
) -> Call[models.AgentRunWithLogsResponse]:
    """GET /v1/alpha/organizations/{org_id}/agent/run/{agent_run_id}/logs: Get Agent Run Logs.

    Defaults: `skip` 0, `limit` 100, `reverse` false.
    """
    return Call(
        GET_AGENT_RUN_LOGS,
        path={"org_id": org_id, "agent_run_id": agent_run_id},
        query={"skip": skip, "limit": limit, "reverse": reverse},
    )


def list_mcp_providers() -> Call[list[models.McpProviderResponse]]:
    """GET /v1/mcp-providers: List Mcp Providers."""
    return Call(LIST_MCP_PROVIDERS)


def revoke_oauth_token(*, provider: str, org_id: int) -> Call[models.MessageResponse]:
    """POST /v1/oauth/tokens/revoke: Revoke Oauth Token."""
    return Call(REVOKE_OAUTH_TOKEN, query={"provider": provider, "org_id": org_id})


def get_oauth_token_status(*, org_id: int) -> Call[list[str]]:
    """GET /v1/oauth/tokens/status: Get Oauth Token Status."""
    return Call(GET_OAUTH_TOKEN_STATUS, query={"org_id": org_id})


def list_organizations(
    *, skip: int | None = None, limit: int | None = None
) -> Call[models.PageOrganizationResponse]:
    """GET /v1/organizations: List Organizations. Defaults: `skip` 0, `limit` 100."""
    return Call(LIST_ORGANIZATIONS, query={"skip": skip, "limit": limit})


def create_agent_run(org_id: int, *, body: models.CreateAgentRunInput) -> Call[models.AgentRunResponse]:
    """POST /v1/organizations/{org_id}/agent/run: Create Agent Run."""
    return Call(CREATE_AGENT_RUN, path={"org_id": org_id}, body=body, media_type="application/json")


def ban_agent_run(org_id: int, *, body: models.StopAgentRunInput) -> Call[models.MessageResponse]:
    """POST /v1/organizations/{org_id}/agent/run/ban: Ban Agent Run."""
    return Call(BAN_AGENT_RUN, path={"org_id": org_id}, body=body, media_type="application/json")


def remove_from_pr(org_id: int, *, body: models.StopAgentRunInput) -> Call[models.MessageResponse]:
    """POST /v1/organizations/{org_id}/agent/run/remove-from-pr: Remove From Pr."""
    return Call(REMOVE_FROM_PR, path={"org_id": org_id}, body=body, media_type="application/json")


def resume_agent_run(org_id: int, *, body: models.ResumeAgentRunInput) -> Call[models.AgentRunResponse]:
    """POST /v1/organizations/{org_id}/agent/run/resume: Resume Agent Run."""
    return Call(RESUME_AGENT_RUN, path={"org_id": org_id}, body=body, media_type="application/json")


def unban_agent_run(org_id: int, *, body: models.StopAgentRunInput) -> Call[models.MessageResponse]:
    """POST /v1/organizations/{org_id}/agent/run/unban: Unban Agent Run."""
    return Call(UNBAN_AGENT_RUN, path={"org_id": org_id}, body=body, media_type="application/json")


def get_agent_run(org_id: int, agent_run_id: int) -> Call[models.AgentRunResponse]:
    """GET /v1/organizations/{org_id}/agent/run/{agent_run_id}: Get Agent Run."""
    return Call(GET_AGENT_RUN, path={"org_id": org_id, "agent_run_id": agent_run_id})


def list_agent_runs(
    org_id: int,
    *,
    user_id: int | None = None,
    source_type: models.SourceType | None = None,
    skip: int | None = None,
    limit: int | None = None,
) -> Call[models.PageAgentRunResponse]:
    """GET /v1/organizations/{org_id}/agent/runs: List Agent Runs. Defaults: `skip` 0, `limit` 100."""
    return Call(
        LIST_AGENT_RUNS,
        path={"org_id": org_id},
        query={"user_id": user_id, "source_type": source_type, "skip": skip, "limit": limit},
    )


def get_cli_rules(org_id: int) -> Call[models.CliRulesResponse]:
    """GET /v1/organizations/{org_id}/cli/rules: Get Cli Rules."""
    return Call(GET_CLI_RULES, path={"org_id": org_id})


def list_integrations(org_id: int) -> Call[models.OrganizationIntegrationsResponse]:
    """GET /v1/organizations/{org_id}/integrations: List Integrations."""
    return Call(LIST_INTEGRATIONS, path={"org_id": org_id})


def list_models(org_id: int) -> Call[models.ModelsResponse]:
    """GET /v1/organizations/{org_id}/models: List Models."""
    return Call(LIST_MODELS, path={"org_id": org_id})


def edit_pull_request(org_id: int, pr_id: int, *, body: models.EditPrInput) -> Call[models.EditPrResponse]:
    """PATCH /v1/organizations/{org_id}/prs/{pr_id}: Edit Pull Request."""
    return Call(
        EDIT_PULL_REQUEST,
        path={"org_id": org_id, "pr_id": pr_id},
        body=body,
        media_type="application/json",
    )


def list_repos(
    org_id: int, *, skip: int | None = None, limit: int | None = None
) -> Call[models.PageRepoResponse]:
    """GET /v1/organizations/{org_id}/repos: List Repos. Defaults: `skip` 0, `limit` 100."""
    return Call(LIST_REPOS, path={"org_id": org_id}, query={"skip": skip, "limit": limit})


def get_check_suite_settings(org_id: int, *, repo_id: int) -> Call[models.CheckSuiteSettingsResponse]:
    """GET /v1/organizations/{org_id}/repos/check-suite-settings: Get Check Suite Settings."""
    return Call(GET_CHECK_SUITE_SETTINGS, path={"org_id": org_id}, query={"repo_id": repo_id})


def update_check_suite_settings(
    org_id: int, *, body: models.CheckSuiteSettingsRequest, repo_id: int
) -> Call[dict[str, Any]]:
    """PUT /v1/organizations/{org_id}/repos/check-suite-settings: Update Check Suite Settings."""
    return Call(
        UPDATE_CHECK_SUITE_SETTINGS,
        path={"org_id": org_id},
        query={"repo_id": repo_id},
        body=body,
        media_type="application/json",
    )


def edit_repo_pull_request(
    org_id: int, repo_id: int, pr_id: int, *, body: models.EditPrInput
) -> Call[models.EditPrResponse]:
    """PATCH /v1/organizations/{org_id}/repos/{repo_id}/prs/{pr_id}: Edit Repo Pull Request."""
    return Call(
        EDIT_REPO_PULL_REQUEST,
        path={"org_id": org_id, "repo_id": repo_id, "pr_id": pr_id},
        body=body,
        media_type="application/json",
    )


def analyze_sandbox_logs(org_id: int, sandbox_id: int) -> Call[models.AnalyzeLogsResponse]:
    """POST /v1/organizations/{org_id}/sandbox/{sandbox_id}/analyze-logs: Analyze Sandbox Logs."""
    return Call(ANALYZE_SANDBOX_LOGS, path={"org_id": org_id, "sandbox_id": sandbox_id})


def generate_setup_commands(
    org_id: int, *, body: models.GenerateSetupCommandsInput
) -> Call[models.SetupCommandsResponse]:
    """POST /v1/organizations/{org_id}/setup-commands/generate: Generate Setup Commands."""
    return Call(GENERATE_SETUP_COMMANDS, path={"org_id": org_id}, body=body, media_type="application/json")


def list_users(
    org_id: int, *, skip: int | None = None, limit: int | None = None
) -> Call[models.PageUserResponse]:
    """GET /v1/organizations/{org_id}/users: List Users. Defaults: `skip` 0, `limit` 100."""
    return Call(LIST_USERS, path={"org_id": org_id}, query={"skip": skip, "limit": limit})


def get_user(org_id: int, user_id: int) -> Call[models.UserResponse]:
    """GET /v1/organizations/{org_id}/users/{user_id}: Get User."""
    return Call(GET_USER, path={"org_id": org_id, "user_id": user_id})


def get_webhook(org_id: int) -> Call[models.WebhookResponse]:
    """GET /v1/organizations/{org_id}/webhooks/agent-run: Get Webhook."""
    return Call(GET_WEBHOOK, path={"org_id": org_id})


def set_webhook(org_id: int, *, body: models.WebhookInput) -> Call[models.WebhookResponse]:
    """POST /v1/organizations/{org_id}/webhooks/agent-run: Set Webhook."""
    return Call(SET_WEBHOOK, path={"org_id": org_id}, body=body, media_type="application/json")


def delete_webhook(org_id: int) -> Call[models.MessageResponse]:
    """DELETE /v1/organizations/{org_id}/webhooks/agent-run: Delete Webhook."""
    return Call(DELETE_WEBHOOK, path={"org_id": org_id})


def send_test_webhook(org_id: int, *, body: models.WebhookTestInput) -> Call[models.MessageResponse]:
    """POST /v1/organizations/{org_id}/webhooks/agent-run/test: Send Test Webhook."""
    return Call(SEND_TEST_WEBHOOK, path={"org_id": org_id}, body=body, media_type="application/json")


def generate_slack_token(*, body: models.SlackTokenRequest) -> Call[models.SlackTokenResponse]:
    """POST /v1/slack-connect/generate-token: Generate Slack Token."""
    return Call(GENERATE_SLACK_TOKEN, body=body, media_type="application/json")


def get_current_user() -> Call[models.UserResponse]:
    """GET /v1/users/me: Get Current User."""
    return Call(GET_CURRENT_USER)
