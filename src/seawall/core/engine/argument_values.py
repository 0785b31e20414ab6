"""Turn the arguments of a call into text, for the styles of parameters. Pure."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from seawall.core.engine.parameter_text import parameter_text
from seawall.core.http.media_types import is_json
from seawall.core.http.styles import TextValue
from seawall.core.redaction.secret import PLAIN_TYPES, hidden
from seawall.core.wire.json_value import to_json
from seawall.core.wire.model_fields import DECLARED_FORMS, is_model, wire_items
from seawall.core.wire.unset import UNSET

__all__ = ["SCALARS", "content_text", "is_given", "text_value"]


SCALARS = frozenset({str, int, float, bool, UUID, date, datetime, Decimal})
"""Classes of single values, which each style writes in the same way."""


def is_given(value: object) -> bool:
    """Return whether an argument is sent: not None and not UNSET."""
    return value is not None and value is not UNSET


def text_value(value: object, name: str, declared: frozenset[type] = frozenset()) -> TextValue:
    """Return a value as text, or lists and dicts of text; absent parts of it are left out.

    `declared` are the types that the field of a model names, see `DECLARED_FORMS`. Raises InputError, which
    names the part.
    """
    kind = PLAIN_TYPES.get(value.__class__, value.__class__)
    if kind in declared:
        return text_value(DECLARED_FORMS[kind](value), name)
    if isinstance(value, list | tuple):
        return [text_value(hidden(item), f"{name}[{number}]", declared) for number, item in enumerate(value)]
    if isinstance(value, set | frozenset):
        return [*sorted(parameter_text(item, name) for item in value)]
    if isinstance(value, Mapping):
        items = [(parameter_text(key, f"a key of {name}"), item, declared) for key, item in value.items()]
    elif is_model(value):
        items = [*wire_items(value)]
    else:
        return parameter_text(value, name)
    return {
        key: text_value(hidden(item), f"{name}.{key}", types) for key, item, types in items if is_given(item)
    }


def content_text(value: object, name: str, media_type: str) -> str:
    """Return the text of a parameter that is sent in a media type: JSON, or text as it is."""
    if isinstance(value, str) and not is_json(media_type):
        return value
    # In ASCII, which headers need.
    return json.dumps(to_json(value, name), separators=(",", ":"))
