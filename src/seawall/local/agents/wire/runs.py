"""Bodies of runs, their logs and pull requests."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, Field

from seawall.core.http.outgoing import has_plain_host
from seawall.local.agents.store.states import SourceType
from seawall.local.serving.stored_json import MAX_INTEGER, RequestBody

__all__ = [
    "AgentRunLogResponse",
    "AgentRunResponse",
    "AgentRunWithLogsResponse",
    "AnalyzeLogsResponse",
    "CreateAgentRunInput",
    "EditPrInput",
    "EditPrResponse",
    "GenerateSetupCommandsInput",
    "GithubPullRequestResponse",
    "Id",
    "MessageResponse",
    "Prompt",
    "ResumeAgentRunInput",
    "RunWebhook",
    "SetupCommandsResponse",
    "StopAgentRunInput",
    "WebhookInput",
    "WebhookResponse",
    "WebhookTestInput",
    "WebhookUrl",
]

_MAX_PROMPT = 200_000


def _not_blank(value: str) -> str:
    if not value.strip():
        raise ValueError("must not be blank")
    return value


def _address(value: str) -> str:
    if not value.isascii() or not value.isprintable() or " " in value:
        raise ValueError("must be ASCII without blanks and control characters")
    # `port` raises ValueError for a port that is none.
    if not has_plain_host(value) or urlsplit(value).port == 0:
        raise ValueError("must have the name or address of a host and, if any, a port from 1 to 65535")
    return value


Prompt = Annotated[str, Field(min_length=1, max_length=_MAX_PROMPT), AfterValidator(_not_blank)]
Id = Annotated[int, Field(ge=0, le=MAX_INTEGER)]
WebhookUrl = Annotated[
    str,
    Field(min_length=1, max_length=2083, pattern=r"^https?://", json_schema_extra={"format": "uri"}),
    AfterValidator(_address),
]


class RunWebhook(BaseModel):
    """A webhook for one run, in place of the organization's."""

    url: WebhookUrl
    secret: str | None = None


class CreateAgentRunInput(RequestBody):
    """A new run."""

    prompt: Prompt = Field(description="The task of the agent.")
    images: list[str] | None = Field(default=None, description="Images as data URIs.")
    metadata: dict[str, object] | None = Field(default=None, description="The caller's own data.")
    repo_id: Id | None = Field(default=None, description="Repository to work in.")
    model: str | None = Field(default=None, description="Language model; the organization's if unset.")
    agent_type: str | None = Field(default=None, description="`codegen` or `claude_code`.")
    webhooks: list[RunWebhook] | None = Field(
        default=None, description="Webhooks of this run, in place of the organization's."
    )


class ResumeAgentRunInput(RequestBody):
    """The continuation of a run."""

    agent_run_id: Id
    prompt: Prompt
    images: list[str] | None = None
    model: str | None = None
    webhooks: list[RunWebhook] | None = None


class StopAgentRunInput(RequestBody):
    """The run whose pull request is meant."""

    agent_run_id: Id
    before_card_order_id: str | None = None
    after_card_order_id: str | None = None


class GithubPullRequestResponse(BaseModel):
    """A pull request of a run."""

    id: int
    title: str | None = None
    url: str | None = None
    created_at: str
    head_branch_name: str | None = None
    number: int | None = None
    state: str | None = None


class AgentRunResponse(BaseModel):
    """A run."""

    id: int = Field(description="Id of the run.")
    organization_id: int
    status: str | None = Field(default=None, description="State; upper and lower case mean the same.")
    created_at: str | None = Field(default=None, description="Time of creation, UTC, with or without a zone.")
    web_url: str | None = Field(default=None, description="Page of the run.")
    result: str | None = Field(default=None, description="The answer; null until the run has ended.")
    summary: str | None = None
    source_type: SourceType | None = Field(default=None, description="The source of the run.")
    github_pull_requests: list[GithubPullRequestResponse] | None = None
    metadata: dict[str, object] | None = Field(default=None, description="The caller's own data.")


class AgentRunLogResponse(BaseModel):
    """An entry in the log of a run."""

    agent_run_id: int
    created_at: str | None = None
    tool_name: str | None = None
    message_type: str | None = Field(default=None, description="Kind of the entry, e.g. ACTION.")
    thought: str | None = None
    observation: dict[str, object] | str | None = None
    tool_input: dict[str, object] | None = None
    tool_output: dict[str, object] | None = None


class AgentRunWithLogsResponse(BaseModel):
    """A run with one page of its log."""

    id: int
    organization_id: int
    status: str | None = None
    created_at: str | None = None
    web_url: str | None = None
    result: str | None = None
    metadata: dict[str, object] | None = None
    logs: list[AgentRunLogResponse]
    total_logs: int | None = None
    page: int | None = None
    size: int | None = None
    pages: int | None = None


class MessageResponse(BaseModel):
    """The outcome of an action."""

    message: str | None = None
    status_code: int | None = None


class EditPrInput(RequestBody):
    """The new state of a pull request."""

    state: str = Field(description="The new state.", pattern="^(open|closed|draft|ready_for_review)$")


class EditPrResponse(BaseModel):
    """The outcome of a change of a pull request."""

    success: bool
    url: str | None = None
    number: int | None = None
    title: str | None = None
    state: str | None = None
    error: str | None = None


class GenerateSetupCommandsInput(RequestBody):
    """The repository whose setup commands are to be found."""

    repo_id: Id
    prompt: str | None = None
    trigger_source: str = "setup-commands"


class SetupCommandsResponse(BaseModel):
    """The run that looks for setup commands."""

    agent_run_id: int
    status: str
    url: str


class AnalyzeLogsResponse(BaseModel):
    """The run that analyzes the log of a sandbox."""

    agent_run_id: int
    status: str
    message: str


class WebhookInput(RequestBody):
    """The webhook of an organization."""

    url: WebhookUrl
    secret: str | None = None
    enabled: bool = True


class WebhookResponse(BaseModel):
    """The webhook of an organization, without its secret."""

    url: str | None = None
    enabled: bool
    has_secret: bool


class WebhookTestInput(RequestBody):
    """The address that receives a test."""

    url: WebhookUrl
