"""Faults of the server for tests and demos: a route of its own, and the answers that they change."""

from fastapi import APIRouter
from starlette.responses import PlainTextResponse
from starlette.types import Scope

from seawall.local.faults.call_faults import Faults
from seawall.local.faults.middleware import FAULTS_PATH
from seawall.local.sessions.identity.instance import NOTES
from seawall.local.sessions.instance.dependencies import CallerDep, ServerDep
from seawall.local.sessions.instance.faults import Switches
from seawall.local.sessions.instance.sessions_server import SessionsServer

__all__ = ["fault_error", "faults_of", "get_faults", "router", "set_faults"]

router = APIRouter(include_in_schema=False)

_WITHOUT_FAULTS = frozenset({"/availability", "/capabilities"})


def faults_of(scope: Scope) -> Faults[Switches] | None:
    """The faults of a call of the API; the availability and the capabilities have none."""
    if scope["type"] != "http" or scope["path"] in _WITHOUT_FAULTS:
        return None
    server = scope["state"]["server"]
    assert isinstance(server, SessionsServer)
    return server.faults


def fault_error(status: int, scope: Scope) -> PlainTextResponse:
    """The response with the status of a fault."""
    # As the client sent it: the path of the scope is that of the route.
    text = f"temporarily unavailable: {scope['raw_path'].decode('ascii', 'replace')}\n"
    return PlainTextResponse(text, status_code=status)


@router.get(FAULTS_PATH)
def get_faults(_caller: CallerDep, server: ServerDep) -> Switches:
    """Read the faults of the server."""
    return server.faults.switches


@router.put(FAULTS_PATH)
def set_faults(_caller: CallerDep, server: ServerDep, switches: Switches) -> Switches:
    """Replace the faults of the server; one that is not named is switched off."""
    server.faults.set(switches)
    if switches.available is not None:
        availability = server.identity.availability
        availability.is_available = switches.available
        availability.note = switches.note or NOTES[switches.available]
    return switches
