"""Objects, lists, texts and maps that the specification asks for, made from what a document has."""

from collections.abc import Collection, Iterator

from seawall.codegen.doctor.conversion import NOTHING, Conversion
from seawall.codegen.doctor.fix import Severity
from seawall.codegen.doctor.place import Place
from seawall.codegen.doctor.references import Target
from seawall.codegen.doctor.schema.values import converted, type_of
from seawall.codegen.spec.plain_data import Json

__all__ = [
    "as_list",
    "as_object",
    "entries",
    "flag_kinds",
    "is_schema",
    "reference_to",
    "resolved",
    "text_kinds",
]

_STRING = frozenset({"string"})
_SCHEMA_KEYWORDS = frozenset(
    {"type", "properties", "allOf", "oneOf", "anyOf", "items", "enum", "additionalProperties"}
)
_NO_SCHEMA = frozenset({"content", "schema", "itemSchema", "headers", "encoding"})
_TEXTS = frozenset({"summary", "description"})
_BOOLEAN = frozenset({"boolean"})


def as_object(conversion: Conversion, value: Json, place: Place) -> dict[str, Json]:
    """Return `value` if it is an object, otherwise an empty one; only null is no fault.

    A `$ref` that is no text is left out.
    """
    if isinstance(value, dict):
        if isinstance(value.get("$ref", ""), str):
            return value
        message = "A reference is text."
        conversion.fix("invalid-value", place / "$ref", message, before=value["$ref"])
        return {key: item for key, item in value.items() if key != "$ref"}
    if value is not None:
        # Some generators write an empty object as a list.
        severity = Severity.INFO if value == [] else Severity.ERROR
        conversion.fix("invalid-value", place, "It must be an object.", before=value, severity=severity)
    return {}


def as_list(conversion: Conversion, value: Json, place: Place) -> list[Json]:
    """Return `value` if it is a list; an object or a text becomes its only item, anything else goes."""
    if isinstance(value, list):
        return value
    if value is not None:
        conversion.fix("invalid-value", place, "It must be a list.", before=value)
    return [value] if isinstance(value, dict | str) else []


def text_kinds(conversion: Conversion, part: dict[str, Json], names: Collection[str], place: Place) -> None:
    """Convert the values of `names` in `part` to text, or drop them."""
    _kinds(conversion, part, names, _STRING, place)


def flag_kinds(conversion: Conversion, part: dict[str, Json], names: Collection[str], place: Place) -> None:
    """Convert the values of `names` in `part` to booleans, or drop them."""
    _kinds(conversion, part, names, _BOOLEAN, place)


def _kinds(
    conversion: Conversion, part: dict[str, Json], names: Collection[str], kinds: frozenset[str], place: Place
) -> None:
    for name in names:
        if name not in part or type_of(part[name]) in kinds:
            continue
        value = part.pop(name)
        better = converted(value, kinds)
        if better is not None:
            part[name] = better
        after = NOTHING if better is None else better
        message = f"`{name}` must be a {next(iter(kinds))}."
        conversion.fix("invalid-value", place / name, message, before=value, after=after)


def resolved(conversion: Conversion, kind: str, value: Json, place: Place) -> Target | None:
    """Return `value`, or the end of the references that begin there; None if they lead nowhere."""
    if not (isinstance(value, dict) and isinstance(value.get("$ref"), str)):
        return Target(place, value)
    target = conversion.target(kind, str(value["$ref"]), place / "$ref")
    return None if target is None else conversion.references.follow(target)


def is_schema(value: Json) -> bool:
    """Return whether `value` looks like a schema, and not like an answer, a body or a media type."""
    if not isinstance(value, dict) or not _NO_SCHEMA.isdisjoint(value):
        return False
    return not _SCHEMA_KEYWORDS.isdisjoint(value)


def reference_to(kind: str, name: str, written: dict[str, Json]) -> dict[str, Json]:
    """Return the reference to a component, with the texts and extensions beside the `written` one."""
    texts = {key: item for key, item in written.items() if key in _TEXTS or key.startswith("x-")}
    kept = {key: item for key, item in texts.items() if key not in _TEXTS or isinstance(item, str)}
    return {**kept, "$ref": f"#/components/{kind}/{name}"}


def entries(conversion: Conversion, value: Json, place: Place) -> Iterator[tuple[str, Json, Place]]:
    """Yield the names, values and places of a map; one that is a reference is followed."""
    target = resolved(conversion, "schemas", value, place)
    if target is None:
        conversion.fix("lost-reference", place, "The whole map is missing.", before=value)
        return
    for name, item in as_object(conversion, target.value, target.place).items():
        conversion.check_name(name, target.place)
        yield name, item, target.place / name
