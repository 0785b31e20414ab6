"""Mutations of values: enums, constants, bounds, patterns, defaults."""

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from attrs import evolve

from benchmarks.mutation.mutation import Mutation, Rewrite
from benchmarks.mutation.names import other_name
from benchmarks.mutation.places import SchemaPlace, Spec
from benchmarks.mutation.registry import mutator
from benchmarks.mutation.types import change, scalars


def _always(value: object) -> Rewrite:
    return lambda _: value


def _instead(old: str, new: str) -> Rewrite:
    return lambda given: new if given == old else given


def _enums(spec: Spec) -> Iterator[SchemaPlace]:
    for place in spec.schemas():
        values = place.raw.get("enum", ())
        if len(values) > 1 and all(isinstance(value, str) for value in values):
            yield place


@mutator("enum-value-added")
def enum_value_added(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in _enums(spec):
        new = random.choice(("PAUSED", "ARCHIVED", "UNDER_REVIEW"))
        new = new.lower() if place.raw["enum"][0].islower() else new
        made = change(place, {"enum": [*place.raw["enum"], new]}, rewrite=_always(new))
        yield _noticed(made, place)


@mutator("enum-value-removed")
def enum_value_removed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in _enums(spec):
        for value in place.raw["enum"]:
            left = [one for one in place.raw["enum"] if one != value]
            yield change(
                place,
                {"enum": left},
                drop=("default", "examples", "example"),
                rewrite=_instead(value, left[-1]),
                suffix=f"-{value}",
            )


@mutator("enum-value-renamed")
def enum_value_renamed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in _enums(spec):
        values = place.raw["enum"]
        for number, value in enumerate(values):
            new = other_name(value, set(values), random)
            renamed = [new if position == number else one for position, one in enumerate(values)]
            yield _enum_rename(place, renamed, value, new)


def _enum_rename(place: SchemaPlace, renamed: list[str], old: str, new: str) -> Mutation:
    made = change(
        place, {"enum": renamed}, drop=("default", "examples", "example"), suffix=f"-{old}", is_fixable=True
    )
    return evolve(
        made,
        samples={place.pointer: _always(old)},
        answers={place.pointer: lambda given: new if given == old else given},
        requests={place.pointer: lambda given: old if given == new else given},
    )


@mutator("became-enum")
def became_enum(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in scalars(spec, "string"):
        if not {"enum", "const", "format", "default", "pattern"} & place.raw.keys():
            values = ["first", "second"]
            yield change(place, {"enum": values}, drop=("examples", "example"), rewrite=lambda _: "first")


@mutator("became-not-enum")
def became_not_enum(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in _enums(spec):
        made = change(place, {}, drop=("enum",), rewrite=_always("unheard-of"))
        yield _noticed(made, place)


def _noticed(mutation: Mutation, place: SchemaPlace) -> Mutation:
    """The server sent the first value, and sends another one: a function that returns the same hides it."""
    return evolve(mutation, samples={place.pointer: _always(place.raw["enum"][0])}, keeps_meaning=True)


@mutator("const-changed")
def const_changed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in spec.objects():
        if place.pointer.count("/") == 3:
            yield _constant(place)


def _constant(place: SchemaPlace) -> Mutation:
    """A property `object` that every value may have, with a constant that changes."""

    def properties(text: str) -> dict[str, Any]:
        return {**place.raw["properties"], "object": {"type": "string", "const": text}}

    made = change(
        place,
        {"properties": properties("second")},
        before={"properties": properties("first")},
        suffix=".object",
    )
    return evolve(made, answers={place.pointer: _renewed})


def _renewed(given: Any) -> Any:
    is_old = isinstance(given, dict) and given.get("object") == "first"
    return {**given, "object": "second"} if is_old else given


_BOUNDS: Mapping[str, tuple[tuple[str, int, int], ...]] = {
    # Of each type: the keyword, a limit that hardly any value meets, and one that few values meet.
    "integer": (("maximum", 1_000_000, 4), ("minimum", -5, 50)),
    "number": (("maximum", 1_000_000, 1), ("minimum", -5, 500)),
    "string": (("maxLength", 100_000, 2), ("minLength", 0, 4_000)),
}


def _bounded(spec: Spec, random: Random) -> Iterator[tuple[SchemaPlace, str, int, int]]:
    for place in scalars(spec, "integer", "number", "string"):
        if "enum" not in place.raw and "format" not in place.raw:
            keyword, wide, narrow = random.choice(_BOUNDS[place.raw["type"]])
            if keyword not in place.raw:
                yield place, keyword, wide, narrow


def _outside(kind: str, narrow: int, keyword: str) -> Rewrite | None:
    """A value that fits the wide limit alone, for what the server sends."""
    if kind == "string":
        return lambda value: "x" * (narrow + 5) if keyword == "maxLength" else value
    return lambda _: narrow + 1 if keyword == "maximum" else narrow - 1


@mutator("bound-added")
def bound_added(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place, keyword, _, narrow in _bounded(spec, random):
        yield change(place, {keyword: narrow}, drop=("examples", "example", "default"), suffix=f"-{keyword}")


_TIGHTER: Mapping[str, int] = {"maximum": -1, "minimum": 1, "maxLength": -1, "minLength": 1}


@mutator("bound-tightened")
def bound_tightened(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in scalars(spec, "integer", "number", "string"):
        for keyword in _TIGHTER:
            if isinstance(limit := place.raw.get(keyword), int):
                tighter = max(1, limit // 2) if keyword.startswith("max") else limit + 5
                yield change(
                    place,
                    {keyword: tighter},
                    drop=("default", "examples", "example"),
                    suffix=f"-{keyword}-to-{tighter}",
                )
    for place, keyword, wide, narrow in _bounded(spec, random):
        yield change(place, {keyword: narrow}, before={keyword: wide}, suffix=f"-{keyword}")


@mutator("bound-loosened")
def bound_loosened(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in scalars(spec, "integer", "number", "string"):
        for keyword in _TIGHTER:
            if isinstance(limit := place.raw.get(keyword), int):
                looser = limit * 2 if keyword.startswith("max") else max(0, limit - 1)
                yield change(place, {keyword: looser}, suffix=f"-{keyword}-to-{looser}")


@mutator("bound-removed")
def bound_removed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in scalars(spec, "integer", "number", "string"):
        for keyword in _TIGHTER:
            if keyword in place.raw:
                yield change(place, {}, drop=(keyword,), suffix=f"-{keyword}")
    for place, keyword, wide, _ in _bounded(spec, random):
        yield change(place, {keyword: ...}, before={keyword: wide}, suffix=f"-{keyword}")


def _plain_texts(spec: Spec) -> Iterator[SchemaPlace]:
    for place in scalars(spec, "string"):
        if not {"enum", "format", "const", "pattern"} & place.raw.keys():
            yield place


@mutator("pattern-added")
def pattern_added(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in _plain_texts(spec):
        yield change(place, {"pattern": "^[0-9]{40}$"}, drop=("examples", "example", "default"))


@mutator("pattern-changed")
def pattern_changed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in _plain_texts(spec):
        yield change(place, {"pattern": "^[0-9]{40}$"}, before={"pattern": "^.*$"}, drop=("default",))


@mutator("pattern-removed")
def pattern_removed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in scalars(spec, "string"):
        if "pattern" in place.raw:
            yield change(place, {}, drop=("pattern",))
    for place in _plain_texts(spec):
        yield change(place, {"pattern": ...}, before={"pattern": "^.*$"})


def _lists(spec: Spec) -> Iterator[SchemaPlace]:
    return (place for place in spec.schemas() if place.raw.get("type") == "array" and "items" in place.raw)


@mutator("unique-items-added")
def unique_items_added(spec: Spec, random: Random) -> Iterator[Mutation]:
    return (change(place, {"uniqueItems": True}) for place in _lists(spec))


@mutator("unique-items-removed")
def unique_items_removed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in _lists(spec):
        yield change(place, {"uniqueItems": ...}, before={"uniqueItems": True})


@mutator("tuple-changed")
def tuple_changed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in _lists(spec):
        if "$ref" not in place.raw["items"]:
            before = {"prefixItems": [place.raw["items"]]}
            after = {"prefixItems": [place.raw["items"], {"type": "integer"}]}
            yield change(place, after, before=before, rewrite=_second_number)


def _second_number(given: Any) -> Any:
    return [given[0], 7, *given[2:]] if isinstance(given, list) and len(given) > 1 else given


_DEFAULTS: Mapping[str, tuple[Any, Any]] = {
    "integer": (10, 20),
    "number": (1.5, 2.5),
    "string": ("first", "second"),
    "boolean": (False, True),
}


def _open(spec: Spec) -> Iterator[SchemaPlace]:
    """Values without a default or list of values that a client may leave out."""
    for place in scalars(spec):
        limits = {"enum", "format", "const", "default", "minimum", "maximum", "pattern"}
        # Of a value that may be null, the default stands with the union.
        if not limits & place.raw.keys() and "/anyOf/" not in place.pointer:
            yield place


@mutator("default-added")
def default_added(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in _open(spec):
        yield change(place, {"default": _DEFAULTS[place.raw["type"]][0]}, drop=("examples", "example"))


@mutator("default-changed")
def default_changed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in scalars(spec, "integer", "boolean"):
        if "default" in place.raw:
            new = not place.raw["default"] if place.raw["type"] == "boolean" else place.raw["default"] + 1
            yield change(place, {"default": new}, suffix=f"-to-{new}")
    for place in _open(spec):
        first, second = _DEFAULTS[place.raw["type"]]
        yield change(place, {"default": second}, before={"default": first}, drop=("examples", "example"))


@mutator("default-removed")
def default_removed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for place in scalars(spec):
        if "default" in place.raw:
            yield change(place, {}, drop=("default",))
