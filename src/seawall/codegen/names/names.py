"""Pinned names: (method, path) to function name, schema to class name.

A committed pin always wins, so a renamed operationId does not rename a function. An operation or schema
without a pin gets a proposed name, which is then pinned.
"""

import builtins
import json
import keyword
import re
from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet

from attrs import frozen

from seawall.codegen.errors import NamesError
from seawall.codegen.spec.document import Json

__all__ = [
    "Names",
    "add_proposals",
    "class_name",
    "member_name",
    "operation_key",
    "propose_function_name",
    "python_name",
    "read_names",
    "snake",
    "write_names",
]

# Longer names are cut; a number makes them unique again.
_MAX_NAME_LENGTH = 120
_BUILTINS = frozenset(dir(builtins))
# Names that the generated modules use themselves.
RESERVED_CLASSES = _BUILTINS | {
    "Any",
    "UUID",
    "UNSET",
    "UnsetType",
    "OpenEnum",
    "Literal",
    "Call",
    "Operation",
}
RESERVED_FUNCTIONS = _BUILTINS | {"dt", "enums", "models"}
RESERVED_FIELDS = frozenset(
    {
        "bool",
        "bytes",
        "dict",
        "dt",
        "enums",
        "field",
        "float",
        "frozen",
        "int",
        "list",
        "object",
        "self",
        "str",
    }
)


@frozen
class Names:
    """The pins of one SDK: function names by `GET /v1/runs`, class names by schema name."""

    operations: Mapping[str, str]
    schemas: Mapping[str, str]


def operation_key(method: str, path: str) -> str:
    """The key of an operation in the names file and in messages: `GET /v1/runs`."""
    return f"{method.upper()} {path}"


def snake(text: str) -> str:
    """Convert `text` to snake_case: ASCII letters, digits and single underscores; may be empty."""
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", text[:_MAX_NAME_LENGTH])
    return re.sub(r"[^A-Za-z0-9]+", "_", text).strip("_").lower()


def python_name(
    wire: str, taken: AbstractSet[str] = frozenset(), *, reserved: frozenset[str] = frozenset()
) -> str:
    """Convert the wire name `wire` to a Python name that is not in `taken`."""
    # A clean name stays as it is, with double underscores: `item_id__in`.
    clean = re.fullmatch(r"[a-z][a-z0-9_]*", wire) is not None and len(wire) <= _MAX_NAME_LENGTH
    name = wire if clean else snake(wire)
    if not name:
        name = "unnamed"
    elif not name[0].isalpha():
        name = f"field_{name}"
    if keyword.iskeyword(name) or name in reserved:
        name = f"{name}_"
    return _deduplicate(name, taken)


def member_name(value: str, taken: AbstractSet[str] = frozenset()) -> str:
    """Convert an enum value to a member name: `in-progress` becomes IN_PROGRESS."""
    text = value[:_MAX_NAME_LENGTH]
    # snake() would split a constant such as HTTP2X into several words.
    stem = re.sub(r"[^A-Za-z0-9]+", "_", text).strip("_") if value.isupper() else snake(text)
    name = stem.upper()
    if not name:
        name = "VALUE"
    elif not name[0].isalpha():
        name = f"VALUE_{name}"
    return _deduplicate(name, taken)


def class_name(schema: str) -> str:
    """Propose a class name for a schema: `Body_create_run` becomes BodyCreateRun."""
    words = re.findall(r"[A-Za-z0-9]+", schema[:_MAX_NAME_LENGTH])
    name = "".join(word[0].upper() + word[1:] for word in words)
    if not name or not name[0].isalpha():
        name = f"Model{name}"
    return f"{name}Model" if keyword.iskeyword(name) or name in RESERVED_CLASSES else name


def propose_function_name(method: str, path: str, operation_id: str | None) -> str:
    """Propose a function name for an operation.

    FastAPI appends path and method to the function's name; that suffix is removed. Without an operationId the
    name consists of method and path.
    """
    suffix = re.sub(r"\W", "_", path) + "_" + method.lower()
    stem = (operation_id or "").removesuffix(suffix)
    name = snake(stem) or snake(f"{method} {path}")
    if not name[0].isalpha():
        name = f"call_{name}"
    return f"{name}_" if keyword.iskeyword(name) or name in RESERVED_FUNCTIONS else name


def _deduplicate(name: str, taken: AbstractSet[str], *, separator: str = "_") -> str:
    if name not in taken:
        return name
    number = 2
    while f"{name}{separator}{number}" in taken:
        number += 1
    return f"{name}{separator}{number}"


def read_names(document: Mapping[str, Json] | None, source: str) -> Names:
    """Read the pins of a names file; there may be no file yet. Raises NamesError if it is malformed."""
    document = document or {}
    unknown = sorted(set(document) - {"operations", "schemas"})
    if unknown:
        raise NamesError(f"{source} has an unknown key `{unknown[0]}`; it holds `operations` and `schemas`.")
    return Names(
        operations=_pins(document.get("operations", {}), source, "operations"),
        schemas=_pins(document.get("schemas", {}), source, "schemas"),
    )


def _pins(table: Json, source: str, key: str) -> dict[str, str]:
    if not isinstance(table, dict):
        raise NamesError(f"{source}: `{key}` must map names of the spec to Python names.")
    pins = {}
    for name, pin in table.items():
        if not isinstance(pin, str):
            raise NamesError(f"{source}, {key}, {name!r}: the Python name must be a string.")
        pins[name] = pin
    return pins


def add_proposals(pins: Names, operations: Mapping[str, str], schemas: Collection[str], source: str) -> Names:
    """Add a name for each of `operations` (key to proposal) and `schemas` that has no pin.

    Raises NamesError if a name is not a valid Python name or is used twice.
    """
    named = {key: pins.operations.get(key, proposal) for key, proposal in operations.items()}
    classes = {schema: pins.schemas[schema] for schema in schemas if schema in pins.schemas}
    # Sorted, so that the numbers of equal names do not depend on the order of the spec.
    for schema in sorted(set(schemas) - set(classes)):
        classes[schema] = _deduplicate(class_name(schema), set(classes.values()), separator="")
    _check(named, "operations", source, r"[a-z][a-z0-9_]*", RESERVED_FUNCTIONS)
    _check(classes, "schemas", source, r"[A-Z][A-Za-z0-9_]*", RESERVED_CLASSES)
    return Names(operations={**pins.operations, **named}, schemas={**pins.schemas, **classes})


def _check(names: Mapping[str, str], table: str, source: str, pattern: str, reserved: frozenset[str]) -> None:
    owners: dict[str, str] = {}
    for key, name in sorted(names.items()):
        edit = f'edit "{table}" in {source}'
        if not re.fullmatch(pattern, name) or keyword.iskeyword(name) or name in reserved:
            raise NamesError(f"{name!r} is not a valid Python name for {key!r}; {edit}.")
        # The parser merges consecutive underscores, so names that differ only in those collide.
        merged = re.sub("_+", "_", name).strip("_")
        if merged in owners:
            raise NamesError(f"{owners[merged]!r} and {key!r} have the same name {name!r}; {edit}.")
        owners[merged] = key


def write_names(names: Names) -> bytes:
    """Serialise the names file, sorted."""
    document = {"operations": dict(names.operations), "schemas": dict(names.schemas)}
    return (json.dumps(document, indent=2, sort_keys=True) + "\n").encode("ascii")
