"""Custom metadata of runs and items: replacement, optionally conditional on a checksum."""

from fastapi import HTTPException

from seawall.local.platform.api.routes.item_paths import MetadataRoute
from seawall.local.platform.api.routes.items import load_item
from seawall.local.platform.api.routes.parameters import NO_JSON, ExternalId, RunId
from seawall.local.platform.api.routes.resource_router import resource_router
from seawall.local.platform.instance.dependencies import CallerDep, PlatformDep, changeable_run
from seawall.local.platform.processing.run_lifecycle import metadata_checksum
from seawall.local.platform.store.tables import Item, Run
from seawall.local.platform.wire.requests import CustomMetadataUpdateRequest
from seawall.local.platform.wire.runs import CustomMetadataUpdateResponse

__all__ = ["put_item_custom_metadata_by_run", "put_run_custom_metadata", "router"]

router = resource_router(MetadataRoute)


@router.put(
    "/runs/{run_id}/custom-metadata",
    response_description="The metadata was replaced",
    responses={
        **NO_JSON,
        403: {"description": "The caller has no access"},
        404: {"description": "No such run"},
        412: {"description": "The metadata has changed since the checksum was read"},
    },
)
def put_run_custom_metadata(
    caller: CallerDep, platform: PlatformDep, run_id: RunId, request: CustomMetadataUpdateRequest
) -> CustomMetadataUpdateResponse:
    """Replace a run's metadata. If a checksum is given, it must match the stored metadata."""
    with platform.replica.write() as session:
        return _replace_metadata(changeable_run(session, caller, run_id), request)


@router.put(
    "/runs/{run_id}/items/{external_id:path}/custom-metadata",
    response_description="The metadata was replaced",
    responses={
        **NO_JSON,
        403: {"description": "The caller has no access"},
        404: {"description": "No such item"},
        412: {"description": "The metadata has changed since the checksum was read"},
    },
)
def put_item_custom_metadata_by_run(
    caller: CallerDep,
    platform: PlatformDep,
    run_id: RunId,
    external_id: ExternalId,
    request: CustomMetadataUpdateRequest,
) -> CustomMetadataUpdateResponse:
    """Replace an item's metadata. If a checksum is given, it must match the stored metadata."""
    with platform.replica.write() as session:
        changeable_run(session, caller, run_id)
        return _replace_metadata(load_item(session, run_id, external_id), request)


def _replace_metadata(
    owner: Run | Item, request: CustomMetadataUpdateRequest
) -> CustomMetadataUpdateResponse:
    expected = request.custom_metadata_checksum
    if expected is not None and expected != metadata_checksum(owner.custom_metadata):
        raise HTTPException(
            412,
            "The custom metadata has changed since the checksum was read. Read it again, then replace it.",
        )
    owner.custom_metadata = request.custom_metadata
    return CustomMetadataUpdateResponse(custom_metadata_checksum=metadata_checksum(request.custom_metadata))
