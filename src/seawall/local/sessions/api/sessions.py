"""Sessions: list, create, read, renew, delete; logs and events."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy import func, select
from sqlalchemy.orm import Session as Transaction
from starlette.responses import PlainTextResponse

from seawall.local.sessions.api.parameters import (
    RegistryAuth,
    check_amounts,
    check_image,
    kind_of,
    name_of,
)
from seawall.local.sessions.api.session_bodies import public_body, session_body, status_name
from seawall.local.sessions.instance.dependencies import CallerDep, ServerDep
from seawall.local.sessions.processing.container import Event, events_at, time_text
from seawall.local.sessions.processing.creation import NewSession
from seawall.local.sessions.processing.environment import client_variables
from seawall.local.sessions.processing.lifecycle import renew_sessions
from seawall.local.sessions.store.states import LIVE, SessionKind
from seawall.local.sessions.store.tables import Session
from seawall.local.sessions.wire.errors import ApiError, error_responses, text_responses
from seawall.local.sessions.wire.sessions import SessionOfAnyUser, SessionResponse

__all__ = [
    "create_session",
    "delete_all_sessions",
    "delete_session",
    "get_session",
    "get_session_events",
    "get_session_logs",
    "list_all_sessions",
    "list_sessions",
    "load_session",
    "modify_session",
    "renew_session",
    "router",
]

router = APIRouter(tags=["sessions"])

_ALL = "/v1/session"
_ONE = "/v1/session/{session_id}"
_NOT_FOUND = "session ID not found"
_KINDS = ", ".join(kind.value for kind in SessionKind)


def load_session(transaction: Transaction, user: str, session_id: str) -> Session:
    """The session of a user. Raises ApiError 404 for an unknown id, and for that of another user."""
    query = select(Session).where(Session.session_id == session_id, Session.user == user)
    session = transaction.scalar(query.where(Session.app_id.is_(None)))
    if session is None:
        raise ApiError(404, _NOT_FOUND)
    return session


@router.get(_ALL, responses=error_responses(), response_model_exclude_none=True)
def list_sessions(
    *,
    request: Request,
    caller: CallerDep,
    server: ServerDep,
    type: Annotated[str | None, Query(description=f"Only sessions of this kind: {_KINDS}.")] = None,  # noqa: A002
    status: Annotated[str | None, Query(description="Only sessions in this state.")] = None,
    view: Annotated[str | None, Query(description="`interactive`: all but headless sessions.")] = None,
) -> list[SessionResponse]:
    """List the sessions of the user. Apps of desktop sessions are left out, unless `type` asks for them."""
    server.apply_due()
    kind = None if type is None else type.lower()
    query = select(Session).where(Session.user == caller.user).order_by(Session.number)
    query = query.where(
        Session.app_id.is_not(None) if kind == SessionKind.DESKTOP_APP else Session.app_id.is_(None)
    )
    if (view or "").lower() == "interactive":
        query = query.where(Session.kind != SessionKind.HEADLESS)
    with server.database.read() as transaction:
        found = transaction.scalars(query).all()
    return [
        session_body(server, request, session)
        for session in found
        if kind is None or session.kind == kind
        if status is None or status_name(request, session.status).lower() == status.lower()
    ]


@router.get(f"{_ALL}?view=all", responses=error_responses())
def list_all_sessions(request: Request, _caller: CallerDep, server: ServerDep) -> list[SessionOfAnyUser]:
    """List the sessions of all users: of each only user, kind, state and start."""
    server.apply_due()
    query = select(Session).where(Session.app_id.is_(None)).order_by(Session.number)
    with server.database.read() as transaction:
        return [public_body(request, session) for session in transaction.scalars(query)]


@router.post(_ALL, responses=text_responses(400), response_class=PlainTextResponse)
def create_session(
    *,
    caller: CallerDep,
    server: ServerDep,
    name: Annotated[str, Query(description="Name: letters, digits and `-`; stored in lower case.")],
    image: Annotated[str, Query(description="Image, with registry and tag.")],
    type: Annotated[str, Query(description=f"Kind of the session: {_KINDS}.")] = SessionKind.HEADLESS.value,  # noqa: A002
    cores: Annotated[int | None, Query(description="Cores; none means flexible.")] = None,
    ram: Annotated[int | None, Query(description="Memory in GB; none means flexible.")] = None,
    gpus: Annotated[int | None, Query(description="Number of GPUs.")] = None,
    cmd: Annotated[str | None, Query(description="Executable; for headless sessions.")] = None,
    args: Annotated[str | None, Query(description="Arguments, split at single blanks.")] = None,
    env: Annotated[list[str] | None, Query(description="Variables, each as `KEY=VALUE`.")] = None,
    registry_auth: RegistryAuth = None,
) -> PlainTextResponse:
    """Create a session. The answer is its id, and a line break."""
    check_amounts(server, cores=cores, ram=ram, gpus=gpus)
    new = NewSession(
        user=caller.user,
        kind=kind_of(server, type),
        name=name_of(name),
        image=image,
        cores=cores,
        ram_gb=ram,
        gpus=gpus,
        command=cmd or None,
        arguments=args.split(" ") if args else (),
        variables=client_variables(env or [], drops_equals=server.settings.drops_equals),
    )
    check_image(server, image, registry_auth)
    server.apply_due()
    with server.database.write() as transaction:
        if new.kind.is_interactive:
            _check_limit(transaction, caller.user, server.settings.max_interactive)
        session = server.runner.add(transaction, new)
    server.runner.notify()
    return PlainTextResponse(f"{session.session_id}\n")


def _check_limit(transaction: Transaction, user: str, most: int) -> None:
    query = select(func.count()).where(Session.user == user, Session.status.in_(LIVE))
    query = query.where(Session.kind.not_in([SessionKind.HEADLESS, SessionKind.DESKTOP_APP]))
    if (transaction.scalar(query) or 0) >= most:
        raise ApiError(400, f"User {user} has reached the maximum of {most} active sessions.")


@router.delete(_ALL, include_in_schema=False)
def delete_all_sessions(_caller: CallerDep) -> None:
    """Refuse to delete all sessions."""
    raise ApiError(400, "Cannot kill all sessions.")


# Before the route of one session, which would take `?view=logs` for a part of the id.
@router.get(f"{_ONE}?view=logs", responses=text_responses(), response_class=PlainTextResponse)
def get_session_logs(caller: CallerDep, server: ServerDep, session_id: str) -> PlainTextResponse:
    """Read the output of a session so far; empty for an unknown id and before its start."""
    server.apply_due()
    with server.database.read() as transaction:
        try:
            session = load_session(transaction, caller.user, session_id)
        except ApiError:
            return PlainTextResponse("")
    return PlainTextResponse(server.runner.log_of(session))


@router.get(f"{_ONE}?view=events", responses=text_responses(404), response_class=PlainTextResponse)
def get_session_events(caller: CallerDep, server: ServerDep, session_id: str) -> PlainTextResponse:
    """Read the events of a session: a table, columns at least two blanks apart; `<none>` without events."""
    server.apply_due()
    with server.database.read() as transaction:
        session = load_session(transaction, caller.user, session_id)
    events = events_at(session, server.clock())
    if events is None:
        raise ApiError(404, f"{_NOT_FOUND}.")
    return PlainTextResponse(_table(events) if events else "<none>\n")


def _table(events: list[Event]) -> str:
    header = ("TYPE", "REASON", "MESSAGE", "FIRST-TIME", "LAST-TIME")
    rows = [
        (each.kind, each.reason, each.message, *map(time_text, (each.first, each.last))) for each in events
    ]
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in (header, *rows))
    return "".join(f"{line}\n" for line in lines)


@router.get(_ONE, responses=error_responses(404), response_model_exclude_none=True)
def get_session(request: Request, caller: CallerDep, server: ServerDep, session_id: str) -> SessionResponse:
    """Read a session."""
    server.apply_due()
    with server.database.read() as transaction:
        return session_body(server, request, load_session(transaction, caller.user, session_id))


@router.post(f"{_ONE}?action=renew", responses=error_responses(400), response_class=Response)
def renew_session(caller: CallerDep, server: ServerDep, session_id: str) -> None:
    """Move the expiry of a session later. A headless session keeps its own, which is later."""
    server.apply_due()
    with server.database.write() as transaction:
        query = select(Session).where(Session.session_id == session_id, Session.user == caller.user)
        if not renew_sessions(transaction.scalars(query).all(), server.settings, server.clock()):
            raise ApiError(400, f"No active job for user {caller.user} with session {session_id}")


@router.post(_ONE, include_in_schema=False)
def modify_session(_caller: CallerDep, request: Request, session_id: str) -> None:  # noqa: ARG001
    """Refuse every other change of a session."""
    if "action" in request.query_params:
        raise ApiError(400, "unrecognized action")
    raise ApiError(400, "Cannot modify an existing session")


@router.delete(_ONE, responses=error_responses(), response_class=Response)
def delete_session(caller: CallerDep, server: ServerDep, session_id: str) -> None:
    """Delete a session and its apps. It succeeds for an unknown id too, and for that of another user."""
    server.apply_due()
    server.runner.delete(caller.user, session_id)
