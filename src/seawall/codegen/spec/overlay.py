"""Applies OpenAPI Overlay 1.0 documents (https://spec.openapis.org/overlay/v1.0.0.html) to a spec.

Stricter than the standard: an action must have a `description` (its reason) and must match.
"""

from collections.abc import Mapping
from copy import deepcopy

import jsonpath
from jsonpath import JSONPathError, JSONPathMatch

from seawall.codegen.errors import OverlayError
from seawall.codegen.spec.document import Json

__all__ = ["apply_overlay"]

_KEYS = frozenset({"target", "description", "update", "remove"})


def apply_overlay(document: dict[str, Json], overlay: Mapping[str, Json], name: str) -> dict[str, Json]:
    """Return a copy of `document` with every action of `overlay` applied in order.

    Raises OverlayError with `name` and the number of the action, counted from 1.
    """
    version = overlay.get("overlay")
    if not isinstance(version, str) or not version.startswith("1."):
        raise OverlayError(f"{name} is not an Overlay 1.0 document: its `overlay` is {version!r}.")
    actions = overlay.get("actions")
    if not isinstance(actions, list) or not actions:
        raise OverlayError(f"{name} has no actions.")
    result = deepcopy(document)
    for number, action in enumerate(actions, start=1):
        _apply(result, action, f"{name}, action {number}")
    return result


def _apply(document: dict[str, Json], action: Json, location: str) -> None:
    if not isinstance(action, dict):
        raise OverlayError(f"{location} is not an object.")
    unknown = sorted(key for key in set(action) - _KEYS if not key.startswith("x-"))
    if unknown:
        raise OverlayError(
            f"{location} has an unknown key `{unknown[0]}`; the keys are {', '.join(sorted(_KEYS))}."
        )
    description = action.get("description")
    if not isinstance(description, str) or not description.strip():
        raise OverlayError(f"{location} has no reason; add a `description`.")
    remove = action.get("remove", False)
    if not isinstance(remove, bool) or remove == ("update" in action):
        raise OverlayError(f"{location} must have either `update` or `remove: true`.")
    matches = _matches(document, action.get("target"), location)
    if remove:
        _remove(matches, location)
        return
    for match in matches:
        _update(match, action["update"], location)


def _matches(document: dict[str, Json], target: Json, location: str) -> list[JSONPathMatch]:
    if not isinstance(target, str):
        raise OverlayError(f"{location} has no `target`.")
    try:
        matches = list(jsonpath.finditer(target, document))
    except JSONPathError as error:
        reason = str(error).splitlines()[0]
        raise OverlayError(f"{location}: `target` is not a JSONPath (RFC 9535): {reason}.") from error
    if not matches:
        raise OverlayError(
            f"{location} matches nothing: {target}. Remove the action if the spec no longer needs it."
        )
    return matches


def _remove(matches: list[JSONPathMatch], location: str) -> None:
    # From last to first: a removal shifts the list indexes after it.
    for match in reversed(matches):
        if match.parent is None:
            raise OverlayError(f"{location} would remove the whole document.")
        container, key = match.parent.obj, match.parts[-1]
        if isinstance(container, dict):
            container.pop(key, None)
        elif isinstance(container, list) and isinstance(key, int) and key < len(container):
            del container[key]


def _update(match: JSONPathMatch, update: Json, location: str) -> None:
    target = match.obj
    if isinstance(target, list):
        target.append(deepcopy(update))
    elif isinstance(target, dict) and isinstance(update, dict):
        _merge(target, update)
    else:
        raise OverlayError(f"{location}: only an object or a list can be updated; target its parent.")


def _merge(target: dict[str, Json], update: dict[str, Json]) -> None:
    for key, value in update.items():
        present = target.get(key)
        if isinstance(present, dict) and isinstance(value, dict):
            _merge(present, value)
        elif isinstance(present, list) and isinstance(value, list):
            present.extend(deepcopy(value))
        else:
            target[key] = deepcopy(value)
