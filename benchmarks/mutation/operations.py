"""Mutations of operations as a whole."""

import re
from collections.abc import Iterator
from copy import deepcopy
from functools import partial
from random import Random

from benchmarks.mutation.mutation import Document, Mutation, at, set_key, unset_key
from benchmarks.mutation.names import other_name
from benchmarks.mutation.places import METHODS, OperationPlace, Spec
from benchmarks.mutation.registry import mutator


@mutator("operation-added")
def added(spec: Spec, random: Random) -> Iterator[Mutation]:
    for operation in spec.operations():
        path = f"{operation.path}/{random.choice(('history', 'summary', 'archive'))}"

        def edit(document: Document, path: str = path, operation: OperationPlace = operation) -> None:
            copy = deepcopy(at(document, operation.pointer))
            copy["operationId"] = f"{copy.get('operationId', 'more')}_more"
            item = at(document, operation.pointer.rpartition("/")[0])
            shared = {"parameters": item["parameters"]} if "parameters" in item else {}
            document["paths"][path] = {operation.method: copy, **shared}

        yield Mutation(place=operation.label, edit=edit)


@mutator("operation-removed")
def removed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for operation in spec.operations():

        def edit(document: Document, operation: OperationPlace = operation) -> None:
            del document["paths"][operation.path][operation.method]

        yield Mutation(place=operation.label, edit=edit)


@mutator("operation-moved")
def moved(spec: Spec, random: Random) -> Iterator[Mutation]:
    for operation in spec.operations():
        literals = [part for part in operation.path.split("/") if part and not part.startswith("{")]
        old = literals[-1]
        new = other_name(old, set(literals), random)
        path = operation.path.replace(f"/{old}", f"/{new}")
        if random.random() < 0.3:
            path = re.sub(r"^(/v\d+)?", r"\1/core", operation.path, count=1)
        yield _move(operation, path, operation.method)
        if operation.method in {"put", "patch"}:
            yield _move(operation, operation.path, "patch" if operation.method == "put" else "put")


def _move(operation: OperationPlace, path: str, method: str) -> Mutation:
    def edit(document: Document) -> None:
        item = document["paths"][operation.path]
        shared = {key: value for key, value in item.items() if key not in METHODS}
        raw = item.pop(operation.method)
        document["paths"].setdefault(path, deepcopy(shared))[method] = raw
        if not item.keys() & set(METHODS):
            del document["paths"][operation.path]

    key = f"{method.upper()} {path}"
    place = f"{operation.label}-to-{key.replace(' ', '')}"
    return Mutation(place=place, edit=edit, operations={key: operation.key}, is_fixable=True)


@mutator("operation-path-renamed")
def placeholder_renamed(spec: Spec, random: Random) -> Iterator[Mutation]:
    paths: dict[str, list[OperationPlace]] = {}
    for operation in spec.operations():
        paths.setdefault(operation.path, []).append(operation)
    for path, operations in paths.items():
        for old in re.findall(r"\{(\w+)\}", path):
            new = other_name(old, set(re.findall(r"\{(\w+)\}", path)), random)
            yield _placeholder(spec, path, operations, (old, new))


def _placeholder(spec: Spec, path: str, operations: list[OperationPlace], names: tuple[str, str]) -> Mutation:
    old, new = names
    renamed = path.replace(f"{{{old}}}", f"{{{new}}}")

    def edit(document: Document) -> None:
        edited = Spec(document)
        item = document["paths"][path]
        for owner in (item, *(item[method] for method in METHODS if method in item)):
            for number, parameter in enumerate(owner.get("parameters", ())):
                given = deepcopy(edited.resolved(parameter["$ref"])[1] if "$ref" in parameter else parameter)
                if given["in"] == "path" and given["name"] == old:
                    owner["parameters"][number] = {**given, "name": new}
        document["paths"] = {
            renamed if key == path else key: value for key, value in document["paths"].items()
        }

    keys = {f"{one.method.upper()} {renamed}": one.key for one in operations}
    return Mutation(
        place=f"{operations[0].label}.{old}",
        edit=edit,
        operations=keys,
        parameters={(one.key, f"path {new}"): f"path {old}" for one in operations},
        is_fixable=True,
    )


@mutator("operation-id-changed")
def id_changed(spec: Spec, random: Random) -> Iterator[Mutation]:
    taken = {operation.raw.get("operationId", "") for operation in spec.operations()}
    for operation in spec.operations():
        if old := operation.raw.get("operationId"):
            edit = partial(
                set_key, pointer=operation.pointer, key="operationId", value=other_name(old, taken, random)
            )
            yield Mutation(place=old, edit=edit, is_fixable=True)


@mutator("operation-tags-changed")
def tags_changed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for operation in spec.operations():
        tags = [random.choice(("Core", "Archive", "Everything"))]
        edit = partial(set_key, pointer=operation.pointer, key="tags", value=tags)
        yield Mutation(place=operation.label, edit=edit, is_fixable=True)


@mutator("operation-deprecated")
def deprecated(spec: Spec, random: Random) -> Iterator[Mutation]:
    for operation in spec.operations():
        edit = partial(set_key, pointer=operation.pointer, key="deprecated", value=True)
        yield Mutation(place=operation.label, edit=edit)


@mutator("operation-undeprecated")
def undeprecated(spec: Spec, random: Random) -> Iterator[Mutation]:
    for operation in spec.operations():
        prepare = partial(set_key, pointer=operation.pointer, key="deprecated", value=True)
        edit = partial(unset_key, pointer=operation.pointer, key="deprecated")
        yield Mutation(place=operation.label, prepare=prepare, edit=edit)


def _sunset(before: str | None, after: str, spec: Spec) -> Iterator[Mutation]:
    for operation in spec.operations():

        def mark(document: Document, date: str | None, pointer: str = operation.pointer) -> None:
            at(document, pointer)["deprecated"] = True
            if date is not None:
                at(document, pointer)["x-sunset"] = date

        prepare, edit = partial(mark, date=before), partial(mark, date=after)
        yield Mutation(place=operation.label, prepare=prepare, edit=edit)


@mutator("sunset-added")
def sunset_added(spec: Spec, random: Random) -> Iterator[Mutation]:
    return _sunset(None, "2030-01-01", spec)


@mutator("sunset-earlier")
def sunset_earlier(spec: Spec, random: Random) -> Iterator[Mutation]:
    return _sunset("2031-01-01", "2030-01-01", spec)


@mutator("sunset-later")
def sunset_later(spec: Spec, random: Random) -> Iterator[Mutation]:
    return _sunset("2030-01-01", "2031-01-01", spec)
