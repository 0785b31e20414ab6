"""Values and types of JSON Schema: which value fits which type, and how a value is made to fit."""

import json
import math

from seawall.codegen.spec.plain_data import Json

__all__ = ["TYPES", "WRITTEN_TYPES", "converted", "fits", "identity", "type_of"]

TYPES = frozenset({"string", "number", "integer", "boolean", "array", "object", "null"})

WRITTEN_TYPES: dict[str, tuple[str, str | None]] = {
    **dict.fromkeys(("str", "text", "char", "enum", "password", "varchar"), ("string", None)),
    **dict.fromkeys(("int", "int32", "int64", "long", "short", "bigint", "uint32"), ("integer", None)),
    **dict.fromkeys(("float", "double", "decimal", "numeric"), ("number", None)),
    **dict.fromkeys(("bool",), ("boolean", None)),
    **dict.fromkeys(("list", "set", "tuple"), ("array", None)),
    **dict.fromkeys(("dict", "map", "hash", "struct"), ("object", None)),
    **dict.fromkeys(("none", "nil"), ("null", None)),
    **dict.fromkeys(("datetime", "date-time", "timestamp"), ("string", "date-time")),
    "date": ("string", "date"),
    "time": ("string", "time"),
    "uuid": ("string", "uuid"),
    "uri": ("string", "uri"),
    "url": ("string", "uri"),
    "email": ("string", "email"),
    "binary": ("string", "binary"),
    "byte": ("string", "byte"),
}
"""Types as some authors write them, with the type and the format that they mean."""


def type_of(value: Json) -> str:
    """Return the type of `value` in JSON Schema; that of 1.0 is integer."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return "integer"
    if isinstance(value, float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


def fits(value: Json, types: frozenset[str]) -> bool:
    """Return whether `value` has one of `types`."""
    own = type_of(value)
    return own in types or (own == "integer" and "number" in types)


def converted(value: Json, types: frozenset[str]) -> Json:
    """Return `value` as one of `types` if it is only written differently: `"5"` as 5. Otherwise None."""
    if isinstance(value, bool | int | float) and "string" in types:
        return json.dumps(value)
    if not isinstance(value, str):
        return None
    if "boolean" in types and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    return _number(value, types)


def _number(text: str, types: frozenset[str]) -> Json:
    if len(text) > 30 or not types & {"integer", "number"}:  # noqa: PLR2004 - no number is longer
        return None
    try:
        return int(text)
    except ValueError:
        pass
    try:
        value = float(text)
    except ValueError:
        return None
    return value if "number" in types and math.isfinite(value) else None


def identity(value: Json) -> object:
    """Return a key that is equal for values that are equal in JSON: 1 and 1.0 are, 1 and true are not."""
    if isinstance(value, bool):
        return ("boolean", value)
    if isinstance(value, int | float):
        return ("number", value)
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, sort_keys=True)
