"""Bodies of runs and logs, in the dialect of the server."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from seawall.local.agents.instance.agents_server import AgentsServer
from seawall.local.agents.store.states import RunStatus, SourceType
from seawall.local.agents.store.tables import Log, PullRequest, Run
from seawall.local.agents.wire.runs import AgentRunLogResponse, AgentRunResponse, GithubPullRequestResponse

__all__ = ["log_body", "run_bodies", "run_body", "status_text", "time_text", "web_url"]

_DOCUMENTED = {RunStatus.ACTIVE: "running", RunStatus.EVALUATION: "running", RunStatus.COMPLETE: "completed"}


def status_text(server: AgentsServer, status: RunStatus) -> str:
    """The name of a state in the dialect of the server."""
    if server.settings.dialect == "live":
        return "paused" if status is RunStatus.PAUSED else status.value
    return _DOCUMENTED.get(status, status.value.lower())


def time_text(server: AgentsServer, time: datetime) -> str:
    """A time in the dialect of the server."""
    if server.settings.dialect == "live":
        return time.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def web_url(server: AgentsServer, run_id: int) -> str:
    """The page of a run."""
    return f"{server.settings.public_url or ''}/agent/trace/{run_id}"


def run_body(server: AgentsServer, session: Session, run: Run) -> AgentRunResponse:
    """The body of one run."""
    return run_bodies(server, session, [run])[0]


def run_bodies(server: AgentsServer, session: Session, runs: Sequence[Run]) -> list[AgentRunResponse]:
    """The bodies of runs, each with its pull requests."""
    ids = [run.id for run in runs]
    found: dict[int, list[GithubPullRequestResponse]] = {id_: [] for id_ in ids}
    for each in session.scalars(select(PullRequest).where(PullRequest.run_id.in_(ids))):
        found[each.run_id].append(
            GithubPullRequestResponse(
                id=each.id,
                title=each.title,
                url=each.url,
                created_at=time_text(server, each.created_at),
                head_branch_name=each.head_branch_name,
                number=each.number,
                state=each.state,
            )
        )
    return [
        AgentRunResponse(
            id=run.id,
            organization_id=run.organization_id,
            status=status_text(server, run.status),
            created_at=time_text(server, run.created_at),
            web_url=web_url(server, run.id),
            result=run.result,
            summary=run.summary,
            source_type=SourceType(run.source_type),
            github_pull_requests=found[run.id],
            metadata=run.custom_metadata,
        )
        for run in runs
    ]


def log_body(server: AgentsServer, log: Log) -> AgentRunLogResponse:
    """The body of a log entry."""
    facts = {"agent_run_id": log.run_id, "created_at": time_text(server, log.created_at)}
    return AgentRunLogResponse.model_validate({**log.entry, **facts})
