"""Does a submission fit the application version that it names? Answers are HTTP errors."""

from collections.abc import Iterable

from fastapi import HTTPException
from jsonschema.exceptions import best_match

from seawall.local.platform.applications.catalogue import APPLICATIONS
from seawall.local.platform.applications.definition import Version
from seawall.local.platform.wire.requests import (
    InputArtifactCreationRequest,
    ItemCreationRequest,
    RunCreationRequest,
)

__all__ = ["check_items", "chosen_version"]


def chosen_version(request: RunCreationRequest) -> Version:
    """The version to run, the latest if none is named. Raises HTTPException 404."""
    application = APPLICATIONS.get(request.application_id)
    if application is None:
        raise HTTPException(404, "application not found")
    if request.version_number is None:
        return application.latest
    version = application.version(request.version_number)
    if version is None:
        raise HTTPException(404, "application version not found")
    return version


def check_items(items: Iterable[ItemCreationRequest], version: Version) -> None:
    """Raises HTTPException 400 for the first item that does not fit the version."""
    seen: set[str] = set()
    for item in items:
        if item.external_id in seen:
            raise _rejected(item, "the external_id is used more than once in this run")
        seen.add(item.external_id)
        _check_names(item, version)
        for artifact in item.input_artifacts:
            _check_metadata(item, artifact, version)


def _check_names(item: ItemCreationRequest, version: Version) -> None:
    given = sorted(artifact.name for artifact in item.input_artifacts)
    wanted = sorted(definition.name for definition in version.inputs)
    if given != wanted:
        raise _rejected(item, f"input artifacts must be {_quoted(wanted)}, found {_quoted(given)}")


def _check_metadata(
    item: ItemCreationRequest, artifact: InputArtifactCreationRequest, version: Version
) -> None:
    definition = next(each for each in version.inputs if each.name == artifact.name)
    fault = best_match(definition.validator.iter_errors(artifact.metadata))
    if fault is not None:
        place = "".join(f".{part}" for part in fault.absolute_path)
        raise _rejected(item, f"input artifact '{artifact.name}', metadata{place}: {fault.message}")


def _rejected(item: ItemCreationRequest, reason: str) -> HTTPException:
    return HTTPException(400, f"Item '{item.external_id}': {reason}")


def _quoted(names: list[str]) -> str:
    return ", ".join(f"'{name}'" for name in names) or "none"
