"""Builders of runs, their logs and pull requests."""

from collections.abc import Mapping
from datetime import datetime

from seawall.sdks.agents.models import Log, PullRequest, Run
from seawall.sdks.agents.new_runs import RunWebhook
from seawall.sdks.agents.states import LogKind, RunStatus, SourceType
from seawall.testing.agents.account import ORGANIZATION_ID
from seawall.testing.builder_values import START, UNSET, UnsetType, member_of, next_number, or_derived

__all__ = ["log", "pull_request", "run", "run_webhook"]


def run(
    *,
    id: int | None = None,  # noqa: A002 - the name of the field
    organization_id: int = ORGANIZATION_ID,
    status: RunStatus | str = RunStatus.ACTIVE,
    created_at: datetime | None = START,
    web_url: str | UnsetType | None = UNSET,
    result: str | UnsetType | None = UNSET,
    summary: str | None = None,
    source_type: SourceType | str | None = SourceType.API,
    pull_requests: tuple[PullRequest, ...] = (),
    metadata: Mapping[str, object] | None = None,
) -> Run:
    """Return a run, by default an active one; a COMPLETE one has a result."""
    number = next_number() if id is None else id
    state = member_of(status, RunStatus, "status")
    return Run(
        id=number,
        organization_id=organization_id,
        status=state,
        created_at=created_at,
        web_url=or_derived(web_url, lambda: f"https://agents.example.com/agent/trace/{number}"),
        result=or_derived(result, lambda: "Done." if state == RunStatus.COMPLETE else None),
        summary=summary,
        source_type=None if source_type is None else member_of(source_type, SourceType, "source_type"),
        pull_requests=pull_requests,
        metadata=metadata,
    )


def pull_request(
    *,
    id: int | None = None,  # noqa: A002 - the name of the field
    title: str | None = "Fix the tests",
    url: str | UnsetType | None = UNSET,
    created_at: datetime | None = START,
    head_branch_name: str | None = "agent/fix-the-tests",
    number: int | None = 1,
    state: str | None = "open",
) -> PullRequest:
    """Return an open pull request; the URL has its number."""
    return PullRequest(
        id=next_number() if id is None else id,
        title=title,
        url=or_derived(
            url, lambda: None if number is None else f"https://github.com/test/service/pull/{number}"
        ),
        created_at=created_at,
        head_branch_name=head_branch_name,
        number=number,
        state=state,
    )


def log(
    *,
    run_id: int = 1,
    created_at: datetime | None = START,
    kind: LogKind | str | None = LogKind.ACTION,
    tool_name: str | None = None,
    thought: str | None = "Reads the tests.",
    observation: Mapping[str, object] | str | None = None,
    tool_input: Mapping[str, object] | None = None,
    tool_output: Mapping[str, object] | None = None,
) -> Log:
    """Return an entry in the log of a run."""
    return Log(
        run_id=run_id,
        created_at=created_at,
        kind=None if kind is None else member_of(kind, LogKind, "kind"),
        tool_name=tool_name,
        thought=thought,
        observation=observation,
        tool_input=tool_input,
        tool_output=tool_output,
    )


def run_webhook(*, url: str = "https://hooks.example.com/run", secret: str | None = None) -> RunWebhook:
    """Return a webhook of one run."""
    return RunWebhook(url=url, secret=secret)
