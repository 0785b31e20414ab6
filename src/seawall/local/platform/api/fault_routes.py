"""Faults of the server for tests and demos: a route of its own."""

from fastapi import APIRouter

from seawall.local.faults.middleware import FAULTS_PATH
from seawall.local.platform.instance.dependencies import CallerDep, PlatformDep
from seawall.local.platform.instance.faults import PlatformFaults

__all__ = ["get_faults", "router", "set_faults"]

router = APIRouter(include_in_schema=False)


@router.get(FAULTS_PATH)
def get_faults(_caller: CallerDep, platform: PlatformDep) -> PlatformFaults:
    """Read the faults of the server."""
    return platform.faults.switches


@router.put(FAULTS_PATH)
def set_faults(_caller: CallerDep, platform: PlatformDep, switches: PlatformFaults) -> PlatformFaults:
    """Replace the faults of the server; one that is not named is switched off."""
    platform.faults.set(switches)
    return switches
