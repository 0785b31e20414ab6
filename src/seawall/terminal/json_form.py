"""What an SDK's client answers, as JSON data. Pure.

Keys are the attributes' names. An attribute that its class keeps out of the repr (a credential, an address
that may be signed) is left out here too: one rule for all that people and logs may see.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import attrs

__all__ = ["json_form", "json_object_of"]


def json_form(value: object) -> object:
    """`value` as JSON data: times in ISO 8601 with Z, ids and paths as text, tuples as lists.

    Raises TypeError for what has no such form: a bug of the caller's.
    """
    match value:
        case None | bool() | int() | float():
            return value
        case str() | UUID() | Path():
            return str(value)
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case Mapping():
            return {str(key): json_form(item) for key, item in value.items()}
        case list() | tuple():
            return [json_form(item) for item in value]
    class_ = type(value)
    if attrs.has(class_):
        return {
            attribute.name: json_form(getattr(value, attribute.name))
            for attribute in attrs.fields(class_)
            if attribute.repr is not False
        }
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def json_object_of(value: object) -> dict[str, object]:
    """`json_form` of one object, for a command that adds to it; raises TypeError for what is no object."""
    form = json_form(value)
    if not isinstance(form, dict):
        raise TypeError(f"{type(value).__name__} is no object in JSON")
    return form
