"""Mutations of objects: their properties, and what else they allow."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import partial
from random import Random
from typing import Any

from benchmarks.mutation.mutation import Document, Mutation, Rewrite, at, set_key, unset_key
from benchmarks.mutation.names import other_name
from benchmarks.mutation.places import PropertyPlace, SchemaPlace, Spec
from benchmarks.mutation.registry import mutator
from benchmarks.mutation.types import change

_NEW = {"type": "string"}


def _require(document: Document, owner: str, name: str, *, is_required: bool) -> None:
    schema = at(document, owner)
    others = [one for one in schema.get("required", ()) if one != name]
    schema["required"] = [*others, name] if is_required else others


def _add(document: Document, owner: str, name: str, raw: Mapping[str, Any], *, is_required: bool) -> None:
    at(document, owner).setdefault("properties", {})[name] = deepcopy(dict(raw))
    _require(document, owner, name, is_required=is_required)


def _remove(document: Document, owner: str, name: str) -> None:
    del at(document, owner)["properties"][name]
    _require(document, owner, name, is_required=False)


def _with(name: str, value: object) -> Rewrite:
    return lambda given: {**given, name: value} if isinstance(given, dict) else given


def _without(name: str) -> Rewrite:
    def rewrite(given: Any) -> Any:
        return (
            {key: value for key, value in given.items() if key != name} if isinstance(given, dict) else given
        )

    return rewrite


def _renaming(old: str, new: str) -> Rewrite:
    def rewrite(given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        return {new if key == old else key: value for key, value in given.items()}

    return rewrite


@mutator("required-property-added")
def required_added(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in spec.objects():
        for name, raw, value, is_fixable in (
            ("region", {"type": "string", "default": "eu"}, "eu", True),
            ("tenant", _NEW, "acme", False),
        ):
            yield Mutation(
                place=f"{place.label}.{name}",
                edit=partial(_add, owner=place.pointer, name=name, raw=raw, is_required=True),
                answers={place.pointer: _with(name, value)},
                requests={place.pointer: _without(name)},
                is_fixable=is_fixable,
            )


@mutator("optional-property-added")
def optional_added(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in spec.objects():
        yield Mutation(
            place=f"{place.label}.note",
            edit=partial(_add, owner=place.pointer, name="note", raw=_NEW, is_required=False),
            answers={place.pointer: _with("note", "new")},
        )


@mutator("property-added-to-closed-object")
def added_to_closed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in spec.objects():

        def close(document: Document, pointer: str = place.pointer) -> None:
            at(document, pointer)["additionalProperties"] = False

        yield Mutation(
            place=f"{place.label}.note",
            prepare=close,
            edit=partial(_add, owner=place.pointer, name="note", raw=_NEW, is_required=False),
            answers={place.pointer: _with("note", "new")},
        )


def _removal(place: PropertyPlace) -> Mutation:
    return Mutation(
        place=place.label,
        edit=partial(_remove, owner=place.owner, name=place.name),
        answers={place.owner: _without(place.name)},
        keeps_meaning=False,
    )


@mutator("required-property-removed")
def required_removed(spec: Spec, random: Random) -> Iterator[Mutation]:
    return (_removal(place) for place in spec.properties() if place.is_required)


@mutator("optional-property-removed")
def optional_removed(spec: Spec, random: Random) -> Iterator[Mutation]:
    return (_removal(place) for place in spec.properties() if not place.is_required)


@mutator("property-forbidden")
def forbidden(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in spec.properties():

        def edit(document: Document, place: PropertyPlace = place) -> None:
            _remove(document, place.owner, place.name)
            at(document, place.owner)["additionalProperties"] = False

        yield Mutation(
            place=place.label,
            prepare=partial(set_key, pointer=place.owner, key="additionalProperties", value=False),
            edit=edit,
            answers={place.owner: _without(place.name)},
            keeps_meaning=False,
        )


@mutator("property-renamed")
def renamed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in spec.properties():
        others = set(at(spec.document, place.owner)["properties"])
        new = other_name(place.name, others, random)

        def edit(document: Document, place: PropertyPlace = place, new: str = new) -> None:
            schema = at(document, place.owner)
            schema["properties"] = _renaming(place.name, new)(schema["properties"])
            if "required" in schema:
                schema["required"] = [new if one == place.name else one for one in schema["required"]]

        yield Mutation(
            place=f"{place.label}-to-{new}",
            edit=edit,
            answers={place.owner: _renaming(place.name, new)},
            requests={place.owner: _renaming(new, place.name)},
            is_fixable=True,
        )


def _requirement(place: PropertyPlace, *, is_required: bool) -> Mutation:
    edit = partial(_require, owner=place.owner, name=place.name, is_required=is_required)
    if is_required:
        return Mutation(place=place.label, edit=edit)
    return Mutation(
        place=place.label, edit=edit, answers={place.owner: _without(place.name)}, keeps_meaning=False
    )


@mutator("property-became-required")
def became_required(spec: Spec, random: Random) -> Iterator[Mutation]:
    return (_requirement(one, is_required=True) for one in spec.properties() if not one.is_required)


@mutator("property-became-optional")
def became_optional(spec: Spec, random: Random) -> Iterator[Mutation]:
    return (_requirement(one, is_required=False) for one in spec.properties() if one.is_required)


def _plain(spec: Spec) -> Iterator[PropertyPlace]:
    return (one for one in spec.properties() if "$ref" not in one.raw)


@mutator("property-became-read-only")
def became_read_only(spec: Spec, random: Random) -> Iterator[Mutation]:
    for one in _plain(spec):
        edit = partial(set_key, pointer=one.pointer, key="readOnly", value=True)
        yield Mutation(place=one.label, edit=edit)


@mutator("property-became-not-read-only")
def became_not_read_only(spec: Spec, random: Random) -> Iterator[Mutation]:
    for one in _plain(spec):
        if not one.is_required:
            yield Mutation(
                place=one.label,
                prepare=partial(set_key, pointer=one.pointer, key="readOnly", value=True),
                edit=partial(unset_key, pointer=one.pointer, key="readOnly"),
            )


@mutator("required-property-writable")
def required_writable(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in spec.objects():
        raw = {"type": "string", "readOnly": True}
        prepare = partial(_add, owner=place.pointer, name="tenant", raw=raw, is_required=True)
        edit = partial(unset_key, pointer=f"{place.pointer}/properties/tenant", key="readOnly")
        answers = {place.pointer: _with("tenant", "acme")}
        yield Mutation(place=f"{place.label}.tenant", prepare=prepare, edit=edit, answers=answers)


@mutator("property-became-write-only")
def became_write_only(spec: Spec, random: Random) -> Iterator[Mutation]:
    for one in _plain(spec):
        yield Mutation(
            place=one.label,
            edit=partial(set_key, pointer=one.pointer, key="writeOnly", value=True),
            answers={one.owner: _without(one.name)},
        )


@mutator("property-became-not-write-only")
def became_not_write_only(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in spec.objects():
        raw = {"type": "string", "writeOnly": True}
        prepare = partial(_add, owner=place.pointer, name="note", raw=raw, is_required=False)
        edit = partial(unset_key, pointer=f"{place.pointer}/properties/note", key="writeOnly")
        yield Mutation(place=f"{place.label}.note", prepare=prepare, edit=edit)


@mutator("deprecated")
def deprecated(spec: Spec, random: Random) -> Iterator[Mutation]:
    for one in _plain(spec):
        edit = partial(set_key, pointer=one.pointer, key="deprecated", value=True)
        yield Mutation(place=one.label, edit=edit)


@mutator("undeprecated")
def undeprecated(spec: Spec, random: Random) -> Iterator[Mutation]:
    for one in _plain(spec):
        prepare = partial(set_key, pointer=one.pointer, key="deprecated", value=True)
        edit = partial(unset_key, pointer=one.pointer, key="deprecated")
        yield Mutation(place=one.label, prepare=prepare, edit=edit)


@mutator("additional-properties-forbidden")
def more_forbidden(spec: Spec, random: Random) -> Iterator[Mutation]:
    return (change(place, {"additionalProperties": False}) for place in _without_more(spec))


@mutator("additional-properties-allowed")
def more_allowed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in _without_more(spec):
        yield change(place, {"additionalProperties": True}, before={"additionalProperties": False})


def _without_more(spec: Spec) -> Iterator[SchemaPlace]:
    return (one for one in spec.objects() if "additionalProperties" not in one.raw)


@mutator("property-moved")
def moved(spec: Spec, random: Random) -> Iterator[Mutation]:
    """A property goes into another object that the same object holds, one level deeper."""
    for owner in spec.objects():
        for name, raw in owner.raw["properties"].items():
            target = raw.get("$ref") if isinstance(raw, dict) else None
            inner = at(spec.document, target) if target else {}
            if "properties" in inner and name in owner.raw.get("required", ()):
                for moving in [
                    one for one in owner.raw["properties"] if one not in {name, *inner["properties"]}
                ]:
                    yield _move(owner, name, str(target), moving)


def _move(owner: SchemaPlace, name: str, target: str, moving: str) -> Mutation:
    is_required = moving in owner.raw.get("required", ())

    def edit(document: Document) -> None:
        raw = at(document, owner.pointer)["properties"][moving]
        _remove(document, owner.pointer, moving)
        _add(document, target, moving, raw, is_required=is_required)

    def deeper(given: Any) -> Any:
        if not isinstance(given, dict) or moving not in given or not isinstance(given.get(name), dict):
            return given
        return {**_without(moving)(given), name: {**given[name], moving: given[moving]}}

    def higher(given: Any) -> Any:
        inner = given.get(name) if isinstance(given, dict) else None
        if not isinstance(inner, dict) or moving not in inner:
            return given
        return {**given, moving: inner[moving], name: _without(moving)(inner)}

    return Mutation(
        place=f"{owner.label}.{moving}-to-{name}",
        edit=edit,
        answers={owner.pointer: deeper},
        requests={owner.pointer: higher},
        is_fixable=True,
    )
