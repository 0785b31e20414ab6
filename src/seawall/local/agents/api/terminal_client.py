"""Routes that only the official terminal client calls; they are in no published document."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Depends
from sqlalchemy import select

from seawall.local.agents.api.runs import create_run
from seawall.local.agents.instance.dependencies import MemberDep, ServerDep, limited
from seawall.local.agents.processing.run_lifecycle import NewRun, set_status
from seawall.local.agents.processing.script import Script
from seawall.local.agents.store.states import RunStatus, SourceType
from seawall.local.agents.store.tables import Log, Repo, Run, Session
from seawall.local.agents.wire.errors import ApiError
from seawall.local.serving.json_object import JsonObject
from seawall.local.serving.stored_json import StoredObject

__all__ = [
    "add_session_log",
    "execute_tool",
    "list_repositories",
    "list_tools",
    "router",
    "set_session_status",
    "start_session",
]

router = APIRouter(dependencies=[Depends(limited())], include_in_schema=False)

_ORG = "/organizations/{org_id}"
_TOOL = {"name": "echo", "description": "Return the arguments.", "parameters": {"type": "object"}}
_Fields = Annotated[StoredObject, Body()]


@router.get(f"{_ORG}/repositories")
def list_repositories(member: MemberDep, server: ServerDep) -> JsonObject:
    """List repositories, in the form of the terminal client."""
    with server.database.read() as session:
        repos = session.scalars(select(Repo).where(Repo.organization_id == member.organization_id)).all()
    return {"items": [{"id": each.id, "name": each.name, "description": each.description} for each in repos]}


@router.get(f"{_ORG}/tools")
def list_tools(member: MemberDep) -> JsonObject:  # noqa: ARG001 - only members may ask
    """List the tools that the server can execute."""
    return {"tools": [_TOOL], "total_count": 1}


@router.post(f"{_ORG}/tools/execute")
def execute_tool(member: MemberDep, request: _Fields) -> JsonObject:  # noqa: ARG001
    """Execute the one tool, which returns its arguments."""
    name = request.get("tool_name")
    if name != _TOOL["name"]:
        return {"success": False, "tool_name": name, "error": "There is no such tool."}
    return {"success": True, "tool_name": name, "result": request.get("arguments"), "execution_time_ms": 0}


@router.post(f"{_ORG}/claude_code/session")
def start_session(member: MemberDep, server: ServerDep, request: _Fields) -> JsonObject:
    """Start a session, which is a run without an end of its own."""
    session_id = _checked_id(str(request.get("session_id")))
    new = NewRun(
        organization_id=member.organization_id,
        user_id=member.user_id,
        prompt="A session at a terminal.",
        script=Script(outcome="never", logs=0),
        source_type=SourceType.LOCAL,
        agent_type="claude_code",
    )
    with server.database.write() as session:
        found = session.get(Session, session_id)
        if found is not None and found.organization_id == member.organization_id:
            return {"agent_run_id": found.run_id}
        run = create_run(server, session, new)
        session.add(Session(session_id=session_id, organization_id=member.organization_id, run_id=run.id))
    return {"agent_run_id": run.id}


@router.post(f"{_ORG}/claude_code/session/{{session_id}}/status")
def set_session_status(member: MemberDep, server: ServerDep, session_id: str, request: _Fields) -> JsonObject:
    """Set the state of a session's run."""
    try:
        status = RunStatus(str(request.get("status")).upper())
    except ValueError as error:
        raise ApiError(400, "There is no such status.") from error
    with server.database.write() as session:
        found = session.get(Session, session_id)
        if found is None or found.organization_id != member.organization_id:
            raise ApiError(404, "Session not found.")
        set_status(session, session.get_one(Run, found.run_id), status, None, server.clock())
    server.scheduler.notify()
    return {"message": "The status is set."}


@router.post(f"{_ORG}/claude_code/session/{{session_id}}/log")
def add_session_log(member: MemberDep, server: ServerDep, session_id: str, request: _Fields) -> JsonObject:
    """Add an entry to the log of a session's run."""
    with server.database.write() as session:
        found = session.get(Session, session_id)
        if found is None or found.organization_id != member.organization_id:
            raise ApiError(404, "Session not found.")
        entry = request.get("log")
        session.add(
            Log(
                run_id=found.run_id,
                created_at=server.clock(),
                entry={"message_type": "ACTION", "tool_output": entry if isinstance(entry, dict) else {}},
            )
        )
    return {"message": "The entry is added."}


def _checked_id(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError as error:
        raise ApiError(400, "session_id must be a UUID.") from error
