"""Mutations of authentication and servers."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import partial
from random import Random
from types import MappingProxyType
from typing import Any

from benchmarks.mutation.mutation import Document, Mutation, at, set_key
from benchmarks.mutation.places import Spec
from benchmarks.mutation.registry import mutator

Alternatives = list[dict[str, list[str]]]

_KEY = {"type": "apiKey", "in": "header", "name": "X-Api-Key"}
_SCHEMES = {"api_key": _KEY}
_BEARER = {"type": "http", "scheme": "bearer"}


def _add_scheme(document: Document, name: str, scheme: Mapping[str, Any]) -> None:
    schemes = document.setdefault("components", {}).setdefault("securitySchemes", {})
    schemes[name] = deepcopy(dict(scheme))


def _security(spec: Spec, raw: Mapping[str, Any]) -> Alternatives:
    return deepcopy(raw.get("security", spec.document.get("security", [])))


def _secure(
    document: Document,
    *,
    pointer: str,
    alternatives: Alternatives,
    schemes: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    for name, scheme in schemes.items():
        _add_scheme(document, name, scheme)
    at(document, pointer)["security"] = deepcopy(alternatives)


def _one_operation(
    spec: Spec,
    before: Alternatives | None,
    after: Alternatives,
    schemes: Mapping[str, Any] = MappingProxyType({}),
) -> Iterator[Mutation]:
    for operation in spec.operations():
        edit = partial(_secure, pointer=operation.pointer, alternatives=after, schemes=schemes)
        prepare = None
        if before is not None:
            prepare = partial(_secure, pointer=operation.pointer, alternatives=before, schemes=schemes)
        yield Mutation(place=operation.label, prepare=prepare, edit=edit)


@mutator("security-added")
def added(spec: Spec, random: Random) -> Iterator[Mutation]:
    return _one_operation(spec, [], [{"api_key": []}], schemes=_SCHEMES)


@mutator("security-removed")
def removed(spec: Spec, random: Random) -> Iterator[Mutation]:
    return _one_operation(spec, None, [])


@mutator("security-alternative-added")
def alternative_added(spec: Spec, random: Random) -> Iterator[Mutation]:
    for operation in spec.operations():
        if own := _security(spec, operation.raw):
            alternatives: Alternatives = [*own, {"api_key": []}]
            edit = partial(_secure, pointer=operation.pointer, alternatives=alternatives, schemes=_SCHEMES)
            yield Mutation(place=operation.label, edit=edit)


@mutator("security-alternative-removed")
def alternative_removed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for operation in spec.operations():
        if own := _security(spec, operation.raw):
            key: Alternatives = [{"api_key": []}]
            both = [*own, *key]
            secure = partial(_secure, pointer=operation.pointer, schemes=_SCHEMES)
            for place, left in ((operation.label, key), (f"{operation.label}-key", own)):
                yield Mutation(
                    place=place,
                    prepare=partial(secure, alternatives=both),
                    edit=partial(secure, alternatives=left),
                )


@mutator("security-scope-added")
def scope_added(spec: Spec, random: Random) -> Iterator[Mutation]:
    for operation in spec.operations():
        if own := _security(spec, operation.raw):
            name = next(iter(own[0]), "")
            more = [{name: [*own[0].get(name, ()), "write"]}]
            edit = partial(_secure, pointer=operation.pointer, alternatives=more)
            yield Mutation(place=operation.label, edit=edit)


@mutator("security-scope-removed")
def scope_removed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for operation in spec.operations():
        if own := _security(spec, operation.raw):
            name = next(iter(own[0]), "")
            more = [{name: [*own[0].get(name, ()), "write"]}]
            secure = partial(_secure, pointer=operation.pointer)
            yield Mutation(
                place=operation.label,
                prepare=partial(secure, alternatives=more),
                edit=partial(secure, alternatives=own),
            )


def _schemes(spec: Spec) -> dict[str, Any]:
    found: dict[str, Any] = spec.document.get("components", {}).get("securitySchemes", {})
    return found


@mutator("security-scheme-changed")
def scheme_changed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for name in _schemes(spec):
        for kind, scheme in (("key", _KEY), ("bearer", _BEARER), ("query", {**_KEY, "in": "query"})):
            if scheme.get("scheme") != _schemes(spec)[name].get("scheme"):
                edit = partial(set_key, pointer="#/components/securitySchemes", key=name, value=scheme)
                yield Mutation(place=f"{name}-{kind}", edit=edit)


@mutator("security-scheme-renamed")
def scheme_renamed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for old in _schemes(spec):

        def edit(document: Document, old: str = old) -> None:
            schemes = document["components"]["securitySchemes"]
            schemes["Login"] = schemes.pop(old)
            for owner in (document, *(one.raw for one in Spec(document).operations())):
                if "security" in owner:
                    owner["security"] = [
                        {"Login" if name == old else name: scopes for name, scopes in one.items()}
                        for one in owner["security"]
                    ]

        yield Mutation(place=old, edit=edit)


@mutator("security-flow-changed")
def flow_changed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for name, scheme in _schemes(spec).items():
        for flow in scheme.get("flows", {}):
            pointer = f"#/components/securitySchemes/{name}/flows/{flow}"
            edit = partial(set_key, pointer=pointer, key="tokenUrl", value="https://login2.test/token")
            yield Mutation(place=f"{name}-{flow}", edit=edit)


def _servers(
    place: str, spec: Spec, before: list[dict[str, Any]] | None, after: list[dict[str, Any]]
) -> Mutation:
    prepare = None if before is None else partial(set_key, pointer="#", key="servers", value=before)
    return Mutation(
        place=place, prepare=prepare, edit=partial(set_key, pointer="#", key="servers", value=after)
    )


def _own(spec: Spec) -> list[dict[str, Any]]:
    return deepcopy(spec.document.get("servers") or [{"url": "/"}])


@mutator("server-added")
def server_added(spec: Spec, random: Random) -> Iterator[Mutation]:
    yield _servers("api", spec, None, [*_own(spec), {"url": "https://eu.example.test/"}])


@mutator("server-removed")
def server_removed(spec: Spec, random: Random) -> Iterator[Mutation]:
    yield _servers("api", spec, [*_own(spec), {"url": "https://eu.example.test/"}], _own(spec))


@mutator("server-changed")
def server_changed(spec: Spec, random: Random) -> Iterator[Mutation]:
    path = "/" + _own(spec)[0]["url"].partition("://")[2].partition("/")[2]
    yield _servers("api", spec, [{"url": f"https://old.test{path}"}], [{"url": f"https://new.test{path}"}])


@mutator("server-path-changed")
def server_path_changed(spec: Spec, random: Random) -> Iterator[Mutation]:
    for path in ("/v2", "/core"):
        servers = [{**one, "url": f"{one['url'].rstrip('/')}{path}"} for one in _own(spec)]
        yield _servers(path.strip("/"), spec, None, servers)


@mutator("server-variable-changed")
def server_variable(spec: Spec, random: Random) -> Iterator[Mutation]:
    path = _own(spec)[0]["url"].partition("://")[2].partition("/")[2]
    url = f"https://{{region}}.example.test/{path}"
    before, after = ({"url": url, "variables": {"region": {"default": default}}} for default in ("eu", "us"))
    yield _servers("region", spec, [before], [after])
