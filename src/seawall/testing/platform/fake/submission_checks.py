"""The checks of a submission to the fake platform."""

from collections.abc import Sequence

from seawall.core.validation.json_schema import JsonSchema
from seawall.sdks.platform._generated import models as wire
from seawall.sdks.platform.applications import ApplicationVersion
from seawall.testing.fakes.problem import ProblemError, invalid

__all__ = ["check_items"]

_MAX_EXTERNAL_ID_LENGTH = 255


def check_items(items: Sequence[wire.ItemCreationRequest], version: ApplicationVersion) -> None:
    """Raise ProblemError 400 for the first item that does not match the version, 422 for a malformed list."""
    if not items:
        raise invalid("body", "items", "must have at least 1 entries")
    if any(len(item.external_id) > _MAX_EXTERNAL_ID_LENGTH for item in items):
        raise invalid("body", "external_id", f"must have at most {_MAX_EXTERNAL_ID_LENGTH} characters")
    schemas = {spec.name: JsonSchema(spec.metadata_schema, "metadata") for spec in version.input_artifacts}
    seen: set[str] = set()
    for item in items:
        if item.external_id in seen:
            raise _rejection(item, "the external_id is used more than once in this run")
        seen.add(item.external_id)
        given = sorted(artifact.name for artifact in item.input_artifacts)
        expected = sorted(spec.name for spec in version.input_artifacts)
        if given != expected:
            raise _rejection(item, f"input artifacts must be {expected}, found {given}")
        for artifact in item.input_artifacts:
            for fault in schemas[artifact.name].faults(artifact.metadata):
                raise _rejection(item, f"input artifact '{artifact.name}': {fault}")


def _rejection(item: wire.ItemCreationRequest, reason: str) -> ProblemError:
    return ProblemError(400, f"Item '{item.external_id}': {reason}")
