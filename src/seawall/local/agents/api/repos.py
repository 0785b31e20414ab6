"""Repositories, their check-suite settings and pull requests, and the runs about them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from seawall.local.agents.api.run_bodies import status_text, web_url
from seawall.local.agents.api.runs import create_run, load_run
from seawall.local.agents.instance.dependencies import Member, MemberDep, ServerDep, limited
from seawall.local.agents.instance.rate_limits import CallKind
from seawall.local.agents.processing.run_lifecycle import NewRun
from seawall.local.agents.processing.script import script_of
from seawall.local.agents.store.states import SourceType
from seawall.local.agents.store.tables import CheckSuite, PullRequest, Repo
from seawall.local.agents.wire.accounts import (
    CheckSuiteSettingsRequest,
    CheckSuiteSettingsResponse,
    RepoResponse,
)
from seawall.local.agents.wire.errors import ApiError, error_responses
from seawall.local.agents.wire.pages import Limit, Page, Skip, page_of
from seawall.local.agents.wire.runs import (
    AnalyzeLogsResponse,
    EditPrInput,
    EditPrResponse,
    GenerateSetupCommandsInput,
    SetupCommandsResponse,
)
from seawall.local.serving.stored_json import MAX_INTEGER

__all__ = [
    "Id",
    "RepoIdQuery",
    "analyze_sandbox_logs",
    "edit_pull_request",
    "edit_repo_pull_request",
    "generate_setup_commands",
    "get_check_suite_settings",
    "list_repos",
    "router",
    "update_check_suite_settings",
]

router = APIRouter(tags=["repositories"])

_ORG = "/organizations/{org_id}"
_LIMITED = [Depends(limited())]
_EDIT = [Depends(limited(CallKind.EDIT))]
_ANALYZE = [Depends(limited(CallKind.ANALYZE))]
_DEFAULTS: dict[str, object] = {
    "check_retry_count": 3,
    "ignored_checks": [],
    "check_retry_counts": {},
    "custom_prompts": {},
    "high_priority_apps": [],
}
Id = Annotated[int, Path(ge=0, le=MAX_INTEGER)]
RepoIdQuery = Annotated[int, Query(ge=0, le=MAX_INTEGER, description="Id of the repository.")]


def _load_repo(session: Session, member: Member, repo_id: int) -> Repo:
    repo = session.get(Repo, repo_id)
    if repo is None or repo.organization_id != member.organization_id:
        raise ApiError(404, "Repo not found.")
    return repo


def _repo_body(repo: Repo) -> RepoResponse:
    return RepoResponse(
        id=repo.id,
        name=repo.name,
        full_name=repo.full_name,
        description=repo.description,
        github_id=repo.github_id,
        organization_id=repo.organization_id,
        visibility="private",
        archived=False,
        setup_status="complete",
        language=repo.language,
    )


@router.get(f"{_ORG}/repos", dependencies=_LIMITED, responses=error_responses(401, 403, 429))
def list_repos(
    member: MemberDep, server: ServerDep, skip: Skip = 0, limit: Limit = 100
) -> Page[RepoResponse]:
    """List the repositories of an organization."""
    query = select(Repo).where(Repo.organization_id == member.organization_id)
    with server.database.read() as session:
        total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
        repos = session.scalars(query.order_by(Repo.id).offset(skip).limit(limit)).all()
    return page_of([_repo_body(repo) for repo in repos], total=total, skip=skip, limit=limit)


@router.get(
    f"{_ORG}/repos/check-suite-settings", dependencies=_LIMITED, responses=error_responses(401, 403, 404)
)
def get_check_suite_settings(
    member: MemberDep, server: ServerDep, repo_id: RepoIdQuery
) -> CheckSuiteSettingsResponse:
    """Read the check-suite settings of a repository."""
    with server.database.read() as session:
        repo = _load_repo(session, member, repo_id)
        stored = session.get(CheckSuite, repo.id)
    settings = {**_DEFAULTS, **(stored.settings if stored else {})}
    return CheckSuiteSettingsResponse.model_validate(
        {**settings, "available_check_suite_names": ["ci", "lint"]}
    )


@router.put(
    f"{_ORG}/repos/check-suite-settings", dependencies=_LIMITED, responses=error_responses(401, 403, 404)
)
def update_check_suite_settings(
    member: MemberDep, server: ServerDep, repo_id: RepoIdQuery, request: CheckSuiteSettingsRequest
) -> dict[str, object]:
    """Change the check-suite settings of a repository; returns all of them."""
    changes = request.model_dump(exclude_unset=True, exclude_none=True)
    with server.database.write() as session:
        repo = _load_repo(session, member, repo_id)
        stored = session.get(CheckSuite, repo.id)
        settings = {**(stored.settings if stored else {}), **changes}
        session.merge(CheckSuite(repo_id=repo.id, settings=settings))
    return {**_DEFAULTS, **settings}


def _edit(member: Member, server: ServerDep, pr_id: int, state: str, repo_id: int | None) -> EditPrResponse:
    with server.database.write() as session:
        found = session.get(PullRequest, pr_id)
        if (
            found is None
            or found.organization_id != member.organization_id
            or (repo_id is not None and found.repo_id != repo_id)
        ):
            return EditPrResponse(success=False, error="Pull request not found.")
        found.state = "open" if state == "ready_for_review" else state
        return EditPrResponse(
            success=True, url=found.url, number=found.number, title=found.title, state=found.state
        )


@router.patch(f"{_ORG}/prs/{{pr_id}}", dependencies=_EDIT, responses=error_responses(401, 403, 429))
def edit_pull_request(
    member: MemberDep, server: ServerDep, pr_id: Id, request: EditPrInput
) -> EditPrResponse:
    """Change the state of a pull request."""
    return _edit(member, server, pr_id, request.state, None)


@router.patch(
    f"{_ORG}/repos/{{repo_id}}/prs/{{pr_id}}", dependencies=_EDIT, responses=error_responses(401, 403, 429)
)
def edit_repo_pull_request(
    member: MemberDep, server: ServerDep, repo_id: Id, pr_id: Id, request: EditPrInput
) -> EditPrResponse:
    """Change the state of a pull request of a repository."""
    return _edit(member, server, pr_id, request.state, repo_id)


def _start(member: Member, server: ServerDep, prompt: str, repo_id: int | None) -> tuple[int, str]:
    new = NewRun(
        organization_id=member.organization_id,
        user_id=member.user_id,
        prompt=prompt,
        script=script_of(prompt, None, duration_s=server.settings.run_duration_s),
        source_type=SourceType.SETUP_COMMANDS if repo_id is not None else SourceType.API,
        repo_id=repo_id,
    )
    with server.database.write() as session:
        run = create_run(server, session, new)
    server.scheduler.notify()
    return run.id, status_text(server, run.status)


@router.post(
    f"{_ORG}/setup-commands/generate",
    dependencies=_ANALYZE,
    responses=error_responses(400, 401, 403, 404, 429),
)
def generate_setup_commands(
    member: MemberDep, server: ServerDep, request: GenerateSetupCommandsInput
) -> SetupCommandsResponse:
    """Start a run that finds the setup commands of a repository."""
    if request.trigger_source != "setup-commands":
        raise ApiError(400, "trigger_source must be setup-commands.")
    run_id, status = _start(
        member,
        server,
        (request.prompt or "").strip() or "Find the commands that set up this repository.",
        request.repo_id,
    )
    return SetupCommandsResponse(agent_run_id=run_id, status=status, url=web_url(server, run_id))


@router.post(
    f"{_ORG}/sandbox/{{sandbox_id}}/analyze-logs",
    dependencies=_ANALYZE,
    responses=error_responses(400, 401, 403, 404, 429),
)
def analyze_sandbox_logs(member: MemberDep, server: ServerDep, sandbox_id: Id) -> AnalyzeLogsResponse:
    """Start a run that analyzes the log of a sandbox: here, each run is a sandbox."""
    with server.database.read() as session:
        load_run(session, member, sandbox_id)
    run_id, status = _start(member, server, f"Analyze the log of sandbox {sandbox_id}.", None)
    return AnalyzeLogsResponse(agent_run_id=run_id, status=status, message="The analysis has started.")
