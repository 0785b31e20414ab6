"""The JSON types that a schema allows, of all its parts together."""

from collections.abc import Sequence
from typing import Final

from attrs import frozen

from seawall.codegen.api.source import Node, Source, shown

__all__ = ["ValueTypes", "value_types"]

_TYPES: Final = ("object", "array", "string", "integer", "number", "boolean", "null")
# A schema without `type` is read as the type that its keywords are for; the first that matches.
_KEYWORDS: Final = (
    (
        "object",
        {
            "properties",
            "additionalProperties",
            "patternProperties",
            "required",
            "minProperties",
            "maxProperties",
            "propertyNames",
            "dependentRequired",
            "dependentSchemas",
        },
    ),
    ("array", {"items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains"}),
    ("string", {"pattern", "minLength", "maxLength", "contentMediaType", "contentEncoding"}),
    ("number", {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}),
)
_FORMATS: Final = {
    "int32": "integer",
    "int64": "integer",
    "float": "number",
    "double": "number",
}


@frozen
class ValueTypes:
    """The types that fit, without null; `names` is None if every type fits.

    `is_conflict` is true if the parts have no type in common; `names` are those of the last part then.
    """

    names: tuple[str, ...] | None
    is_nullable: bool = False
    is_conflict: bool = False


def value_types(source: Source, parts: Sequence[Node]) -> ValueTypes:
    """The types that all of `parts` allow.

    The last part that names a type says whether null fits: a schema that extends a nullable one is not
    nullable unless it says so.
    """
    common: tuple[str, ...] | None = None
    is_nullable = is_conflict = False
    for part in parts:
        listed = _listed_types(source, part)
        if listed is None:
            if "object" in _inferred_types([part]):
                is_nullable = False
            continue
        is_nullable = "null" in listed
        names = tuple(name for name in listed if name != "null")
        both = names if common is None else _intersection(common, names)
        # [null] alone beside another type narrows it to null.
        is_conflict = is_conflict or bool(common and names and not both)
        common = both or names
    if common is None:
        return ValueTypes(_inferred_types(parts) or None)
    return ValueTypes(common, is_nullable, is_conflict)


def _listed_types(source: Source, part: Node) -> tuple[str, ...] | None:
    listed = part.get("type")
    if listed is None:
        return None
    names = listed if isinstance(listed, list) else [listed]
    known = tuple(dict.fromkeys(name for name in names if isinstance(name, str) and name in _TYPES))
    if len(known) < len(names):
        source.report(part.pointer, f"`type` is {shown(listed)}.", f"Use some of {', '.join(_TYPES)}.")
    # An integer is a number.
    return tuple(name for name in known if name != "integer" or "number" not in known) or None


def _intersection(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    found = [name for name in second if name in first]
    if "integer" not in found and {"integer", "number"} <= {*first, *second}:
        found.append("integer")
    return tuple(found)


def _inferred_types(parts: Sequence[Node]) -> tuple[str, ...]:
    """The type that the keywords of `parts` are for, if they name none."""
    keys = {key for part in parts for key in part.content()}
    for name, keywords in _KEYWORDS:
        if keys & keywords:
            return (name,)
    form = next((part.get("format") for part in reversed(parts) if part.get("format")), None)
    if not isinstance(form, str) or "enum" in keys or "const" in keys:
        return ()
    return (_FORMATS.get(form, "string"),)
