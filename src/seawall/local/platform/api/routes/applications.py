"""Applications and their versions."""

from typing import Annotated

from fastapi import HTTPException, Path, Query

from seawall.local.platform.api.listing import PageNumber, parse_sort
from seawall.local.platform.api.routes.parameters import Sort, sort_description
from seawall.local.platform.api.routes.resource_router import resource_router
from seawall.local.platform.applications.catalogue import APPLICATIONS
from seawall.local.platform.applications.definition import Application, Version
from seawall.local.platform.instance.dependencies import CallerDep
from seawall.local.platform.store.states import OutputArtifactVisibility
from seawall.local.platform.wire.applications import (
    ApplicationReadResponse,
    ApplicationReadShortResponse,
    ApplicationVersion,
    InputArtifact,
    OutputArtifact,
    VersionReadResponse,
)
from seawall.local.platform.wire.fields import SEMVER_PATTERN

__all__ = ["application_version_details", "list_applications", "read_application_by_id", "router"]

router = resource_router()

SORT_FIELDS = ("application_id", "name", "description", "regulatory_classes")


@router.get(
    "/applications",
    summary="List available applications",
    response_description="A page of applications",
)
def list_applications(
    _caller: CallerDep,
    page: PageNumber = 1,
    page_size: Annotated[int, Query(alias="page-size", ge=5, le=100)] = 50,
    sort: Annotated[Sort, Query(description=sort_description(SORT_FIELDS))] = None,
) -> list[ApplicationReadShortResponse]:
    """List the applications that the caller's organization may run, in pages."""
    applications = sorted(APPLICATIONS.values(), key=lambda application: application.application_id)
    # Sorts are stable, so the most important field is applied last.
    for field, descending in reversed(parse_sort(sort, SORT_FIELDS)):
        applications.sort(key=lambda application: str(getattr(application, field)), reverse=descending)
    first = (page - 1) * page_size
    return [_application_summary(application) for application in applications[first : first + page_size]]


@router.get(
    "/applications/{application_id}",
    responses={403: {"description": "The caller has no access"}, 404: {"description": "No such application"}},
)
def read_application_by_id(_caller: CallerDep, application_id: str) -> ApplicationReadResponse:
    """Return one application with its versions."""
    application = _load_application(application_id)
    return ApplicationReadResponse(
        application_id=application.application_id,
        name=application.name,
        regulatory_classes=list(application.regulatory_classes),
        description=application.description,
        versions=[_version_summary(version) for version in application.newest_first],
    )


@router.get(
    "/applications/{application_id}/versions/{version}",
    responses={403: {"description": "The caller has no access"}, 404: {"description": "No such version"}},
)
def application_version_details(
    _caller: CallerDep, application_id: str, version: Annotated[str, Path(pattern=SEMVER_PATTERN)]
) -> VersionReadResponse:
    """Return one version: its input and output artifacts with the schemas of their metadata."""
    found = application.version(version) if (application := APPLICATIONS.get(application_id)) else None
    if found is None:
        raise HTTPException(404, "Application version not found")
    return VersionReadResponse(
        version_number=found.number,
        changelog=found.changelog,
        input_artifacts=[
            InputArtifact(name=each.name, mime_type=each.mime_type, metadata_schema=each.metadata_schema)
            for each in found.inputs
        ],
        output_artifacts=[
            OutputArtifact(
                name=each.name,
                mime_type=each.mime_type,
                metadata_schema=each.metadata_schema,
                scope=each.scope,
                visibility=OutputArtifactVisibility.EXTERNAL,
            )
            for each in found.outputs
        ],
        released_at=found.released_at,
    )


def _load_application(application_id: str) -> Application:
    application = APPLICATIONS.get(application_id)
    if application is None:
        raise HTTPException(404, "application not found")
    return application


def _version_summary(version: Version) -> ApplicationVersion:
    return ApplicationVersion(number=version.number, released_at=version.released_at)


def _application_summary(application: Application) -> ApplicationReadShortResponse:
    return ApplicationReadShortResponse(
        application_id=application.application_id,
        name=application.name,
        regulatory_classes=list(application.regulatory_classes),
        description=application.description,
        latest_version=_version_summary(application.latest),
    )
