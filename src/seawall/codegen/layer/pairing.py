"""Pairs the parts of two versions of a generated client: the part of the new one that an old part became.

Names of the client prove nothing: a part is followed by the renames of the diff, by its place in the spec,
and by the places that use it.
"""

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from seawall.codegen.diff.change import Diff
from seawall.codegen.layer.class_pairing import mentioned_classes, pair_classes
from seawall.codegen.layer.client import ClientClass, ClientFunction, GeneratedClient, Part, PartKind

__all__ = ["paired_function", "paired_parts"]

_OPERATION_RULES = frozenset({"operation-moved", "operation-path-renamed"})
_PARAMETER_RULES = frozenset({"parameter-renamed", "parameter-moved", "path-parameter-renamed"})


def paired_parts(old: GeneratedClient, new: GeneratedClient, diff: Diff) -> dict[Part, Part | None]:
    """The part of `new` that each part of `old` became, None if it is gone."""
    renames = _renames(diff)
    pairs: dict[Part, Part | None] = {}
    operations = dict(_operations(old, new, renames))
    for key, new_key in operations.items():
        pairs[Part(PartKind.OPERATION, key)] = Part(PartKind.OPERATION, new_key) if new_key else None
    pairs |= _parameters(old, new, operations, renames)
    classes = pair_classes(old, new, diff, pairs)
    for name, found in old.classes.items():
        after = new.classes.get(classes.get(name, ""))
        pairs[Part(PartKind.CLASS, name)] = Part(PartKind.CLASS, after.name) if after else None
        pairs |= _fields(found, _models(after, new), renames)
        pairs |= _members(found, after, renames)
    return pairs


def paired_function(
    function: ClientFunction, new: GeneratedClient, pairs: Mapping[Part, Part | None]
) -> ClientFunction | None:
    """The function of `new` for the operation of `function`: in the stock style the one that sends alike."""
    part = pairs.get(Part(PartKind.OPERATION, function.operation))
    if part is None:
        return None
    found = [one for one in new.functions if one.operation == part.owner]
    same = [one for one in found if one.name == function.name]
    return next(iter(same or found), None)


@frozen(kw_only=True)
class _Renames:
    """The renames of a diff, by kind."""

    operations: Mapping[str, str]
    parameters: Mapping[tuple[str, str], str]
    properties: Mapping[str, str]
    values: Mapping[tuple[str, str], str]


def _renames(diff: Diff) -> _Renames:
    operations: dict[str, str] = {}
    parameters: dict[tuple[str, str], str] = {}
    properties: dict[str, str] = {}
    values: dict[tuple[str, str], str] = {}
    for change in diff.changes:
        if change.rename is None:
            continue
        if change.rule in _OPERATION_RULES:
            operations[change.rename.old] = change.rename.new
        elif change.rule in _PARAMETER_RULES:
            parameters |= {
                (operation, change.rename.old): change.rename.new for operation in change.operations
            }
        elif change.rule == "property-renamed":
            properties[change.old] = change.rename.new
        elif change.rule == "enum-value-renamed":
            values[change.old, change.rename.old] = change.rename.new
    return _Renames(operations=operations, parameters=parameters, properties=properties, values=values)


def _operations(old: GeneratedClient, new: GeneratedClient, renames: _Renames) -> Iterator[tuple[str, str]]:
    """The new key of each operation, empty if it is gone."""
    known = {function.operation for function in new.functions}
    for key in dict.fromkeys(function.operation for function in old.functions):
        after = renames.operations.get(key, key)
        yield key, after if after in known else ""


def _parameters(
    old: GeneratedClient, new: GeneratedClient, operations: Mapping[str, str], renames: _Renames
) -> Iterator[tuple[Part, Part | None]]:
    after = {function.operation: list(function.arguments.values()) for function in new.functions}
    for function in old.functions:
        new_key = operations[function.operation]
        known = after.get(new_key, [])
        for parameter in function.arguments.values():
            name = renames.parameters.get((function.operation, parameter), parameter)
            if name not in known:
                name = _by_position(list(function.arguments.values()), known, parameter)
            part = Part(PartKind.PARAMETER, function.operation, parameter)
            yield part, Part(PartKind.PARAMETER, new_key, name) if name in known else None


def _by_position(old: list[str], new: list[str], parameter: str) -> str:
    """The path parameter at the same position, if both paths have as many: their names are not sent."""
    before, after = ([name for name in names if name.startswith("path ")] for names in (old, new))
    is_same = parameter in before and len(before) == len(after)
    return after[before.index(parameter)] if is_same else ""


def _models(one: ClientClass | None, client: GeneratedClient) -> list[ClientClass]:
    """The class itself, or those that an alias stands for."""
    if one is None or not one.alias:
        return [] if one is None else [one]
    return [client.classes[name] for name in mentioned_classes(one.alias, client)]


def _fields(
    old: ClientClass, new: Sequence[ClientClass], renames: _Renames
) -> Iterator[tuple[Part, Part | None]]:
    by_wire = {
        field.wire_name: Part(PartKind.FIELD, one.name, field.name)
        for one in reversed(new)
        for field in one.fields.values()
    }
    for name, field in old.fields.items():
        renamed = (renames.properties[pointer] for pointer in field.pointers if pointer in renames.properties)
        yield Part(PartKind.FIELD, old.name, name), by_wire.get(next(renamed, field.wire_name))


def _members(
    old: ClientClass, new: ClientClass | None, renames: _Renames
) -> Iterator[tuple[Part, Part | None]]:
    by_value = {str(value): name for name, value in new.members.items()} if new is not None else {}
    for name, value in old.members.items():
        text = str(value)
        renamed = (
            renames.values[pointer, text] for pointer in old.pointers if (pointer, text) in renames.values
        )
        after = by_value.get(text, by_value.get(next(renamed, "")))
        part = Part(PartKind.MEMBER, old.name, name)
        yield part, Part(PartKind.MEMBER, new.name, after) if new is not None and after is not None else None
