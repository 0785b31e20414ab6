"""Arguments of the current API as those of the API of 2025-07. Pure.

What the old API does not know raises NotSupportedByServerError.
"""

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from seawall.core.engine.call import Call
from seawall.core.wire.unset import UNSET
from seawall.sdks.platform._generated import models as now
from seawall.sdks.platform._generated_v0 import models as old
from seawall.sdks.platform.server_version import ServerVersion, not_supported

__all__ = [
    "APPLICATION_SORT",
    "ITEM_SORT",
    "RUN_SORT",
    "arguments",
    "creation_request",
    "old_sort",
    "version_number",
    "wanted_statuses",
]

RUN_SORT: Mapping[str, str] = {
    "run_id": "application_run_id",
    "version_number": "application_version_id",
    "organization_id": "organization_id",
    "submitted_at": "triggered_at",
    "submitted_by": "triggered_by",
}
ITEM_SORT: Mapping[str, str] = {"item_id": "item_id", "external_id": "reference"}
APPLICATION_SORT: Mapping[str, str] = {
    name: name for name in ("application_id", "name", "description", "regulatory_classes")
}

_STATUS_OF_REASON = {
    "SUCCEEDED": ("SUCCEEDED",),
    "USER_ERROR": ("ERROR_USER",),
    "SYSTEM_ERROR": ("ERROR_SYSTEM",),
    "SKIPPED": ("CANCELED_USER", "CANCELED_SYSTEM"),
}
_ENDED = tuple(status for statuses in _STATUS_OF_REASON.values() for status in statuses)


def arguments(
    call: Call[object], *known: str, ignored: Mapping[str, str] = MappingProxyType({})
) -> dict[str, object]:
    """Return the arguments in the query of `call` that the old API knows, None for one that is not given.

    `ignored` are those that change nothing if they have the value here. Raises NotSupportedByServerError for
    any other.
    """
    for name, value in call.query.items():
        if name not in known and value is not None and value is not UNSET and value != ignored.get(name):
            raise not_supported(f"the argument `{name}` of {call.operation.method} {call.operation.path}")
    return {name: call.query.get(name) for name in known}


def old_sort(sort: object, fields: Mapping[str, str]) -> list[str] | None:
    """Rename the fields of `sort`, which may have `+` or `-` in front."""
    if not isinstance(sort, list):
        return None
    renamed = []
    for key in sort:
        name = str(key).lstrip("+-")
        if name not in fields:
            raise not_supported(f"lists that are sorted by `{name}`")
        renamed.append(str(key).removesuffix(name) + fields[name])
    return renamed


def wanted_statuses(call: Call[object], server: ServerVersion) -> list[old.ItemStatus] | None:
    """Return the statuses of the items that the filters `state` and `termination_reason` select.

    None means all of them, and an empty list means that no item has both. No item has a state of processing.
    """
    state, reason = call.query.get("state"), call.query.get("termination_reason")
    if state is None and reason is None:
        return None
    statuses = _STATUS_OF_REASON.get(str(reason), ()) if reason is not None else (*_ENDED, "PENDING")
    if state is not None:
        of_state = {"PENDING": ("PENDING",), "TERMINATED": _ENDED}.get(str(state), ())
        statuses = tuple(status for status in statuses if status in of_state)
    return [old.ItemStatus(status.lower() if server.has_lower_case else status) for status in statuses]


def version_number(version: str) -> str:
    """Return the number of a version, which the old API may write with a `v` in front."""
    return version.removeprefix("v")


def creation_request(request: now.RunCreationRequest, version: str) -> old.RunCreationRequest:
    """Convert the body of a submission to `version`. Raises NotSupportedByServerError."""
    _refuse_more(request, {"application_id", "version_number", "items"}, "a run")
    return old.RunCreationRequest(
        application_version_id=f"{request.application_id}:v{version}",
        items=[_item(item) for item in request.items],
    )


def _item(item: now.ItemCreationRequest) -> old.ItemCreationRequest:
    _refuse_more(item, {"external_id", "input_artifacts"}, "an item")
    return old.ItemCreationRequest(
        reference=item.external_id,
        input_artifacts=[
            old.InputArtifactCreationRequest(
                name=artifact.name, download_url=artifact.download_url, metadata=artifact.metadata
            )
            for artifact in item.input_artifacts
        ],
    )


# The names of the arguments, of fields that are named otherwise.
_GIVEN_AS = {"scheduling": "`due_date` or `deadline`"}


def _refuse_more(body: attrs.AttrsInstance, known: set[str], owner: str) -> None:
    """Raise NotSupportedByServerError if `body` has a value for a field beside `known`."""
    given = attrs.asdict(body, recurse=False)
    for name in sorted(given.keys() - known):
        if given[name] is not None and given[name] is not UNSET:
            raise not_supported(f"{_GIVEN_AS.get(name, f'`{name}`')} of {owner}")
