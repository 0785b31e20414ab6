"""Compares authentication and servers."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from seawall.codegen.api.model import Api, ApiOperation, SecurityScheme, Server
from seawall.codegen.diff.change import Rename
from seawall.codegen.diff.likeness import name_likeness
from seawall.codegen.diff.record import Site

__all__ = ["compare_scheme", "compare_security", "compare_servers", "scheme_names"]

_SCHEMES = "#/components/securitySchemes"


def scheme_names(old: Api, new: Api) -> dict[str, str]:
    """New names of security schemes by their old ones: the same name, or the same way to authenticate."""
    names = {name: name for name in old.security_schemes if name in new.security_schemes}
    came = {
        _way(scheme): name
        for name, scheme in new.security_schemes.items()
        if name not in old.security_schemes
    }
    for name, scheme in old.security_schemes.items():
        if name not in names and _way(scheme) in came:
            names[name] = came.pop(_way(scheme))
    return names


def _way(scheme: SecurityScheme) -> tuple[str, ...]:
    """The way in which credentials are sent, without flows and scopes."""
    parameter = scheme.parameter.lower() if scheme.location == "header" else scheme.parameter
    return scheme.type, scheme.location, parameter, scheme.scheme.lower(), scheme.url


def _pointer(name: str) -> str:
    return f"{_SCHEMES}/{name.replace('~', '~0').replace('/', '~1')}"


def compare_scheme(site: Site, old: Api, new: Api, names: tuple[str, str]) -> None:
    """Compare a security scheme by its names in both versions."""
    before, after = old.security_schemes[names[0]], new.security_schemes[names[1]]
    inner = site.inside(f"security scheme {names[0]}")
    places = (_pointer(names[0]), _pointer(names[1]))
    if names[0] != names[1]:
        like = name_likeness(*names)
        reasons = ("credentials are sent in the same way", f"the names are {like:.0%} alike")
        rename = Rename(old=names[0], new=names[1], likelihood=0.9, reasons=reasons)
        inner.add("security-scheme-renamed", f"is called {names[1]} now", rename=rename, at=places)
    if _way(before)[:4] != _way(after)[:4]:
        first, second = _words(before), _words(after)
        words = f"is {second} instead of {first}"
        inner.add("security-scheme-changed", words, before=first, after=second, at=places)
    elif before.url != after.url or before.flows != after.flows:
        inner.add(
            "security-flow-changed",
            "has other URLs, flows or scopes",
            before=before.url or dict(before.flows),
            after=after.url or dict(after.flows),
            at=places,
        )


def _words(scheme: SecurityScheme) -> str:
    if scheme.type == "apiKey":
        return f"an API key in {scheme.location} {scheme.parameter}"
    return f"HTTP {scheme.scheme}" if scheme.type == "http" else scheme.type


def compare_security(site: Site, old: ApiOperation, new: ApiOperation, names: Mapping[str, str]) -> None:
    """Compare the alternatives to authenticate; `names` are those of `scheme_names`."""
    befores = [
        {names.get(name, f"{name} "): set(scopes) for name, scopes in one.items()} for one in old.security
    ]
    afters = [{name: set(scopes) for name, scopes in one.items()} for one in new.security]
    free_before, free_after = not befores or {} in befores, not afters or {} in afters
    if free_before and free_after and not any(befores) and not any(afters):
        return
    if not any(befores):
        if not free_after:
            _note(site, "security-added", f"is needed now: {_list(afters)}", afters)
        for one in afters if free_after else ():
            if one:
                _note(site, "security-alternative-added", f"may be {_one(one)}", [one])
        return
    if not any(afters):
        _note(site, "security-removed", f"is no longer needed: {_list(befores)}", befores)
        return
    if free_before and not free_after:
        _note(site, "security-added", f"is needed now: {_list(afters)}", afters)
    if free_after and not free_before:
        _note(site, "security-removed", "may be left out now", befores)
    _alternatives(site, [one for one in befores if one], [one for one in afters if one])


def _alternatives(
    site: Site, befores: Sequence[Mapping[str, set[str]]], afters: Sequence[Mapping[str, set[str]]]
) -> None:
    for before in befores:
        same = [after for after in afters if set(after) == set(before)]
        fewer = [after for after in afters if set(after) < set(before)]
        if not same and not fewer:
            words = f"may no longer be {_one(before)}"
            _note(site, "security-alternative-removed", words, [before])
        elif same:
            _scopes(site, before, same[0])
    for after in afters:
        if not any(set(before) == set(after) for before in befores):
            _note(site, "security-alternative-added", f"may be {_one(after)}", [after])


def _scopes(site: Site, before: Mapping[str, set[str]], after: Mapping[str, set[str]]) -> None:
    for name, scopes in before.items():
        for scope in sorted(after[name] - scopes):
            _note(site, "security-scope-added", f"by {name} needs the scope {scope}", [after])
        for scope in sorted(scopes - after[name]):
            _note(site, "security-scope-removed", f"by {name} does not need the scope {scope}", [before])


def _note(site: Site, rule: str, words: str, schemes: Sequence[Mapping[str, set[str]]]) -> None:
    # The pointer of the scheme, not of the operation, so that operations share the change.
    name = next((name.strip() for one in schemes for name in one), "")
    pointer = _pointer(name) if name else ""
    is_gone = rule in {"security-removed", "security-alternative-removed", "security-scope-removed"}
    site.inside("authentication").add(
        rule, words, at=(pointer if is_gone else "", "" if is_gone else pointer)
    )


def _one(alternative: Mapping[str, set[str]]) -> str:
    return " and ".join(name.strip() for name in alternative)


def _list(alternatives: Sequence[Mapping[str, set[str]]]) -> str:
    return " or ".join(_one(one) for one in alternatives if one)


def compare_servers(
    site: Site, old: Sequence[Server], new: Sequence[Server], pointers: tuple[str, str]
) -> None:
    """Compare servers; the first is that of a client without settings."""
    befores, afters = {one.url: one for one in old}, {one.url: one for one in new}
    inner = site.inside("server")
    places = (pointers[0], pointers[1])
    first, second = (old[0].url if old else "/"), (new[0].url if new else "/")
    is_moved = first != second
    if is_moved:
        same_path = _path(first) == _path(second)
        rule = "server-changed" if same_path else "server-path-changed"
        words = f"is {second} instead of {first}"
        inner.add(rule, words, before=first, after=second, at=places)
    for url in befores:
        if url not in afters and not (is_moved and url == first):
            inner.add("server-removed", f"{url} is gone", before=url, at=places)
    for url in afters:
        if url not in befores and not (is_moved and url == second):
            inner.add("server-added", f"{url} is new", after=url, at=places)
    for url, before in befores.items():
        if url in afters:
            _variables(inner, before, afters[url], places)


def _path(url: str) -> str:
    return urlsplit(url.replace("{", "").replace("}", "")).path.rstrip("/")


def _variables(site: Site, old: Server, new: Server, places: tuple[str, str]) -> None:
    befores = {one.name: one for one in old.variables}
    for after in new.variables:
        before = befores.get(after.name)
        if before is not None and (before.default, before.values) != (after.default, after.values):
            site.add(
                "server-variable-changed",
                f"{old.url} has another default or other values for {after.name}",
                before=[before.default, *before.values],
                after=[after.default, *after.values],
                at=places,
            )
