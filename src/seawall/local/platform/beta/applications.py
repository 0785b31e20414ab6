"""Applications and their versions, in the API of 2025-07."""

from typing import Annotated

from fastapi import HTTPException, Query

from seawall.core.validation.semver import version_key
from seawall.local.platform.api.listing import PageNumber, PageSize, parse_sort
from seawall.local.platform.api.routes.parameters import Sort, sort_description
from seawall.local.platform.applications.catalogue import APPLICATIONS
from seawall.local.platform.applications.definition import Application, Version
from seawall.local.platform.beta.parameters import Include
from seawall.local.platform.beta.wire import (
    ApplicationReadResponse,
    ApplicationVersionReadResponse,
    InputArtifactReadResponse,
    OutputArtifactReadResponse,
    OutputArtifactScope,
)
from seawall.local.platform.instance.dependencies import CallerDep

__all__ = ["list_applications", "list_versions_by_application_id", "requested_version", "version_id"]

SORT_FIELDS = ("application_id", "name", "description", "regulatory_classes")
VERSION_SORT_FIELDS = ("version", "created_at")


def list_applications(
    _caller: CallerDep,
    page: PageNumber = 1,
    page_size: PageSize = 50,
    sort: Annotated[Sort, Query(description=sort_description(SORT_FIELDS))] = None,
) -> list[ApplicationReadResponse]:
    """List the applications that the caller's organization may run, in pages."""
    applications = sorted(APPLICATIONS.values(), key=lambda application: application.application_id)
    # Sorts are stable, so the most important field is applied last.
    for field, descending in reversed(parse_sort(sort, SORT_FIELDS)):
        applications.sort(key=lambda application: str(getattr(application, field)), reverse=descending)
    first = (page - 1) * page_size
    return [
        ApplicationReadResponse(
            application_id=application.application_id,
            name=application.name,
            regulatory_classes=list(application.regulatory_classes),
            description=application.description,
        )
        for application in applications[first : first + page_size]
    ]


def list_versions_by_application_id(
    _caller: CallerDep,
    *,
    application_id: str,
    page: PageNumber = 1,
    page_size: PageSize = 50,
    version: Annotated[str | None, Query(description="Only this version, e.g. `1.0.0`.")] = None,
    include: Include = None,  # noqa: ARG001 - nothing here is optional
    sort: Annotated[Sort, Query(description=sort_description(VERSION_SORT_FIELDS))] = None,
) -> list[ApplicationVersionReadResponse]:
    """List the versions of an application in pages, by default the highest first; none if it is unknown."""
    # Before the application: a field that is wrong is an error in any case.
    order = parse_sort(sort, VERSION_SORT_FIELDS)
    application = APPLICATIONS.get(application_id)
    if application is None:
        return []
    versions = [each for each in application.versions if version is None or each.number == _number(version)]
    versions.sort(key=lambda each: version_key(each.number), reverse=True)
    keys = {"version": lambda each: version_key(each.number), "created_at": lambda each: each.released_at}
    for field, descending in reversed(order):
        versions.sort(key=keys[field], reverse=descending)
    first = (page - 1) * page_size
    return [_version(application, each) for each in versions[first : first + page_size]]


def version_id(application_id: str, number: str) -> str:
    """Return the id of a version."""
    return f"{application_id}:v{number}"


def requested_version(given: str) -> tuple[str, str]:
    """Split the id of a version into that of its application and its number. Raises HTTPException 404."""
    application_id, separator, number = given.rpartition(":v")
    application = APPLICATIONS.get(application_id)
    if not separator or application is None or application.version(number) is None:
        raise HTTPException(404, "application version not found")
    return application_id, number


def _number(version: str) -> str:
    return version.removeprefix("v")


def _version(application: Application, version: Version) -> ApplicationVersionReadResponse:
    return ApplicationVersionReadResponse(
        application_version_id=version_id(application.application_id, version.number),
        version=version.number,
        application_id=application.application_id,
        changelog=version.changelog,
        input_artifacts=[
            InputArtifactReadResponse(
                name=each.name, mime_type=each.mime_type, metadata_schema=each.metadata_schema
            )
            for each in version.inputs
        ],
        output_artifacts=[
            OutputArtifactReadResponse(
                name=each.name,
                mime_type=each.mime_type,
                metadata_schema=each.metadata_schema,
                scope=OutputArtifactScope(each.scope),
            )
            for each in version.outputs
        ],
        created_at=version.released_at,
    )
