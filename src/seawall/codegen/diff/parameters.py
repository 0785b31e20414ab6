"""Compares the parameters of two operations."""

import re
from collections.abc import Sequence

from seawall.codegen.api.model import ApiOperation, ApiParameter
from seawall.codegen.api.shapes import AnyValue, Array, Object, Schema
from seawall.codegen.diff.change import Rename
from seawall.codegen.diff.likeness import Likeness, name_likeness, pairs_of, part_likeness, schema_likeness
from seawall.codegen.diff.record import Site
from seawall.codegen.diff.schemas import SchemaComparison
from seawall.codegen.diff.types import core_members, followed, type_words
from seawall.codegen.diff.values import sunset

__all__ = ["compare_parameters", "placeholders"]


def placeholders(path: str) -> list[str]:
    """The names in braces, in order."""
    return re.findall(r"\{([^{}]*)\}", path)


def compare_parameters(
    comparison: SchemaComparison, site: Site, old: ApiOperation, new: ApiOperation
) -> None:
    """Compare the parameters of one operation; path parameters are paired by their places in the path."""
    names = _path_names(old, new)
    olds = {_key(one, names): one for one in old.parameters}
    news = {_key(one, {}): one for one in new.parameters}
    for key, before in olds.items():
        if key in news:
            _compare(comparison, site, before, news[key])
    gone = [one for key, one in olds.items() if key not in news]
    came = [one for key, one in news.items() if key not in olds]
    for before, after, like in _renamed(comparison, gone, came):
        gone.remove(before)
        came.remove(after)
        _rename(comparison, site, before, after, like)
    for one in gone:
        _place(site, one).add(
            "parameter-removed", "is gone", at=(one.pointer, ""), before=type_words(one.schema)
        )
    for one in came:
        rule = "required-parameter-added" if one.required else "optional-parameter-added"
        words = f"is new and {'required' if one.required else 'optional'}"
        _place(site, one).add(rule, words, at=("", one.pointer), after=type_words(one.schema))


def _key(parameter: ApiParameter, names: dict[str, str]) -> tuple[str, str]:
    name = parameter.name
    if parameter.location == "path":
        name = names.get(name, name)
    if parameter.location == "header":
        name = name.lower()
    return parameter.location, name


def _path_names(old: ApiOperation, new: ApiOperation) -> dict[str, str]:
    """New names of path parameters by their old ones, where the paths have the same form."""
    before, after = placeholders(old.path), placeholders(new.path)
    if len(before) != len(after) or set(before) == set(after):
        return {}
    return dict(zip(before, after, strict=True))


def _place(site: Site, parameter: ApiParameter) -> Site:
    # A parameter that operations share has one change for all of them.
    return Site(node=site.node, place=f"{parameter.location} parameter {parameter.name}", only=site.only)


def _compare(comparison: SchemaComparison, site: Site, old: ApiParameter, new: ApiParameter) -> None:
    inner = _place(site, old)
    places = (old.pointer, new.pointer)
    if old.location == "path" and old.name != new.name:
        like = name_likeness(old.name, new.name)
        inner.add(
            "path-parameter-renamed",
            f"is called {new.name} now",
            before=old.name,
            after=new.name,
            rename=Rename(
                old=old.name,
                new=new.name,
                likelihood=0.99,
                reasons=("the place in the path is the same", f"the names are {like:.0%} alike"),
            ),
            at=places,
        )
    _facts(comparison, inner, old, new)


def _facts(comparison: SchemaComparison, site: Site, old: ApiParameter, new: ApiParameter) -> None:
    places = (old.pointer, new.pointer)
    if old.required != new.required:
        rule = "parameter-became-required" if new.required else "parameter-became-optional"
        site.add(rule, f"is {'required' if new.required else 'optional'} now", at=places)
    before, after = _format(comparison, old, new)
    if before != after:
        words = f"is sent as {after} instead of {before}"
        site.add("parameter-style-changed", words, before=before, after=after, at=places)
    if old.allow_reserved != new.allow_reserved:
        words = "is sent with reserved characters as they are" if new.allow_reserved else "is escaped now"
        site.add("parameter-escaping-changed", words, at=places)
    if old.deprecated != new.deprecated:
        rule = "parameter-deprecated" if new.deprecated else "parameter-undeprecated"
        site.add(rule, "is deprecated" if new.deprecated else "is no longer deprecated", at=places)
    sunset(site, (old.pointer, old.extensions), (new.pointer, new.extensions))
    comparison.compare(site, old.schema, new.schema)


def _format(comparison: SchemaComparison, old: ApiParameter, new: ApiParameter) -> tuple[str, str]:
    """The formats of a parameter in words, the same where no value that both allow is sent in two ways."""
    if old.media_type or new.media_type:
        return old.media_type or _style(old), new.media_type or _style(new)
    is_simple = not (
        _is_composite(followed(comparison.old_api, old.schema), comparison, is_old=True)
        and _is_composite(followed(comparison.new_api, new.schema), comparison, is_old=False)
    )
    if is_simple:
        # `explode` says nothing of a single value, and styles differ only in a path.
        return (old.style, new.style) if old.location == "path" else ("", "")
    return _style(old), _style(new)


def _style(parameter: ApiParameter) -> str:
    return f"{parameter.style}, {'exploded' if parameter.explode else 'not exploded'}"


def _is_composite(schema: Schema, comparison: SchemaComparison, *, is_old: bool) -> bool:
    api = comparison.old_api if is_old else comparison.new_api
    members = [followed(api, member) for member in core_members(schema)]
    return any(isinstance(member.shape, Array | Object | AnyValue) for member in members)


def _renamed(
    comparison: SchemaComparison, gone: Sequence[ApiParameter], came: Sequence[ApiParameter]
) -> list[tuple[ApiParameter, ApiParameter, Likeness]]:
    only_pair = len(gone) == len(came) == 1

    def likeness(old: ApiParameter, new: ApiParameter) -> Likeness:
        like = part_likeness(
            (old.name, new.name),
            schema_likeness(comparison.old_api, old.schema, comparison.new_api, new.schema),
            (old.description, new.description),
            same_need=old.required == new.required,
            only_pair=only_pair,
        )
        if old.location == new.location:
            return like
        # Another location: only the same name is convincing.
        if name_likeness(old.name, new.name) < 1.0:
            return Likeness(0.0)
        return Likeness(like.value * 0.9, (*like.reasons, "the location differs"))

    return pairs_of(gone, came, likeness)


def _rename(
    comparison: SchemaComparison, site: Site, old: ApiParameter, new: ApiParameter, like: Likeness
) -> None:
    inner = _place(site, old)
    if old.location != new.location:
        rule, words = "parameter-moved", f"is the {new.location} parameter {new.name} now"
    else:
        rule, words = "parameter-renamed", f"is called {new.name} now"
    inner.add(
        rule,
        words,
        at=(old.pointer, new.pointer),
        before=old.key,
        after=new.key,
        rename=Rename(old=old.key, new=new.key, likelihood=round(like.value, 2), reasons=like.reasons),
    )
    _facts(comparison, inner, old, new)
