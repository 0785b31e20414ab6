"""Images, registries, options of resources and statistics."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from sqlalchemy import func, select

from seawall.local.sessions.instance.dependencies import CallerDep, ServerDep
from seawall.local.sessions.processing.cluster import use_of_cluster
from seawall.local.sessions.store.images import CORES, MEMORY_GB, public_images
from seawall.local.sessions.store.states import LIVE, SessionKind
from seawall.local.sessions.store.tables import Session
from seawall.local.sessions.wire.errors import ApiError, error_responses
from seawall.local.sessions.wire.resources import (
    AmountOptions,
    ContextResponse,
    CoreStatistics,
    GpuOptions,
    ImageResponse,
    Instances,
    LargestCores,
    LargestRam,
    RamStatistics,
    StatisticsResponse,
)

__all__ = ["get_context", "get_statistics", "list_images", "list_repositories", "router"]

router = APIRouter(tags=["resources"])


@router.get("/v1/session?view=stats", responses=error_responses(), response_model_exclude_none=True)
def get_statistics(request: Request, _caller: CallerDep, server: ServerDep) -> StatisticsResponse:
    """Read the use of the cluster."""
    if not server.faults.switches.metrics:
        raise ApiError(503, "the metrics of the cluster are not available")
    server.apply_due()
    query = select(Session.kind, func.count()).where(Session.status.in_(LIVE)).group_by(Session.kind)
    with server.database.read() as transaction:
        use = use_of_cluster(transaction)
        counts: dict[SessionKind, int] = dict(transaction.execute(query).all())
    settings, cores, ram = server.settings, float(max(CORES)), f"{max(MEMORY_GB)}G"
    apps, headless = counts.get(SessionKind.DESKTOP_APP, 0), counts.get(SessionKind.HEADLESS, 0)
    total = sum(counts.values())
    instances = Instances(session=total - apps - headless, desktopApp=apps, headless=headless, total=total)
    is_older = request.state.version == "v0" or settings.older_statistics
    return StatisticsResponse(
        instances=instances if is_older else None,
        cores=CoreStatistics(
            requestedCPUCores=float(use.cores),
            cpuCoresAvailable=settings.cluster_cores,
            maxCPUCores=LargestCores(cpuCores=cores, withRam=ram),
        ),
        ram=RamStatistics(
            requestedRAM=f"{use.ram_gb:g}G",
            ramAvailable=f"{settings.cluster_ram_gb:g}G",
            maxRAM=LargestRam(ram=ram, withCPUCores=cores),
        ),
    )


@router.get("/v1/image", responses=error_responses(400))
def list_images(
    _caller: CallerDep,
    server: ServerDep,
    type: Annotated[str | None, Query(description="Only images for this kind of session.")] = None,  # noqa: A002
) -> list[ImageResponse]:
    """List the public images."""
    if type is not None and type not in set(SessionKind):
        raise ApiError(400, f"unknown type: {type}")
    return [
        ImageResponse(id=image.name, types=list(image.kinds), digest=image.digest)
        for image in public_images(server.settings.registries)
        if type is None or type in image.kinds
    ]


@router.get("/v1/repository", responses=error_responses())
def list_repositories(_caller: CallerDep, server: ServerDep) -> list[str]:
    """List the hosts that images may come from."""
    return list(server.settings.registries)


@router.get("/v1/context", responses=error_responses(), response_model_exclude_none=True)
def get_context(_caller: CallerDep, server: ServerDep) -> ContextResponse:
    """Read the options of resources."""
    return ContextResponse(
        cores=AmountOptions(default=2, defaultRequest=1, defaultLimit=8, options=list(CORES)),
        memoryGB=AmountOptions(default=8, defaultRequest=4, defaultLimit=32, options=list(MEMORY_GB)),
        gpus=GpuOptions(options=list(range(1, server.settings.gpus + 1))),
        maxInteractiveSessions=server.settings.max_interactive,
    )
