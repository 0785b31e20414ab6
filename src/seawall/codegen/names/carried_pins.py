"""Pins across a bump: a part that is only spelt in another way keeps its Python name."""

import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

from attrs import evolve

from seawall.codegen.api.lists import plain_name
from seawall.codegen.diff.change import Change, Diff, Rename
from seawall.codegen.names.names import Pins
from seawall.codegen.spec.pointers import component_name

__all__ = ["carried_pins"]

T = TypeVar("T")

_OWNERS = frozenset({"operation-path-renamed", "schema-renamed"})
_RULES = _OWNERS | {"parameter-renamed", "property-renamed", "enum-value-renamed"}


def carried_pins(pins: Pins, diff: Diff) -> Pins:
    """The pins of the old version of `diff`, for the new one.

    A schema, property, parameter or enum value whose spelling differs only in case or punctuation keeps its
    pin, and so does an operation if only its placeholders have other names. Otherwise the pin of the old
    spelling would take the best name from the new one. Other renamed parts get names of their own.
    """
    # A parameter is pinned under its operation and a property under its schema: these are moved last.
    for change in sorted(diff.changes, key=lambda one: one.rule in _OWNERS):
        pins = _carried(pins, change)
    return pins


def _carried(pins: Pins, change: Change) -> Pins:
    rename = change.rename
    if rename is None or not _keeps_name(change.rule, rename):
        return pins
    keys = {rename.old: rename.new}
    owners = [component_name(re.sub(r"/(properties|enum)/[^/]+$", "", change.old)) or ""]
    match change.rule:
        case "operation-path-renamed":
            return _with_operation(pins, rename.old, rename.new)
        case "schema-renamed":
            return _with_schema(pins, keys)
        case "parameter-renamed":
            return evolve(pins, parameters=_moved_inside(pins.parameters, change.requests, keys))
        case "property-renamed":
            return evolve(pins, fields=_moved_inside(pins.fields, owners, keys))
        case _:
            return evolve(pins, members=_moved_inside(pins.members, owners, keys))


def _keeps_name(rule: str, rename: Rename) -> bool:
    is_respelt = plain_name(rename.old) == plain_name(rename.new)
    return rule == "operation-path-renamed" or (rule in _RULES and is_respelt)


def _with_schema(pins: Pins, keys: Mapping[str, str]) -> Pins:
    return evolve(
        pins,
        schemas=_moved(pins.schemas, keys),
        fields=_moved(pins.fields, keys),
        members=_moved(pins.members, keys),
    )


def _with_operation(pins: Pins, old: str, new: str) -> Pins:
    # The keys of the classes inside an operation begin with its own.
    inline = {key: new + key.removeprefix(old) for key in pins.inline if key.startswith(f"{old} ")}
    return evolve(
        pins,
        operations=_moved(pins.operations, {old: new}),
        parameters=_moved(pins.parameters, {old: new}),
        inline=_moved(pins.inline, inline),
        fields=_moved(pins.fields, inline),
        members=_moved(pins.members, inline),
    )


def _moved_inside(
    tables: Mapping[str, Mapping[str, str]], owners: Iterable[str], keys: Mapping[str, str]
) -> Mapping[str, Mapping[str, str]]:
    return {**tables, **{owner: _moved(tables[owner], keys) for owner in owners if owner in tables}}


def _moved(table: Mapping[str, T], keys: Mapping[str, str]) -> dict[str, T]:
    """The table with other keys; an entry that is there under the new key already stays."""
    return {
        keys[key] if key in keys and keys[key] not in table else key: value for key, value in table.items()
    }
