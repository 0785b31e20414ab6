"""Apps of desktop sessions: further containers, opened from the desktop."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction
from starlette.responses import PlainTextResponse

from seawall.local.sessions.api.parameters import RegistryAuth, check_amounts, check_image
from seawall.local.sessions.api.session_bodies import session_body, status_name
from seawall.local.sessions.api.sessions import load_session
from seawall.local.sessions.instance.dependencies import CallerDep, ServerDep
from seawall.local.sessions.processing.creation import NewSession
from seawall.local.sessions.store.states import LIVE, SessionKind
from seawall.local.sessions.store.tables import Session
from seawall.local.sessions.wire.errors import ApiError, error_responses, text_responses
from seawall.local.sessions.wire.sessions import SessionResponse

__all__ = ["create_app", "delete_app", "get_app", "list_apps", "modify_app", "refuse_longer_path", "router"]

router = APIRouter(tags=["apps"])

_ALL = "/v1/session/{session_id}/app"
_ONE = "/v1/session/{session_id}/app/{app_id}"


@router.get(_ALL, responses=error_responses(404), response_model_exclude_none=True)
def list_apps(
    *,
    request: Request,
    caller: CallerDep,
    server: ServerDep,
    session_id: str,
    status: Annotated[str | None, Query(description="Only apps in this state.")] = None,
) -> list[SessionResponse]:
    """List the apps of a desktop session."""
    server.apply_due()
    with server.database.read() as transaction:
        load_session(transaction, caller.user, session_id)
        query = select(Session).where(Session.session_id == session_id, Session.app_id.is_not(None))
        found = transaction.scalars(query.order_by(Session.number)).all()
    return [
        session_body(server, request, app)
        for app in found
        if status is None or status_name(request, app.status).lower() == status.lower()
    ]


@router.post(
    _ALL,
    responses=text_responses(400, 404),
    response_class=PlainTextResponse,
)
def create_app(
    *,
    caller: CallerDep,
    server: ServerDep,
    session_id: str,
    image: Annotated[str, Query(description="Image, with registry and tag.")],
    cores: Annotated[int | None, Query(description="Cores; none means flexible.")] = None,
    ram: Annotated[int | None, Query(description="Memory in GB; none means flexible.")] = None,
    registry_auth: RegistryAuth = None,
) -> PlainTextResponse:
    """Start an app in a desktop session. The answer is the id of the app, and a line break."""
    check_amounts(server, cores=cores, ram=ram, gpus=None)
    check_image(server, image, registry_auth)
    server.apply_due()
    with server.database.write() as transaction:
        desktop = load_session(transaction, caller.user, session_id)
        if desktop.kind is not SessionKind.DESKTOP or desktop.status not in LIVE:
            raise ApiError(404, f"no desktop session {session_id}")
        new = NewSession(
            user=caller.user,
            kind=SessionKind.DESKTOP_APP,
            name=desktop.name,
            image=image,
            desktop_id=session_id,
            cores=cores,
            ram_gb=ram,
        )
        app = server.runner.add(transaction, new)
    return PlainTextResponse(f"{app.app_id}\n")


def _load_app(transaction: Transaction, user: str, session_id: str, app_id: str) -> Session | None:
    query = select(Session).where(Session.session_id == session_id, Session.user == user)
    return transaction.scalar(query.where(Session.app_id == app_id))


@router.get(_ONE, responses=error_responses(404), response_model_exclude_none=True)
def get_app(
    request: Request, caller: CallerDep, server: ServerDep, session_id: str, app_id: str
) -> SessionResponse:
    """Read an app of a desktop session."""
    server.apply_due()
    with server.database.read() as transaction:
        app = _load_app(transaction, caller.user, session_id, app_id)
    if app is None:
        raise ApiError(404, "app ID not found")
    return session_body(server, request, app)


@router.post(_ONE, include_in_schema=False)
def modify_app(_caller: CallerDep, session_id: str, app_id: str) -> None:  # noqa: ARG001
    """Refuse every change of an app."""
    raise ApiError(400, "Cannot modify an existing app.")


@router.delete(_ONE, responses=error_responses(), response_class=Response)
def delete_app(caller: CallerDep, server: ServerDep, session_id: str, app_id: str) -> None:
    """Delete an app of a desktop session; succeeds for an unknown id too."""
    server.apply_due()
    server.runner.delete(caller.user, session_id, app_id)


@router.api_route(
    _ONE + "/{rest:path}", methods=["GET", "POST", "DELETE", "PUT", "PATCH"], include_in_schema=False
)
def refuse_longer_path(_caller: CallerDep, session_id: str, app_id: str, rest: str) -> None:  # noqa: ARG001
    """Refuse a path below an app."""
    raise ApiError(400, "unsupported path: too many parts")
