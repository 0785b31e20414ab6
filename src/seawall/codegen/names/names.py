"""Clean names, pinned: (method, path) to function name, schema to class name.

A pin, once committed, wins for ever, so that a renamed operationId does not rename a function. What has no
pin yet gets a proposed name, which is then pinned.
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
    "class_name",
    "member_name",
    "operation_key",
    "proposed_operation",
    "python_name",
    "read_names",
    "snake",
    "with_proposals",
    "write_names",
]

# A name is for people; what is cut off is told apart by a number.
_MOST_LETTERS = 120
_BUILTINS = frozenset(dir(builtins))
# Names that generated modules use themselves.
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
    """The pins of one SDK: `operations` by `GET /v1/runs`, `schemas` by the spec's name."""

    operations: Mapping[str, str]
    schemas: Mapping[str, str]


def operation_key(method: str, path: str) -> str:
    """How an operation is named in the names file and in messages: `GET /v1/runs`."""
    return f"{method.upper()} {path}"


def snake(text: str) -> str:
    """`text` in snake_case, ASCII letters, digits and single underscores only; may be empty."""
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", text[:_MOST_LETTERS])
    return re.sub(r"[^A-Za-z0-9]+", "_", text).strip("_").lower()


def python_name(
    wire: str, taken: AbstractSet[str] = frozenset(), *, reserved: frozenset[str] = frozenset()
) -> str:
    """A Python name for what is called `wire` on the wire, unlike those `taken`."""
    # A name that is clean already stays, double underscores in the middle included: `item_id__in`.
    clean = re.fullmatch(r"[a-z][a-z0-9_]*", wire) is not None and len(wire) <= _MOST_LETTERS
    name = wire if clean else snake(wire)
    if not name:
        name = "unnamed"
    elif not name[0].isalpha():
        name = f"field_{name}"
    if keyword.iskeyword(name) or name in reserved:
        name = f"{name}_"
    return _unlike(name, taken)


def member_name(value: str, taken: AbstractSet[str] = frozenset()) -> str:
    """The name of an enum member: `in-progress` is IN_PROGRESS."""
    text = value[:_MOST_LETTERS]
    stem = re.sub(r"[^A-Za-z0-9]+", "_", text).strip("_") if value.isupper() else snake(text)
    name = stem.upper()
    if not name:
        name = "VALUE"
    elif not name[0].isalpha():
        name = f"VALUE_{name}"
    return _unlike(name, taken)


def class_name(schema: str) -> str:
    """The proposed class name of a schema: `Body_create_run` is BodyCreateRun."""
    words = re.findall(r"[A-Za-z0-9]+", schema[:_MOST_LETTERS])
    name = "".join(word[0].upper() + word[1:] for word in words)
    if not name or not name[0].isalpha():
        name = f"Model{name}"
    return f"{name}Model" if keyword.iskeyword(name) or name in RESERVED_CLASSES else name


def proposed_operation(method: str, path: str, operation_id: str | None) -> str:
    """The proposed function name of an operation.

    FastAPI appends path and method to the name of the function; that suffix goes. Without an operationId
    the name is made of method and path.
    """
    suffix = re.sub(r"\W", "_", path) + "_" + method.lower()
    stem = (operation_id or "").removesuffix(suffix)
    name = snake(stem) or snake(f"{method} {path}")
    if not name[0].isalpha():
        name = f"call_{name}"
    return f"{name}_" if keyword.iskeyword(name) or name in RESERVED_FUNCTIONS else name


def _unlike(name: str, taken: AbstractSet[str], *, between: str = "_") -> str:
    if name not in taken:
        return name
    number = 2
    while f"{name}{between}{number}" in taken:
        number += 1
    return f"{name}{between}{number}"


def read_names(document: Mapping[str, Json] | None, source: str) -> Names:
    """The pins in a names file, none where there is no file yet. Raises NamesError where it is malformed."""
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
        raise NamesError(f"{source}: `{key}` must map names of the spec to names in Python.")
    pins = {}
    for name, pin in table.items():
        if not isinstance(pin, str):
            raise NamesError(f"{source}, {key}, {name!r}: the pin must be a text.")
        pins[name] = pin
    return pins


def with_proposals(
    pins: Names, operations: Mapping[str, str], schemas: Collection[str], source: str
) -> Names:
    """The pins, and a proposal for each of `operations` (key to proposal) and `schemas` that has none.

    Raises NamesError where a name in use is no Python name or stands for two things.
    """
    named = {key: pins.operations.get(key, proposal) for key, proposal in operations.items()}
    classes = {schema: pins.schemas[schema] for schema in schemas if schema in pins.schemas}
    for schema in sorted(set(schemas) - set(classes)):
        classes[schema] = _unlike(class_name(schema), set(classes.values()), between="")
    _check(named, "operations", source, r"[a-z][a-z0-9_]*", RESERVED_FUNCTIONS)
    _check(classes, "schemas", source, r"[A-Z][A-Za-z0-9_]*", RESERVED_CLASSES)
    return Names(operations={**pins.operations, **named}, schemas={**pins.schemas, **classes})


def _check(names: Mapping[str, str], table: str, source: str, shape: str, reserved: frozenset[str]) -> None:
    owners: dict[str, str] = {}
    for key, name in sorted(names.items()):
        edit = f'edit "{table}" in {source}'
        if not re.fullmatch(shape, name) or keyword.iskeyword(name) or name in reserved:
            raise NamesError(f"{name!r} can not be the name of {key!r} in Python; {edit}.")
        # The parser sees no difference between one underscore and several.
        alike = re.sub("_+", "_", name).strip("_")
        if alike in owners:
            raise NamesError(f"{owners[alike]!r} and {key!r} would both be called like {name!r}; {edit}.")
        owners[alike] = key


def write_names(names: Names) -> bytes:
    """The names file, sorted."""
    document = {"operations": dict(names.operations), "schemas": dict(names.schemas)}
    return (json.dumps(document, indent=2, sort_keys=True) + "\n").encode("ascii")
