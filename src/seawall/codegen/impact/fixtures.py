"""Test fixtures that fit the old spec and no longer fit the new one."""

import json
from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from seawall.codegen.api.shapes import Object, Schema
from seawall.codegen.diff.change import Change
from seawall.codegen.errors import GenerationError
from seawall.codegen.impact.comparison import ClientComparison
from seawall.codegen.impact.finding import Effect, Finding
from seawall.codegen.impact.schema_fit import Misfit, first_misfit
from seawall.codegen.layer.client import ClientClass, Part, PartKind
from seawall.codegen.layer.uses import Place
from seawall.codegen.spec.document import load_document
from seawall.codegen.spec.plain_data import Json

__all__ = ["stale_fixtures"]

# Smaller objects fit anything.
_FEWEST_KEYS = 2
_MOST_BODIES = 2_000
_DEEPEST = 40


@frozen
class _Model:
    """A class of the old client, its schema, and its schema in the new spec."""

    name: str
    old: Schema
    new: Schema
    keys: frozenset[str]
    required: frozenset[str]


def stale_fixtures(comparison: ClientComparison, fixtures: Mapping[str, str]) -> Iterator[Finding]:
    """Yield a finding for each fixture with a body that fits a schema of the old spec, but not of the new.

    `fixtures` are the texts of JSON and YAML files by path. A text that can not be read is left out.
    """
    models = list(_models(comparison))
    for path, text in sorted(fixtures.items()):
        seen: set[tuple[str, str]] = set()
        for body in _bodies(_loaded(path, text)):
            model = _model_of(body, models, comparison)
            misfit = None if model is None else _misfit(model, body, comparison)
            if model is None or misfit is None or (model.name, misfit.name) in seen:
                continue
            seen.add((model.name, misfit.name))
            yield _finding(comparison, model, misfit, _place(path, text, misfit.name))


def _finding(comparison: ClientComparison, model: _Model, misfit: Misfit, place: Place) -> Finding:
    words = (
        f"{place.path} has a {model.name} that does not fit the new spec: `{misfit.name}` {misfit.reason}."
    )
    return Finding(
        effect=Effect.STALE,
        words=words,
        change=_change(comparison.diff.changes, model, misfit),
        part=Part(PartKind.CLASS, model.name),
        place=place,
        is_certain=False,
        reason="the file looks like a body of this schema",
    )


def _change(changes: Sequence[Change], model: _Model, misfit: Misfit) -> Change | None:
    """The change at the place that does not fit, else one of the property, else one of the object."""
    at = [one for one in changes if misfit.pointer and misfit.pointer in {one.new, one.old}]
    inside = [one for one in changes if one.old.startswith(model.old.pointer)]
    named = [one for one in inside if one.old.endswith(f"/{misfit.name}") or misfit.name in one.before]
    return next(iter([*at, *named, *inside]), None)


def _models(comparison: ClientComparison) -> Iterator[_Model]:
    for one in comparison.old_client.classes.values():
        old = _schema(comparison.old_places.schemas, one)
        after = comparison.new_class(one.name)
        new = None if after is None else _schema(comparison.new_places.schemas, after)
        if old is None or new is None or not isinstance(old.shape, Object):
            continue
        keys = frozenset(item.name for item in old.shape.properties)
        required = frozenset(item.name for item in old.shape.properties if item.required)
        if len(keys) >= _FEWEST_KEYS:
            yield _Model(one.name, old, new, keys, required)


def _schema(schemas: Mapping[str, Schema], owner: ClientClass) -> Schema | None:
    return next((schemas[pointer] for pointer in owner.pointers if pointer in schemas), None)


def _model_of(
    body: Mapping[str, Json], models: Sequence[_Model], comparison: ClientComparison
) -> _Model | None:
    """The schema that `body` looks like: it has all required keys, no other one, and fits."""
    keys = body.keys()
    found = [
        model
        for model in models
        if len(keys & model.keys) >= _FEWEST_KEYS and keys <= model.keys and keys >= model.required
    ]
    found.sort(key=lambda model: len(model.keys - keys))
    for model in found:
        if first_misfit(comparison.old_api, model.old, dict(body)) is None:
            return model
    return None


def _misfit(model: _Model, body: Mapping[str, Json], comparison: ClientComparison) -> Misfit | None:
    found = first_misfit(comparison.new_api, model.new, dict(body))
    if found is not None or not isinstance(model.new.shape, Object):
        return found
    known = {item.name for item in model.new.shape.properties}
    gone = sorted((body.keys() & model.keys) - known)
    return Misfit("", gone[0], "is gone") if gone else None


def _loaded(path: str, text: str) -> Json:
    try:
        if path.endswith(".json"):
            loaded: Json = json.loads(text)
            return loaded
        return dict(load_document(text.encode(), path))
    except (ValueError, RecursionError, GenerationError):
        return None


def _bodies(value: Json) -> Iterator[Mapping[str, Json]]:
    """Yield the objects in `value`, and in its texts that are JSON, as in a cassette."""
    pending: list[tuple[Json, int]] = [(value, 0)]
    count = 0
    while pending and count < _MOST_BODIES:
        one, depth = pending.pop()
        if depth > _DEEPEST:
            continue
        if isinstance(one, dict):
            count += 1
            yield one
            pending += [(item, depth + 1) for item in one.values()]
        elif isinstance(one, list):
            pending += [(item, depth + 1) for item in one]
        elif isinstance(one, str) and one[:1] in {"{", "["}:
            pending.append((_loaded(".json", one), depth + 1))


def _place(path: str, text: str, name: str) -> Place:
    """The first line with `name`, else the first line."""
    for number, line in enumerate(text.splitlines(), 1):
        column = line.find(name)
        if name and column >= 0:
            return Place(
                path=path, line=number, column=column, end_line=number, end_column=column + len(name)
            )
    return Place(path=path, line=1, column=0, end_line=1, end_column=0)
