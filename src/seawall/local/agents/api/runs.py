"""Runs: create, read, list, resume, and stop with their pull request."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from seawall.local.agents.api.run_bodies import log_body, run_bodies, run_body
from seawall.local.agents.instance.agents_server import AgentsServer
from seawall.local.agents.instance.dependencies import Member, MemberDep, ServerDep, limited
from seawall.local.agents.instance.rate_limits import CallKind
from seawall.local.agents.processing.run_lifecycle import (
    NewRun,
    apply_due_steps,
    next_due,
    resume_run,
    start_run,
    stop_run,
)
from seawall.local.agents.processing.script import script_of
from seawall.local.agents.store.states import SourceType
from seawall.local.agents.store.tables import Log, PullRequest, Repo, Run
from seawall.local.agents.wire.errors import ApiError, error_responses
from seawall.local.agents.wire.pages import Limit, Page, Skip, page_of
from seawall.local.agents.wire.runs import (
    AgentRunResponse,
    AgentRunWithLogsResponse,
    CreateAgentRunInput,
    MessageResponse,
    ResumeAgentRunInput,
    StopAgentRunInput,
)
from seawall.local.serving.stored_json import MAX_INTEGER

__all__ = [
    "RunId",
    "ban_agent_run",
    "create_agent_run",
    "create_run",
    "get_agent_run",
    "get_agent_run_logs",
    "list_agent_runs",
    "load_run",
    "logs_router",
    "remove_from_pr",
    "resume_agent_run",
    "router",
    "unban_agent_run",
]

router = APIRouter(tags=["agents"])
logs_router = APIRouter(tags=["agents"])

_ORG = "/organizations/{org_id}"
_LIMITED = [Depends(limited())]
RunId = Annotated[int, Path(ge=0, le=MAX_INTEGER, description="Id of the run.")]


def load_run(session: Session, member: Member, run_id: int) -> Run:
    """Load a run of the member's organization. Raises ApiError 404."""
    run = session.get(Run, run_id)
    if run is None or run.organization_id != member.organization_id:
        raise ApiError(404, "Agent run not found.")
    return run


def create_run(server: AgentsServer, session: Session, new: NewRun) -> Run:
    """Create a run. Raises ApiError 404 without repositories, 402 above the limit of runs."""
    repos = select(func.count()).where(Repo.organization_id == new.organization_id)
    if not session.scalar(repos):
        raise ApiError(404, "No repos found in the organization. Please add some repos and try again.")
    if new.repo_id is not None:
        repo = session.get(Repo, new.repo_id)
        if repo is None or repo.organization_id != new.organization_id:
            raise ApiError(404, "Repo not found.")
    most = server.settings.run_limit
    runs = select(func.count()).where(Run.organization_id == new.organization_id)
    if most is not None and (session.scalar(runs) or 0) >= most:
        raise ApiError(
            402, f"The limit of {most} agent runs of your plan is reached. Please upgrade your plan."
        )
    return start_run(session, new, server.clock())


@router.post(
    f"{_ORG}/agent/run",
    dependencies=[Depends(limited(CallKind.CREATE))],
    responses=error_responses(401, 402, 403, 404, 429),
)
def create_agent_run(member: MemberDep, server: ServerDep, request: CreateAgentRunInput) -> AgentRunResponse:
    """Start a run."""
    new = NewRun(
        organization_id=member.organization_id,
        user_id=member.user_id,
        prompt=request.prompt,
        script=script_of(request.prompt, request.metadata, duration_s=server.settings.run_duration_s),
        metadata=request.metadata,
        repo_id=request.repo_id,
        model=request.model,
        agent_type=request.agent_type,
        images=len(request.images or ()),
        webhooks=request.webhooks,
    )
    with server.database.write() as session:
        body = run_body(server, session, create_run(server, session, new))
    server.scheduler.notify()
    return body


@router.get(f"{_ORG}/agent/runs", dependencies=_LIMITED, responses=error_responses(401, 403, 429))
def list_agent_runs(
    *,
    member: MemberDep,
    server: ServerDep,
    user_id: Annotated[int | None, Query(ge=0, le=MAX_INTEGER, description="Only runs of this user.")] = None,
    source_type: Annotated[SourceType | None, Query(description="Only runs of this source.")] = None,
    skip: Skip = 0,
    limit: Limit = 100,
) -> Page[AgentRunResponse]:
    """List runs, newest first."""
    query = select(Run).where(Run.organization_id == member.organization_id)
    if user_id is not None:
        query = query.where(Run.user_id == user_id)
    if source_type is not None:
        query = query.where(Run.source_type == source_type)
    _apply_due(server)
    with server.database.read() as session:
        total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
        runs = session.scalars(query.order_by(Run.id.desc()).offset(skip).limit(limit)).all()
        return page_of(run_bodies(server, session, runs), total=total, skip=skip, limit=limit)


