"""Conversion of an SDK's values to JSON data. Pure.

The keys are the names of attributes. An attribute that is hidden in the repr (a credential, a signed URL) is
also omitted here: one rule for all output.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import attrs

from seawall.core.model.with_data import without_methods

__all__ = ["to_json_data", "to_json_object"]


def to_json_data(value: object) -> object:
    """Convert `value` to JSON data: times in ISO 8601 with Z, ids and paths as strings, tuples as lists.

    Raises TypeError for any other type, which is a bug of the caller.
    """
    value = without_methods(value)
    match value:
        case None | bool() | int() | float():
            return value
        case str() | UUID() | Path():
            return str(value)
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case Mapping():
            return {str(key): to_json_data(item) for key, item in value.items()}
        case list() | tuple():
            return [to_json_data(item) for item in value]
    class_ = type(value)
    if attrs.has(class_):
        return {
            attribute.name: to_json_data(getattr(value, attribute.name))
            for attribute in attrs.fields(class_)
            if attribute.repr is not False
        }
    raise TypeError(f"{class_.__name__} has no JSON form")


def to_json_object(value: object) -> dict[str, object]:
    """Convert `value` to a JSON object, for a command that adds keys; raises TypeError for other JSON."""
    data = to_json_data(value)
    if not isinstance(data, dict):
        raise TypeError(f"{type(value).__name__} is not a JSON object")
    return data
