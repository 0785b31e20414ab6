"""Propose an overlay from answers that did not match the spec. Pure.

The records are the lines of a `DriftFile`. Each proposal makes the spec allow what the server sends: null,
another type, an absent field, another format. A person decides which of them to keep.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from attrs import frozen

from seawall.codegen.errors import GenerationError
from seawall.codegen.spec.document import Json
from seawall.codegen.spec.overlay import apply_overlay
from seawall.codegen.spec.pointers import json_path, pointer_target

__all__ = ["DriftRecord", "Proposal", "proposed_overlay", "read_records"]

_STEP = re.compile(r"\[\]|\.\*|\.((?:[^.\[]|\[(?!\]))+)")
_OTHER_KIND = re.compile(r"Expected `.*`, got `(\w+)`")
_TYPES = {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}
_MAX_DEPTH = 40


@frozen(kw_only=True)
class DriftRecord:
    """One line of a drift file; the names are those of `SchemaDrift`, `place` is its path."""

    method: str
    path: str
    model: str
    field: str
    place: str
    kind: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}: {self.place} of {self.model or 'an item'}: {self.kind}"


@frozen(kw_only=True)
class Proposal:
    """The actions of an overlay, and the records for which there is none."""

    actions: tuple[Mapping[str, Json], ...]
    rest: tuple[DriftRecord, ...] = ()

    def overlay(self, title: str) -> dict[str, Json]:
        """Return the overlay document."""
        info: dict[str, Json] = {"title": title, "version": "1.0.0"}
        return {"overlay": "1.0.0", "info": info, "actions": [dict(action) for action in self.actions]}


def read_records(text: str, name: str) -> tuple[DriftRecord, ...]:
    """Read the lines of a drift file. Raises GenerationError, which names the line."""
    records: dict[DriftRecord, None] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            fields = json.loads(line)
            record = DriftRecord(**{key: str(fields[key]) for key in DriftRecord.__annotations__})
        except (ValueError, TypeError, KeyError) as error:
            raise GenerationError(f"{name}, line {number} is no record of a DriftFile. Remove it.") from error
        records[record] = None
    return tuple(records)


def proposed_overlay(document: Mapping[str, Json], records: Iterable[DriftRecord]) -> Proposal:
    """Return the actions that make the effective spec `document` allow what the records saw."""
    actions: list[dict[str, Json]] = []
    rest: list[DriftRecord] = []
    changed = dict(document)
    for record in records:
        found = _actions(changed, record)
        if found is None:
            rest.append(record)
        elif found:
            # The next record is compared with the spec as it is then.
            changed = apply_overlay(changed, Proposal(actions=tuple(found)).overlay("drift"), "the proposal")
            actions += found
    return Proposal(actions=tuple(actions), rest=tuple(rest))


def _actions(document: Mapping[str, Json], record: DriftRecord) -> list[dict[str, Json]] | None:
    """The actions for one record, none if the spec allows it already; None if its place is not found."""
    place = _place(document, record)
    if place is None:
        return None
    pointer, name = place
    schema = cast("dict[str, Json]", pointer_target(document, pointer))
    why = f"Seen in answers: {record}."
    if record.kind.startswith("Object missing required"):
        return _not_required(document, pointer, name, why)
    if record.kind.startswith("Invalid enum value"):
        return [_remove(f"{pointer}/{key}", why) for key in ("const", "enum") if key in schema]
    if other := _OTHER_KIND.fullmatch(record.kind):
        return _wider(pointer, schema, _TYPES.get(other[1], other[1]), why)
    return [_remove(f"{pointer}/format", why)] if "format" in schema else None


def _remove(pointer: str, why: str) -> dict[str, Json]:
    return {"target": json_path(pointer), "description": why, "remove": True}


def _not_required(document: Mapping[str, Json], pointer: str, name: str, why: str) -> list[dict[str, Json]]:
    owner = pointer.rpartition("/properties/")[0]
    schema = cast("dict[str, Any]", pointer_target(document, owner))
    required = schema.get("required", [])
    if name not in required:
        return []
    rest = [each for each in required if each != name]
    update: dict[str, Json] = {"target": json_path(owner), "description": why, "update": {"required": rest}}
    # An update appends to a list, so the list is removed first.
    return [_remove(f"{owner}/required", why), *([update] if rest else [])]


def _wider(pointer: str, schema: dict[str, Json], type_: str, why: str) -> list[dict[str, Json]]:
    present = schema.get("type")
    if present == type_:
        return []
    if isinstance(present, str):
        update: Json = {"type": [present, type_]}
        return [{"target": json_path(pointer), "description": why, "update": update}]
    if isinstance(present, list):
        return (
            []
            if type_ in present
            else [{"target": json_path(f"{pointer}/type"), "description": why, "update": type_}]
        )
    members = schema.get("anyOf")
    if isinstance(members, list) and {"type": type_} in members:
        return []
    parent, _, name = pointer.rpartition("/")
    replaced: Json = {name.replace("~1", "/").replace("~0", "~"): {"anyOf": [schema, {"type": type_}]}}
    return [_remove(pointer, why), {"target": json_path(parent), "description": why, "update": replaced}]


# --- The place of a record in the spec -------------------------------------------------------------------


def _place(document: Mapping[str, Json], record: DriftRecord) -> tuple[str, str] | None:
    """The pointer of the schema at the place of a record, and the name of its property."""
    names = [match[1] for match in _STEP.finditer(record.place)]
    kinds = [match[0] for match in _STEP.finditer(record.place)]
    pointers = list(_answers(document, record))
    for kind, name in zip(kinds, names, strict=True):
        pointers = [below for each in pointers for below in _below(document, each, kind, name)]
    return (pointers[0], names[-1] or "") if pointers and names else None


def _answers(document: Mapping[str, Json], record: DriftRecord) -> Iterator[str]:
    """The pointers of the schemas of the answers of an operation."""
    path = record.path.replace("~", "~0").replace("/", "~1")
    operation = f"#/paths/{path}/{record.method.lower()}"
    for status, answer in _object(document, f"{operation}/responses").items():
        base = f"{operation}/responses/{status}"
        if isinstance(answer, dict) and isinstance(answer.get("$ref"), str):
            base = cast("str", answer["$ref"])
        for media_type in _object(document, f"{base}/content"):
            yield f"{base}/content/{media_type.replace('~', '~0').replace('/', '~1')}/schema"


def _below(document: Mapping[str, Json], pointer: str, kind: str, name: str | None) -> Iterator[str]:
    """The pointers of the schemas one step below a schema, its references and members."""
    for each in _members(document, pointer, 0):
        if name is not None:
            below = f"{each}/properties/{name.replace('~', '~0').replace('/', '~1')}"
        else:
            below = f"{each}/items" if kind == "[]" else f"{each}/additionalProperties"
        try:
            if isinstance(pointer_target(document, below), dict):
                yield below
        except KeyError:
            continue


def _members(document: Mapping[str, Json], pointer: str, depth: int) -> Iterator[str]:
    """A schema, with what it refers to and its members in place of it."""
    schema = _object(document, pointer)
    if depth > _MAX_DEPTH:
        return
    if isinstance(ref := schema.get("$ref"), str):
        yield from _members(document, ref, depth + 1)
    yield pointer
    for key in ("allOf", "anyOf", "oneOf"):
        members = schema.get(key)
        for number in range(len(members) if isinstance(members, list) else 0):
            yield from _members(document, f"{pointer}/{key}/{number}", depth + 1)


def _object(document: Mapping[str, Json], pointer: str) -> dict[str, Json]:
    try:
        found = pointer_target(document, pointer)
    except KeyError:
        return {}
    return found if isinstance(found, dict) else {}