@router.get(
    f"{_ORG}/agent/run/{{agent_run_id}}", dependencies=_LIMITED, responses=error_responses(401, 403, 404, 429)
)
def get_agent_run(member: MemberDep, server: ServerDep, agent_run_id: RunId) -> AgentRunResponse:
    """Read a run."""
    _apply_due(server)
    with server.database.read() as session:
        return run_body(server, session, load_run(session, member, agent_run_id))


@router.post(f"{_ORG}/agent/run/resume", dependencies=_LIMITED, responses=error_responses(401, 403, 404, 429))
def resume_agent_run(member: MemberDep, server: ServerDep, request: ResumeAgentRunInput) -> AgentRunResponse:
    """Continue a run that is paused or has ended."""
    with server.database.write() as session:
        run = load_run(session, member, request.agent_run_id)
        resume_run(
            session,
            run,
            prompt=request.prompt,
            script=script_of(request.prompt, None, duration_s=server.settings.run_duration_s),
            now=server.clock(),
            model=request.model,
            webhooks=request.webhooks,
        )
        body = run_body(server, session, run)
    server.scheduler.notify()
    return body


def _set_banned(member: Member, server: AgentsServer, run_id: int, *, is_banned: bool) -> None:
    """Mark the pull requests of a run, or take the mark away; a mark also stops every run of them."""
    with server.database.write() as session:
        run = load_run(session, member, run_id)
        for each in session.scalars(select(PullRequest).where(PullRequest.run_id == run.id)):
            each.is_banned = is_banned
        if is_banned:
            stop_run(session, run, server.clock())
    server.scheduler.notify()


@router.post(f"{_ORG}/agent/run/ban", dependencies=_LIMITED, responses=error_responses(401, 403, 404, 429))
def ban_agent_run(member: MemberDep, server: ServerDep, request: StopAgentRunInput) -> MessageResponse:
    """Stop a run, and start no more runs for the checks of its pull request."""
    _set_banned(member, server, request.agent_run_id, is_banned=True)
    return MessageResponse(message="The checks of this pull request start no more runs.", status_code=200)


@router.post(f"{_ORG}/agent/run/unban", dependencies=_LIMITED, responses=error_responses(401, 403, 404, 429))
def unban_agent_run(member: MemberDep, server: ServerDep, request: StopAgentRunInput) -> MessageResponse:
    """Start runs for the checks of a pull request again."""
    _set_banned(member, server, request.agent_run_id, is_banned=False)
    return MessageResponse(message="The checks of this pull request start runs again.", status_code=200)


@router.post(
    f"{_ORG}/agent/run/remove-from-pr", dependencies=_LIMITED, responses=error_responses(401, 403, 404, 429)
)
def remove_from_pr(member: MemberDep, server: ServerDep, request: StopAgentRunInput) -> MessageResponse:
    """Remove the agent from a pull request: as `ban`."""
    _set_banned(member, server, request.agent_run_id, is_banned=True)
    return MessageResponse(message="The agent was removed from the pull request.", status_code=200)


@logs_router.get(
    f"{_ORG}/agent/run/{{agent_run_id}}/logs",
    dependencies=[Depends(limited(CallKind.LOGS))],
    responses=error_responses(401, 403, 404, 429),
)
def get_agent_run_logs(
    *,
    member: MemberDep,
    server: ServerDep,
    agent_run_id: RunId,
    skip: Skip = 0,
    limit: Limit = 100,
    reverse: Annotated[bool, Query(description="Newest first.")] = False,
) -> AgentRunWithLogsResponse:
    """Read a run with one page of its log, oldest first."""
    _apply_due(server)
    with server.database.read() as session:
        run = load_run(session, member, agent_run_id)
        age_s = (server.clock() - run.created_at).total_seconds()
        if age_s < server.settings.logs_delay_s:
            raise ApiError(404, "Agent run not found.")
        order = Log.id.desc() if reverse else Log.id
        query = select(Log).where(Log.run_id == run.id)
        total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
        logs = session.scalars(query.order_by(order).offset(skip).limit(limit)).all()
        page = page_of([log_body(server, log) for log in logs], total=total, skip=skip, limit=limit)
        body = run_body(server, session, run)
    return AgentRunWithLogsResponse(
        id=body.id,
        organization_id=body.organization_id,
        status=body.status,
        created_at=body.created_at,
        web_url=body.web_url,
        result=body.result,
        metadata=body.metadata,
        logs=page.items,
        total_logs=page.total,
        page=page.page,
        size=page.size,
        pages=page.pages,
    )


def _apply_due(server: AgentsServer) -> None:
    """Apply the steps that are due: a reader sees the state of now, also if the scheduler is late."""
    now = server.clock()
    with server.database.read() as session:
        due = next_due(session)
    if due is not None and due <= now:
        apply_due_steps(server.database, now)
        server.scheduler.notify()
