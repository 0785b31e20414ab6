"""Keywords of a schema by the kind of their value; a value of another kind is converted or left out."""

from collections.abc import Callable

from seawall.codegen.doctor.conversion import NOTHING, Conversion
from seawall.codegen.doctor.place import Place
from seawall.codegen.doctor.schema.values import converted, type_of
from seawall.codegen.spec.plain_data import Json

__all__ = ["MAPS", "SCHEMAS", "SCHEMA_LISTS", "check_kinds"]

SCHEMAS = (
    "items",
    "additionalProperties",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
    "contentSchema",
)
"""Keywords whose value is a schema."""

MAPS = ("properties", "patternProperties", "dependentSchemas")
"""Keywords whose value is a map of schemas."""

SCHEMA_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
"""Keywords whose value is a list of schemas."""

_STRING = frozenset({"string"})
_INTEGER = frozenset({"integer"})
_NUMBER = frozenset({"number", "integer"})
_BOOLEAN = frozenset({"boolean"})
_OBJECT = frozenset({"object"})
_ARRAY = frozenset({"array"})
_SCHEMA = frozenset({"object", "boolean"})

_KINDS: dict[str, frozenset[str]] = {
    **dict.fromkeys(("$ref", "$dynamicRef", "$recursiveRef", "title", "description", "format"), _STRING),
    **dict.fromkeys(("pattern", "contentMediaType", "contentEncoding"), _STRING),
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems"), _INTEGER),
    **dict.fromkeys(("minProperties", "maxProperties", "minContains", "maxContains"), _INTEGER),
    **dict.fromkeys(("minimum", "maximum", "multipleOf"), _NUMBER),
    **dict.fromkeys(("exclusiveMinimum", "exclusiveMaximum"), _NUMBER | _BOOLEAN),
    **dict.fromkeys(("readOnly", "writeOnly", "deprecated", "uniqueItems"), _BOOLEAN),
    **dict.fromkeys(("nullable", "x-nullable"), _BOOLEAN),
    **dict.fromkeys(SCHEMAS, _SCHEMA),
    **dict.fromkeys(MAPS, _OBJECT),
    **dict.fromkeys(SCHEMA_LISTS, _ARRAY),
    "items": _SCHEMA | _ARRAY,
    "type": _STRING | _ARRAY,
    "enum": _ARRAY,
    "examples": _ARRAY,
    "required": _ARRAY | _BOOLEAN,
    "discriminator": _OBJECT | _STRING,
    "xml": _OBJECT,
    "externalDocs": _OBJECT,
}


def check_kinds(conversion: Conversion, schema: dict[str, Json], place: Place) -> None:
    """Convert or drop the keywords of `schema` whose value has the wrong kind."""
    for keyword in [*schema]:
        kinds = _KINDS.get(keyword)
        if kinds is None:
            continue
        value = schema[keyword]
        kind = type_of(value)
        if kind in kinds:
            continue
        better = _REPAIRS.get(keyword, _converted)(value, kinds)
        if better is None:
            del schema[keyword]
        else:
            schema[keyword] = better
        conversion.fix(
            "invalid-value",
            place / keyword,
            f"`{keyword}` is of type {kind}.",
            before=value,
            after=NOTHING if better is None else better,
        )


def _converted(value: Json, kinds: frozenset[str]) -> Json:
    better = converted(value, kinds)
    if better is None and kinds == _ARRAY and isinstance(value, dict):
        return [value]
    return better


def _enum(value: Json, _kinds: frozenset[str]) -> Json:
    return None if value is None else [*value] if isinstance(value, dict) else [value]


def _examples(value: Json, _kinds: frozenset[str]) -> Json:
    """`examples` as a map of Example Objects, the form of media types."""
    if not isinstance(value, dict):
        return None
    return [item["value"] if isinstance(item, dict) and "value" in item else item for item in value.values()]


def _required(value: Json, _kinds: frozenset[str]) -> Json:
    return [value] if isinstance(value, str) and value else None


def _none(_value: Json, _kinds: frozenset[str]) -> Json:
    return None


_REPAIRS: dict[str, Callable[[Json, frozenset[str]], Json]] = {
    "enum": _enum,
    "examples": _examples,
    "required": _required,
    **dict.fromkeys(("$ref", "$dynamicRef", "$recursiveRef"), _none),
}
