"""Bodies of sessions in the words of the version that the client asked for."""

from fastapi import Request

from seawall.local.sessions.instance.sessions_server import SessionsServer
from seawall.local.sessions.processing.cluster import FLEXIBLE_CORES
from seawall.local.sessions.processing.container import time_text
from seawall.local.sessions.store.states import OLDER_NAMES, SessionKind, SessionStatus
from seawall.local.sessions.store.tables import Session
from seawall.local.sessions.wire.sessions import SessionOfAnyUser, SessionResponse

__all__ = ["connect_url", "public_body", "session_body", "status_name"]

_NONE = "<none>"
_PAGES = {
    SessionKind.DESKTOP: "desktop/{id}/?password={id}&path=session/desktop/{id}/",
    SessionKind.NOTEBOOK: "notebook/{id}/lab/tree/HOME/{user}?token={id}",
    SessionKind.CARTA: "carta/{id}/",
    SessionKind.CONTRIBUTED: "contrib/{id}/",
    SessionKind.FIREFLY: "firefly/{id}/firefly/",
}


def status_name(request: Request, status: SessionStatus) -> SessionStatus:
    """The name of a state in the version of a request."""
    return OLDER_NAMES.get(status, status) if request.state.version == "v0" else status


def connect_url(server: SessionsServer, session: Session) -> str:
    """The address of a session for a browser; empty for one that has no page."""
    page = _PAGES.get(session.kind)
    if page is None:
        return ""
    return f"{server.settings.public_url}/session/{page.format(id=session.session_id, user=session.user)}"


def session_body(server: SessionsServer, request: Request, session: Session) -> SessionResponse:
    """The body of a session, or of an app."""
    is_fixed = session.cores is not None or session.ram_gb is not None
    body = SessionResponse(
        id=session.session_id,
        userid=session.user,
        runAsUID="1000",
        runAsGID="1000",
        supplementalGroups=[],
        appid=session.app_id,
        image=session.image,
        type=session.kind,
        status=status_name(request, session.status),
        name=session.name,
        startTime=time_text(session.started_at or session.created_at),
        expiryTime=time_text(session.expires_at),
        connectURL=connect_url(server, session),
        requestedGPUCores=str(session.gpus or 0),
        ramInUse=_NONE,
        gpuRAMInUse=_NONE,
        cpuCoresInUse=_NONE,
        gpuUtilization=_NONE,
        isFixedResources=is_fixed,
    )
    if is_fixed:
        body.requestedRAM = f"{session.ram_gb or 0:.2f}"
        body.requestedCPUCores = str(session.cores or FLEXIBLE_CORES)
    return body


def public_body(request: Request, session: Session) -> SessionOfAnyUser:
    """The facts of a session that every user may read."""
    return SessionOfAnyUser(
        userid=session.user,
        type=session.kind,
        status=status_name(request, session.status),
        startTime=time_text(session.started_at or session.created_at),
    )
