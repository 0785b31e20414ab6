"""Fields of JSON objects by their type; a field of another type counts as absent."""

from collections.abc import Mapping
from types import MappingProxyType

from seawall.codegen.spec.document import Json

__all__ = [
    "child_pointer",
    "count_field",
    "extension_fields",
    "flag_field",
    "list_field",
    "number_field",
    "object_field",
    "text_field",
    "texts_field",
]

_EMPTY: Mapping[str, Json] = MappingProxyType({})


def text_field(value: Mapping[str, Json], key: str) -> str:
    """The string at `key`, or an empty one."""
    found = value.get(key)
    return found if isinstance(found, str) else ""


def flag_field(value: Mapping[str, Json], key: str) -> bool:
    """True only if `key` is `true`."""
    return value.get(key) is True


def object_field(value: Mapping[str, Json], key: str) -> Mapping[str, Json]:
    """The object at `key`, or an empty one."""
    found = value.get(key)
    return found if isinstance(found, dict) else _EMPTY


def list_field(value: Mapping[str, Json], key: str) -> list[Json]:
    """The list at `key`, or an empty one."""
    found = value.get(key)
    return found if isinstance(found, list) else []


def texts_field(value: Mapping[str, Json], key: str) -> tuple[str, ...]:
    """The strings in the list at `key`."""
    return tuple(item for item in list_field(value, key) if isinstance(item, str))


def number_field(value: Mapping[str, Json], key: str) -> int | float | None:
    """The number at `key`, if there is one."""
    found = value.get(key)
    return found if isinstance(found, int | float) and not isinstance(found, bool) else None


def count_field(value: Mapping[str, Json], key: str) -> int | None:
    """The whole number of at least 0 at `key`, if there is one."""
    found = number_field(value, key)
    return int(found) if found is not None and found >= 0 and found == int(found) else None


def extension_fields(value: Mapping[str, Json]) -> Mapping[str, Json]:
    """The fields whose names start with `x-`."""
    found = {key: item for key, item in value.items() if key.startswith("x-")}
    return found or _EMPTY


def child_pointer(pointer: str, *keys: str | int) -> str:
    """The JSON pointer of a part of the value at `pointer`."""
    for key in keys:
        pointer = f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"
    return pointer
