"""Checks of a submission against its application version; they raise HTTP errors."""

from collections.abc import Sequence
from datetime import datetime

from fastapi import HTTPException
from jsonschema.exceptions import best_match
from starlette.concurrency import run_in_threadpool

from seawall.local.platform.applications.catalogue import APPLICATIONS
from seawall.local.platform.applications.definition import Version
from seawall.local.platform.wire.requests import (
    InputArtifactCreationRequest,
    ItemCreationRequest,
    RunCreationRequest,
)
from seawall.local.serving.validation_errors import invalid_body_error

__all__ = ["check_deadline", "check_items", "requested_version"]

FEW_ITEMS = 20  # the change to a thread costs more than their checks


def check_deadline(request: RunCreationRequest, now: datetime) -> None:
    """Raise a 422 for a deadline that has passed: the run would be cancelled at once."""
    scheduling = request.scheduling
    if scheduling is not None and scheduling.deadline is not None and scheduling.deadline <= now:
        raise invalid_body_error("must be in the future", "scheduling", "deadline")


def requested_version(request: RunCreationRequest) -> Version:
    """Return the version to run, by default the latest. Raises HTTPException 404."""
    application = APPLICATIONS.get(request.application_id)
    if application is None:
        raise HTTPException(404, "application not found")
    if request.version_number is None:
        return application.latest
    version = application.version(request.version_number)
    if version is None:
        raise HTTPException(404, "application version not found")
    return version


async def check_items(items: Sequence[ItemCreationRequest], version: Version) -> None:
    """Check the items. Raises HTTPException 400 for the first item that does not match the version."""
    if len(items) <= FEW_ITEMS:
        _check_items(items, version)
    else:
        await run_in_threadpool(_check_items, items, version)


def _check_items(items: Sequence[ItemCreationRequest], version: Version) -> None:
    seen: set[str] = set()
    for item in items:
        if item.external_id in seen:
            raise _rejection(item, "the external_id is used more than once in this run")
        seen.add(item.external_id)
        _check_names(item, version)
        for artifact in item.input_artifacts:
            _check_metadata(item, artifact, version)


def _check_names(item: ItemCreationRequest, version: Version) -> None:
    given = sorted(artifact.name for artifact in item.input_artifacts)
    expected = sorted(definition.name for definition in version.inputs)
    if given != expected:
        raise _rejection(
            item, f"input artifacts must be {_quote_names(expected)}, found {_quote_names(given)}"
        )


def _check_metadata(
    item: ItemCreationRequest, artifact: InputArtifactCreationRequest, version: Version
) -> None:
    definition = next(each for each in version.inputs if each.name == artifact.name)
    error = best_match(definition.validator.iter_errors(artifact.metadata))
    if error is not None:
        place = "".join(f".{part}" for part in error.absolute_path)
        raise _rejection(item, f"input artifact '{artifact.name}', metadata{place}: {error.message}")


def _rejection(item: ItemCreationRequest, reason: str) -> HTTPException:
    return HTTPException(400, f"Item '{item.external_id}': {reason}")


def _quote_names(names: list[str]) -> str:
    return ", ".join(f"'{name}'" for name in names) or "none"
