"""Enumerations: `enum`, `const`, and the names that extensions give to their values."""

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from attrs import evolve, field, frozen

from seawall.codegen.api.shapes import Enumeration
from seawall.codegen.api.source import Node, Source
from seawall.codegen.spec.document import Json

__all__ = ["Constants", "constants_of", "enumeration"]

Scalar: TypeAlias = str | int | float | bool
# In Python True equals 1.
Key: TypeAlias = tuple[bool, Scalar]

_NAMES: Final = (
    "x-enum-varnames",
    "x-enum-varNames",
    "x-enumNames",
    "x-enum-names",
    "x-enum-keys",
    "x-speakeasy-enums",
)
_DESCRIPTIONS: Final = (
    "x-enum-descriptions",
    "x-enumDescriptions",
    "x-enum-description",
    "x-enum-comments",
    "x-speakeasy-enum-descriptions",
)
_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}

# Decoders compare integers of this size, with their sign.
_MOST_BITS: Final = 64


@frozen
class Constants:
    """The values that fit, with null aside; names and descriptions by value, those that there are."""

    values: tuple[Scalar, ...]
    names: Mapping[Key, str] = field(factory=dict)
    descriptions: Mapping[Key, str] = field(factory=dict)
    is_const: bool = False
    is_nullable: bool = False


def constants_of(source: Source, parts: Sequence[Node]) -> Constants | None:
    """The values that all of `parts` allow; None if any value of the type fits."""
    found: Constants | None = None
    for part in parts:
        own = _own_constants(source, part)
        if own is not None:
            found = own if found is None else _common(source, found, own, part.pointer)
    return found


def enumeration(constants: Constants, types: tuple[str, ...] | None) -> Enumeration:
    """The enumeration of those constants that are of one of `types`, or of all if none is."""
    fitting = [value for value in constants.values if types is None or _is_of(value, types)]
    keys = [_key(value) for value in fitting or constants.values]
    names = tuple(constants.names.get(key, "") for key in keys)
    descriptions = tuple(constants.descriptions.get(key, "") for key in keys)
    return Enumeration(
        values=tuple(value for _, value in keys),
        names=names if any(names) else (),
        descriptions=descriptions if any(descriptions) else (),
        is_const=constants.is_const,
    )


def _key(value: Scalar) -> Key:
    return isinstance(value, bool), value


def _is_of(value: Scalar, types: tuple[str, ...]) -> bool:
    if isinstance(value, bool):
        return "boolean" in types
    return any(isinstance(value, _TYPES.get(name, ())) for name in types if name != "boolean")


def _own_constants(source: Source, part: Node) -> Constants | None:
    content = part.content()
    is_const = "const" in content
    listed = [content["const"]] if is_const else content.get("enum")
    if not isinstance(listed, list) or not listed:
        return None
    positions: dict[Key, int] = {}
    for number, value in enumerate(listed):
        if isinstance(value, list | dict):
            source.report(
                part.pointer,
                "A constant is an object or a list; any value of its type fits.",
                "Describe the value by a schema.",
            )
            return None
        if isinstance(value, int) and value.bit_length() >= _MOST_BITS:
            source.report(
                part.pointer,
                "A constant has more than 64 bits; any value of its type fits.",
                "Describe the values by a schema.",
            )
            return None
        if value is not None:
            positions.setdefault(_key(value), number)
    return Constants(
        tuple(value for _, value in positions),
        names=_labels(content, positions, _NAMES, "name"),
        descriptions=_labels(content, positions, _DESCRIPTIONS, "description"),
        is_const=is_const,
        is_nullable=None in listed,
    )


def _labels(
    content: Mapping[str, Json], positions: Mapping[Key, int], extensions: Sequence[str], ms_key: str
) -> dict[Key, str]:
    """The labels of the values: a list by position, or an object by value."""
    given = next((content[key] for key in extensions if content.get(key)), None)
    if given is None:
        given = _microsoft_labels(content.get("x-ms-enum"), ms_key)
    labels = {}
    for key, position in positions.items():
        label: Json = None
        if isinstance(given, list) and position < len(given):
            label = given[position]
        elif isinstance(given, dict):
            label = given.get(str(key[1]))
        if isinstance(label, str) and label:
            labels[key] = label
    return labels


def _microsoft_labels(extension: Json, key: str) -> dict[str, Json]:
    listed = extension.get("values") if isinstance(extension, dict) else None
    return {
        str(item.get("value")): item.get(key)
        for item in (listed if isinstance(listed, list) else ())
        if isinstance(item, dict)
    }


def _common(source: Source, first: Constants, second: Constants, pointer: str) -> Constants:
    allowed = {_key(value) for value in first.values}
    values = tuple(value for value in second.values if _key(value) in allowed)
    if not values and first.values and second.values:
        source.report(
            pointer,
            "The constants have none in common with those of the schema that this one extends.",
            "Make them a part of those.",
        )
        values = second.values
    return evolve(
        second,
        values=values,
        names={**first.names, **second.names},
        descriptions={**first.descriptions, **second.descriptions},
        is_const=first.is_const or second.is_const,
        is_nullable=first.is_nullable and second.is_nullable,
    )
