"""Mutations of schemas as parts, of unions, and of orders that mean nothing."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import partial
from random import Random
from typing import Any

from benchmarks.mutation.mutation import Document, Edit, Mutation, at, escaped, set_key
from benchmarks.mutation.names import other_name
from benchmarks.mutation.places import SchemaPlace, Spec
from benchmarks.mutation.registry import mutator
from benchmarks.mutation.types import change

_SCHEMAS = "#/components/schemas"


def _names(spec: Spec) -> list[str]:
    return list(spec.document.get("components", {}).get("schemas", {}))


def _without_use(document: Document, name: str) -> bool:
    return json.dumps(document).count(f'"{_SCHEMAS}/{escaped(name)}"') == 0


@mutator("schema-added")
def added(spec: Spec, random: Random) -> Iterator[Mutation]:
    for name in _names(spec):
        new = f"{name}Extra"
        schema = at(spec.document, f"{_SCHEMAS}/{escaped(name)}")
        yield Mutation(place=new, edit=partial(set_key, pointer=_SCHEMAS, key=new, value=schema))


@mutator("schema-removed")
def removed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for name in _names(spec):

        def prepare(document: Document, name: str = name) -> None:
            at(document, _SCHEMAS)[f"{name}Extra"] = deepcopy(at(document, f"{_SCHEMAS}/{escaped(name)}"))

        def edit(document: Document, name: str = name) -> None:
            del at(document, _SCHEMAS)[f"{name}Extra"]

        yield Mutation(place=f"{name}Extra", prepare=prepare, edit=edit)


@mutator("schema-renamed")
def renamed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for old in _names(spec):
        new = other_name(old, set(_names(spec)), random)
        yield Mutation(place=f"{old}-to-{new}", edit=_rename(old, new), is_fixable=True)


def _rename(old: str, new: str) -> Edit:
    before, after = f"{_SCHEMAS}/{escaped(old)}", f"{_SCHEMAS}/{escaped(new)}"

    def walk(part: Any) -> None:
        if isinstance(part, dict):
            if part.get("$ref") == before:
                part["$ref"] = after
            for value in part.values():
                walk(value)
        elif isinstance(part, list):
            for value in part:
                walk(value)

    def edit(document: Document) -> None:
        walk(document)
        schemas = at(document, _SCHEMAS)
        document["components"]["schemas"] = {
            new if name == old else name: schema for name, schema in schemas.items()
        }

    return edit


@mutator("keyword-changed")
def keyword_changed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in spec.objects():
        for name in place.raw.get("required", ())[:1]:
            yield change(place, {"not": {"required": [name]}}, suffix=f"-not-{name}")


def _union(spec: Spec) -> Iterator[tuple[SchemaPlace, Callable[..., Any]]]:
    """Objects that get an optional property `subject`, a union of two objects with the tag `kind`."""
    for place in spec.objects():
        if place.pointer.count("/") == 3:

            def subject(
                *members: str,
                place: SchemaPlace = place,
                key: str = "oneOf",
                tag: str | None = None,
                **mapping: str,
            ) -> dict[str, Any]:
                union: dict[str, Any] = {key: [_member(name) for name in members]}
                if tag is not None:
                    table = {
                        name: f"#/components/schemas/Extra{mapping.get(name, name).title()}"
                        for name in members
                    }
                    union = {
                        key: [{"$ref": f"#/components/schemas/Extra{name.title()}"} for name in members],
                        "discriminator": {"propertyName": tag, "mapping": table},
                    }
                return {"properties": {**place.raw["properties"], "subject": union}}

            yield place, subject


def _member(name: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "kind": {"type": "string"},
            "sort": {"type": "string"},
            f"{name}_id": {"type": "string"},
        },
        "required": ["kind", "sort", f"{name}_id"],
    }


def _with_components(document: Document, *, place: SchemaPlace, keys: dict[str, Any]) -> None:
    for name in ("cat", "dog", "eel"):
        at(document, _SCHEMAS)[f"Extra{name.title()}"] = _member(name)
    at(document, place.pointer).update(deepcopy(keys))


def _unions(spec: Spec, before: Callable[..., Any], after: Callable[..., Any]) -> Iterator[Mutation]:
    for place, subject in _union(spec):
        yield Mutation(
            place=f"{place.label}.subject",
            prepare=partial(_with_components, place=place, keys=before(subject)),
            edit=partial(_with_components, place=place, keys=after(subject)),
            samples={place.pointer: _with_cat},
        )


def _with_cat(given: Any) -> Any:
    """Of both versions: a cat, which all unions have."""
    cat = {"kind": "cat", "sort": "cat", "cat_id": "1"}
    return {**given, "subject": cat} if isinstance(given, dict) and "subject" in given else given


@mutator("union-member-added")
def member_added(spec: Spec, random: Random) -> Iterator[Mutation]:
    return _unions(spec, lambda one: one("cat", "dog"), lambda one: one("cat", "dog", "eel"))


@mutator("union-member-removed")
def member_removed(spec: Spec, random: Random) -> Iterator[Mutation]:
    return _unions(spec, lambda one: one("cat", "dog", "eel"), lambda one: one("cat", "dog"))


@mutator("union-became-exclusive")
def became_exclusive(spec: Spec, random: Random) -> Iterator[Mutation]:
    return _unions(spec, lambda one: one("cat", "dog", key="anyOf"), lambda one: one("cat", "dog"))


@mutator("union-became-inclusive")
def became_inclusive(spec: Spec, random: Random) -> Iterator[Mutation]:
    return _unions(spec, lambda one: one("cat", "dog"), lambda one: one("cat", "dog", key="anyOf"))


@mutator("discriminator-added")
def discriminator_added(spec: Spec, random: Random) -> Iterator[Mutation]:
    return _unions(spec, lambda one: one("cat", "dog"), lambda one: one("cat", "dog", tag="kind"))


@mutator("discriminator-removed")
def discriminator_removed(spec: Spec, random: Random) -> Iterator[Mutation]:
    return _unions(spec, lambda one: one("cat", "dog", tag="kind"), lambda one: one("cat", "dog"))


@mutator("discriminator-property-changed")
def discriminator_changed(spec: Spec, random: Random) -> Iterator[Mutation]:
    return _unions(spec, lambda one: one("cat", "dog", tag="kind"), lambda one: one("cat", "dog", tag="sort"))


@mutator("discriminator-value-changed")
def value_changed(spec: Spec, random: Random) -> Iterator[Mutation]:
    return _unions(
        spec,
        lambda one: one("cat", "dog", tag="kind"),
        lambda one: one("cat", "dog", tag="kind", cat="dog", dog="cat"),
    )


def _reordered(pointer: str, key: str, random: Random) -> Edit:
    seed = random.random()

    def edit(document: Document) -> None:
        owner = at(document, pointer)
        part = owner[key]
        names = list(part) if isinstance(part, dict) else list(range(len(part)))
        Random(seed).shuffle(names)
        owner[key] = (
            {name: part[name] for name in names} if isinstance(part, dict) else [part[n] for n in names]
        )

    return edit


@mutator("reordered")
def reordered(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in spec.schemas():
        for key in ("properties", "required", "enum"):
            if len(place.raw.get(key, ())) > 1:
                yield Mutation(place=f"{place.label}-{key}", edit=_reordered(place.pointer, key, random))
    for operation in spec.operations():
        for key in ("parameters", "responses", "tags"):
            if len(operation.raw.get(key, ())) > 1:
                edit = _reordered(operation.pointer, key, random)
                yield Mutation(place=f"{operation.label}-{key}", edit=edit)
    for pointer, key in (("#", "paths"), ("#/components", "schemas")):
        yield Mutation(place=key, edit=_reordered(pointer, key, random))


@mutator("described")
def described(spec: Spec, random: Random) -> Iterator[Mutation]:
    """Titles, descriptions and examples mean nothing to a client."""
    for place in spec.properties():
        if "$ref" not in place.raw:
            keys = {"description": "Another text.", "title": "Other"}
            yield change(SchemaPlace(place.pointer, place.raw, place.label), keys)
