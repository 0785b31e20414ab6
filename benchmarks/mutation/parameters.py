"""Mutations of parameters."""

from collections.abc import Iterator, Mapping
from functools import partial
from random import Random
from typing import Any

from benchmarks.mutation.mutation import Document, Edit, Mutation, at, set_key, unset_key
from benchmarks.mutation.names import other_name
from benchmarks.mutation.places import ParameterPlace, Spec
from benchmarks.mutation.registry import mutator

_LIST = {"type": "array", "items": {"type": "string"}}


def _added(parameter: Mapping[str, Any], *, is_fixable: bool, spec: Spec) -> Iterator[Mutation]:
    for operation in spec.operations():

        def edit(document: Document, pointer: str = operation.pointer) -> None:
            at(document, pointer).setdefault("parameters", []).append(dict(parameter))

        yield Mutation(
            place=f"{operation.label}.{parameter['name']}",
            edit=edit,
            parameters={(operation.key, f"{parameter['in']} {parameter['name']}"): None},
            is_fixable=is_fixable,
        )


@mutator("required-parameter-added")
def required_added(spec: Spec, random: Random) -> Iterator[Mutation]:
    has_default = {"type": "string", "default": "eu"}
    one_value = {"type": "string", "enum": ["v2"]}
    schema = random.choice((has_default, one_value))
    given = {"name": "region", "in": random.choice(("query", "header")), "required": True}
    yield from _added({**given, "schema": schema}, is_fixable=True, spec=spec)
    yield from _added({**given, "name": "tenant", "schema": {"type": "string"}}, is_fixable=False, spec=spec)


@mutator("optional-parameter-added")
def optional_added(spec: Spec, random: Random) -> Iterator[Mutation]:
    given = {"name": "trace", "in": random.choice(("query", "header")), "schema": {"type": "string"}}
    return _added(given, is_fixable=False, spec=spec)


@mutator("parameter-removed")
def removed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for parameter in spec.parameters("query", "header", "cookie"):

        def edit(document: Document, parameter: ParameterPlace = parameter) -> None:
            edited = Spec(document)
            for owner in _owners(edited):
                owner["parameters"] = [
                    one
                    for one in owner.get("parameters", ())
                    if (one.get("$ref") or "") != parameter.pointer and one != parameter.raw
                ]

        if parameter.pointer.startswith("#/components"):
            yield Mutation(place=parameter.label, edit=edit)
        else:
            yield Mutation(place=parameter.label, edit=partial(_remove, pointer=parameter.pointer))


def _owners(spec: Spec) -> Iterator[dict[str, Any]]:
    for operation in spec.operations():
        yield operation.raw
        item = at(spec.document, operation.pointer.rpartition("/")[0])
        if "parameters" in item:
            yield item


def _remove(document: Document, *, pointer: str) -> None:
    owner, _, number = pointer.rpartition("/")
    del at(document, owner)[int(number)]


def _renamed_keys(parameter: ParameterPlace, new: str) -> dict[tuple[str, str], str | None]:
    return {(key, new): parameter.key for key in parameter.operations}


@mutator("parameter-renamed")
def renamed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for parameter in spec.parameters("query", "header", "cookie"):
        new = other_name(parameter.raw["name"], set(), random)
        edit = partial(set_key, pointer=parameter.pointer, key="name", value=new)
        keys = _renamed_keys(parameter, f"{parameter.raw['in']} {new}")
        yield Mutation(place=parameter.label, edit=edit, parameters=keys, is_fixable=True)


@mutator("parameter-moved")
def moved(spec: Spec, random: Random) -> Iterator[Mutation]:
    for parameter in spec.parameters("query", "header"):
        schema = parameter.raw.get("schema", {})
        if any(
            "format" in one or one.get("type") not in {"string", "null"}
            for one in schema.get("anyOf", [schema])
        ):
            # Stock clients can send no other header.
            continue
        new = "header" if parameter.raw["in"] == "query" else "query"
        edit = partial(set_key, pointer=parameter.pointer, key="in", value=new)
        keys = _renamed_keys(parameter, f"{new} {parameter.raw['name']}")
        yield Mutation(place=parameter.label, edit=edit, parameters=keys, is_fixable=True)


@mutator("parameter-became-required")
def became_required(spec: Spec, random: Random) -> Iterator[Mutation]:
    for parameter in spec.parameters("query", "header", "cookie"):
        if not parameter.raw.get("required"):
            edit = partial(set_key, pointer=parameter.pointer, key="required", value=True)
            has_default = "default" in parameter.raw.get("schema", {})
            yield Mutation(place=parameter.label, edit=edit, is_fixable=has_default)


def _with_optional(spec: Spec, schema: Mapping[str, Any], **keys: object) -> Iterator[tuple[str, str, Edit]]:
    """Each operation with a preparation: it has an optional query parameter `extra`, the first of its own."""
    for operation in spec.operations():

        def prepare(document: Document, pointer: str = operation.pointer) -> None:
            parameter = {"name": "extra", "in": "query", "schema": dict(schema), **keys}
            at(document, pointer).setdefault("parameters", []).insert(0, parameter)

        yield operation.label, f"{operation.pointer}/parameters/0", prepare


@mutator("parameter-became-optional")
def became_optional(spec: Spec, random: Random) -> Iterator[Mutation]:
    for parameter in spec.parameters("query", "header", "cookie"):
        if parameter.raw.get("required"):
            edit = partial(set_key, pointer=parameter.pointer, key="required", value=False)
            yield Mutation(place=parameter.label, edit=edit)


@mutator("parameter-style-changed")
def style_changed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for parameter in spec.parameters("query"):
        _, schema = spec.resolved(f"{parameter.pointer}/schema")
        if "array" in str(schema.get("type", "")) + str(schema.get("anyOf", "")):
            edit = partial(set_key, pointer=parameter.pointer, key="explode", value=False)
            yield Mutation(place=parameter.label, edit=edit)
    for label, pointer, prepare in _with_optional(spec, _LIST):
        edit = partial(set_key, pointer=pointer, key="style", value="pipeDelimited")
        yield Mutation(place=f"{label}.extra", prepare=prepare, edit=edit)


@mutator("parameter-escaping-changed")
def escaping_changed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for parameter in spec.parameters("query"):
        edit = partial(set_key, pointer=parameter.pointer, key="allowReserved", value=True)
        yield Mutation(place=parameter.label, edit=edit)


@mutator("parameter-deprecated")
def deprecated(spec: Spec, random: Random) -> Iterator[Mutation]:
    for parameter in spec.parameters("query", "header", "cookie"):
        edit = partial(set_key, pointer=parameter.pointer, key="deprecated", value=True)
        yield Mutation(place=parameter.label, edit=edit)


@mutator("parameter-undeprecated")
def undeprecated(spec: Spec, random: Random) -> Iterator[Mutation]:
    for parameter in spec.parameters("query", "header", "cookie"):
        prepare = partial(set_key, pointer=parameter.pointer, key="deprecated", value=True)
        edit = partial(unset_key, pointer=parameter.pointer, key="deprecated")
        yield Mutation(place=parameter.label, prepare=prepare, edit=edit)
