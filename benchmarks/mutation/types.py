"""Mutations of types: other types, null, formats."""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import partial
from random import Random
from typing import Any

from attrs import evolve

from benchmarks.mutation.mutation import Document, Edit, Mutation, Rewrite, at, set_key
from benchmarks.mutation.places import SchemaPlace, Spec
from benchmarks.mutation.registry import mutator

__all__ = ["change", "scalars"]

_NULL = {"type": "null"}
_SAMPLES: Mapping[str, Any] = {"integer": 7, "number": 7.5, "string": "seven", "boolean": True, "object": {}}
_OTHERS: Mapping[str, tuple[str, ...]] = {
    "integer": ("string", "number"),
    "number": ("string", "integer"),
    "string": ("integer", "object"),
    "boolean": ("string", "integer"),
}
_EXAMPLES = ("default", "examples", "example")
_BOUNDS = ("minimum", "maximum", "minLength", "maxLength", "exclusiveMinimum", "exclusiveMaximum")
_LIMITS = ("enum", "const", "format", "pattern", *_BOUNDS, *_EXAMPLES)


def scalars(spec: Spec, *kinds: str) -> Iterator[SchemaPlace]:
    """The scalar schemas of properties and parameters, of one of the types `kinds` if there are any.

    Of a value that may be null, it is the schema of the other values.
    """
    parameters = (
        SchemaPlace(f"{one.pointer}/schema", one.raw["schema"], one.label)
        for one in spec.parameters()
        if "schema" in one.raw
    )
    properties = (SchemaPlace(one.pointer, one.raw, one.label) for one in spec.properties())
    for place in (*properties, *parameters):
        found = _without_null(place)
        if found is not None and (not kinds or found.raw["type"] in kinds):
            yield found


def _without_null(place: SchemaPlace) -> SchemaPlace | None:
    members = place.raw.get("anyOf", ())
    others = [number for number, member in enumerate(members) if member != _NULL]
    if len(others) == 1 and len(members) == 2:
        return _without_null(
            SchemaPlace(f"{place.pointer}/anyOf/{others[0]}", members[others[0]], place.label)
        )
    return place if isinstance(place.raw.get("type"), str) and place.raw["type"] in _OTHERS else None


def change(
    place: SchemaPlace,
    keys: Mapping[str, Any],
    *,
    before: Mapping[str, Any] | None = None,
    drop: tuple[str, ...] = (),
    rewrite: Rewrite | None = None,
    suffix: str = "",
    is_fixable: bool = False,
) -> Mutation:
    """The mutation that sets `keys` of a schema and drops others; `before` are set in the old version.

    `rewrite` is of the values that the server sends; with it, the meaning is another.
    """

    def edit(document: Document, keys: Mapping[str, Any]) -> None:
        schema = at(document, place.pointer)
        for key in drop:
            schema.pop(key, None)
        schema.update(deepcopy(dict(keys)))
        for key in [key for key, value in schema.items() if value is ...]:
            del schema[key]

    return Mutation(
        place=f"{place.label}{suffix}",
        prepare=None if before is None else partial(edit, keys=before),
        edit=partial(edit, keys=keys),
        answers={} if rewrite is None else {place.pointer: rewrite},
        keeps_meaning=rewrite is None,
        is_fixable=is_fixable,
    )


def _constant(value: object) -> Rewrite:
    return lambda _: value


@mutator("type-changed")
def changed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in scalars(spec):
        new = random.choice(_OTHERS[place.raw["type"]])
        yield change(
            place, {"type": new}, drop=_LIMITS, rewrite=_constant(_SAMPLES[new]), suffix=f"-to-{new}"
        )


@mutator("type-widened")
def widened(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in scalars(spec):
        if "enum" not in place.raw and "const" not in place.raw:
            new = random.choice(_OTHERS[place.raw["type"]])
            both = [place.raw["type"], new]
            yield change(place, {"type": both}, rewrite=_constant(_SAMPLES[new]), suffix=f"-or-{new}")


@mutator("type-narrowed")
def narrowed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in scalars(spec, "number"):
        yield change(place, {"type": "integer"}, rewrite=lambda value: round(value or 0))
    for place in scalars(spec, "string"):
        if "enum" not in place.raw:
            both = {"type": ["string", "boolean"]}
            yield change(place, {"type": "string"}, before=both, suffix="-text")


def _nullable(pointer: str) -> Edit:
    def edit(document: Document) -> None:
        owner, _, key = pointer.rpartition("/")
        schemas = at(document, owner)
        name = key.replace("~1", "/").replace("~0", "~")
        schemas[name] = {"anyOf": [schemas[name], dict(_NULL)]}

    return edit


def _may_be_null(raw: Mapping[str, Any]) -> bool:
    return _NULL in raw.get("anyOf", ()) or "null" in (raw.get("type") or ())


@mutator("became-nullable")
def became_nullable(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in spec.properties():
        if not _may_be_null(place.raw):
            answers: dict[str, Rewrite] = {place.pointer: _constant(None)}
            edit = _nullable(place.pointer)
            yield Mutation(place=place.label, edit=edit, answers=answers, keeps_meaning=False)


@mutator("became-not-nullable")
def became_not_nullable(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in spec.properties():
        members = place.raw.get("anyOf", ())
        if _NULL in members and len(members) == 2:
            other = next(member for member in members if member != _NULL)
            owner, _, _ = place.pointer.rpartition("/")
            edit = partial(set_key, pointer=owner, key=place.name, value={**other, "title": "Value"})
            yield Mutation(place=place.label, edit=edit, keeps_meaning=False)


_FORMATS: Mapping[str, Any] = {
    "uuid": "8c0ac9b0-51a1-4fb5-a8cf-3f0a8f9d1b11",
    "date-time": "2026-01-02T03:04:05Z",
    "date": "2026-01-02",
}


@mutator("format-changed")
def format_changed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in scalars(spec, "string"):
        if place.raw.get("format") in _FORMATS:
            new = random.choice([one for one in _FORMATS if one != place.raw["format"]])
            yield change(
                place, {"format": new}, drop=("examples", "example"), rewrite=_constant(_FORMATS[new])
            )


@mutator("format-widened")
def format_widened(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in scalars(spec, "string"):
        if place.raw.get("format") in _FORMATS:
            yield change(place, {}, drop=("format",))


@mutator("format-narrowed")
def format_narrowed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in scalars(spec, "string"):
        if not {"format", "enum", "const", "default", "pattern"} & place.raw.keys():
            new = random.choice(list(_FORMATS))
            yield change(
                place, {"format": new}, drop=("examples", "example"), rewrite=_constant(_FORMATS[new])
            )


@mutator("content-changed")
def content_changed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in scalars(spec, "string"):
        if "enum" not in place.raw and "format" not in place.raw:
            before = {"contentMediaType": "text/plain"}
            made = change(place, {"contentMediaType": "application/json"}, before=before)
            text = '{"a": 1}'
            yield evolve(
                made,
                requests={place.pointer: json.loads},
                answers={place.pointer: _constant(text)},
                keeps_meaning=False,
                news=(text,),
            )
