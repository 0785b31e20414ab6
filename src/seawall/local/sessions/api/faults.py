"""Faults of the server for tests and demos: a route of its own, and the answers that they change."""

from fastapi import APIRouter, Request

from seawall.local.sessions.identity.instance import NOTES
from seawall.local.sessions.instance.dependencies import CallerDep, ServerDep
from seawall.local.sessions.instance.faults import Switches
from seawall.local.sessions.wire.errors import ApiError

__all__ = ["get_faults", "refuse_if_busy", "router", "set_faults"]

router = APIRouter(include_in_schema=False)


async def refuse_if_busy(request: Request, server: ServerDep) -> None:
    """Raise ApiError 503 for as many calls as the faults say."""
    if server.faults.is_busy():
        # As the client sent it: `request.url` has the path of the route.
        text = f"temporarily unavailable: {request.scope['raw_path'].decode('ascii', 'replace')}"
        raise ApiError(503, text, retry_after_s=server.faults.switches.retry_after_s)


@router.get("/local/faults")
def get_faults(_caller: CallerDep, server: ServerDep) -> Switches:
    """Read the faults of the server."""
    return server.faults.switches


@router.put("/local/faults")
def set_faults(_caller: CallerDep, server: ServerDep, switches: Switches) -> Switches:
    """Replace the faults of the server; one that is not named is switched off."""
    server.faults.set(switches)
    if switches.available is not None:
        availability = server.identity.availability
        availability.is_available = switches.available
        availability.note = switches.note or NOTES[switches.available]
    return switches
