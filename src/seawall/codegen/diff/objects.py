"""Compares objects: properties that came, went, were renamed or stayed, and other properties."""

from typing import TYPE_CHECKING

from seawall.codegen.api.shapes import AnyValue, NoValue, Object, Property, Schema
from seawall.codegen.diff.change import Direction, Rename
from seawall.codegen.diff.likeness import Likeness, pairs_of, part_likeness, schema_likeness
from seawall.codegen.diff.record import Site
from seawall.codegen.diff.types import type_words
from seawall.codegen.diff.values import compare_bounds

if TYPE_CHECKING:
    from seawall.codegen.diff.schemas import SchemaComparison

__all__ = ["compare_objects"]


def compare_objects(comparison: "SchemaComparison", site: Site, old: Schema, new: Schema) -> None:
    """Compare two objects."""
    assert isinstance(old.shape, Object)
    assert isinstance(new.shape, Object)
    befores = {item.name: item for item in old.shape.properties}
    afters = {item.name: item for item in new.shape.properties}
    for name, before in befores.items():
        if name in afters:
            _facts(comparison, _site_of(site, before, afters[name]), before, afters[name])
    gone = [item for name, item in befores.items() if name not in afters]
    came = [item for name, item in afters.items() if name not in befores]
    for before, after, like in _renamed(comparison, gone, came):
        gone.remove(before)
        came.remove(after)
        inner = _site_of(site, before, after)
        inner.add(
            "property-renamed",
            f"is called {after.name} now",
            at=(before.schema.pointer, after.schema.pointer),
            before=before.name,
            after=after.name,
            rename=Rename(
                old=before.name, new=after.name, likelihood=round(like.value, 2), reasons=like.reasons
            ),
        )
        _facts(comparison, inner, before, after)
    for item in gone:
        _removed(_site_of(site, item, item), item, is_closed=_is_closed(new.shape))
    for item in came:
        _added(_site_of(site, item, item), item, was_closed=_is_closed(old.shape))
    compare_bounds(site, old, new)
    _additional(comparison, site, old, new)


def _site_of(site: Site, old: Property, new: Property) -> Site:
    """The place of a property, in the directions in which it occurs in both versions."""
    inner = site.inside(f".{old.name}")
    if old.schema.read_only and new.schema.read_only:
        return inner.limited(Direction.RESPONSE)
    if old.schema.write_only and new.schema.write_only:
        return inner.limited(Direction.REQUEST)
    return inner


def _renamed(
    comparison: "SchemaComparison", gone: list[Property], came: list[Property]
) -> list[tuple[Property, Property, Likeness]]:
    only_pair = len(gone) == len(came) == 1

    def likeness(old: Property, new: Property) -> Likeness:
        return part_likeness(
            (old.name, new.name),
            schema_likeness(comparison.old_api, old.schema, comparison.new_api, new.schema),
            (old.schema.description, new.schema.description),
            same_need=old.required == new.required,
            only_pair=only_pair,
        )

    return pairs_of(gone, came, likeness)


def _facts(comparison: "SchemaComparison", site: Site, old: Property, new: Property) -> None:
    first, second = old.schema, new.schema
    if old.required != new.required:
        if new.required:
            _note(site, "property-became-required", "is required now", first, second)
        else:
            _note(site, "property-became-optional", "is optional now", first, second)
    if first.read_only != second.read_only:
        if second.read_only:
            _note(site, "property-became-read-only", "is read-only now", first, second)
        elif new.required:
            words = "is required and no longer read-only"
            _note(site, "required-property-writable", words, first, second)
        else:
            _note(site, "property-became-not-read-only", "is no longer read-only", first, second)
    if first.write_only != second.write_only:
        if second.write_only:
            _note(site, "property-became-write-only", "is write-only now", first, second)
        else:
            _note(site, "property-became-not-write-only", "is no longer write-only", first, second)
    comparison.compare(site, first, second)


def _note(site: Site, rule: str, words: str, old: Schema, new: Schema) -> None:
    site.add(rule, words, at=(old.pointer, new.pointer))


def _removed(site: Site, item: Property, *, is_closed: bool) -> None:
    rule = "required-property-removed" if item.required else "optional-property-removed"
    before = type_words(item.schema)
    if not is_closed:
        site.add(rule, "is gone", at=(item.schema.pointer, ""), before=before)
        return
    words = "is gone, and no other properties are allowed"
    if site.only is not Direction.RESPONSE:
        sent = site.limited(Direction.REQUEST)
        sent.add("property-forbidden", words, at=(item.schema.pointer, ""), before=before)
    if site.only is not Direction.REQUEST:
        received = site.limited(Direction.RESPONSE)
        received.add(rule, "is gone", at=(item.schema.pointer, ""), before=before)


def _added(site: Site, item: Property, *, was_closed: bool) -> None:
    after = type_words(item.schema)
    rule = "required-property-added" if item.required else "optional-property-added"
    words = f"is new and {'required' if item.required else 'optional'}"
    if was_closed and site.only is not Direction.REQUEST:
        received = site.limited(Direction.RESPONSE)
        received.add(
            "property-added-to-closed-object",
            "is new, where no other property was allowed",
            at=("", item.schema.pointer),
            after=after,
        )
        if site.only is Direction.RESPONSE:
            return
        site = site.limited(Direction.REQUEST)
    site.add(rule, words, at=("", item.schema.pointer), after=after)


def _is_closed(shape: Object) -> bool:
    return shape.additional is not None and isinstance(shape.additional.shape, NoValue)


def _additional(comparison: "SchemaComparison", site: Site, old: Schema, new: Schema) -> None:
    first, second = old.shape, new.shape
    assert isinstance(first, Object)
    assert isinstance(second, Object)
    if _is_closed(first) != _is_closed(second):
        if _is_closed(second):
            words = "allows no other properties now"
            _note(site, "additional-properties-forbidden", words, old, new)
        else:
            _note(site, "additional-properties-allowed", "allows other properties now", old, new)
        return
    inner = site.inside(".*")
    before, after = first.additional, second.additional
    if before is not None and after is not None:
        comparison.compare(inner, before, after)
    elif before is not None and not isinstance(before.shape, AnyValue | NoValue):
        _note(inner, "type-widened", f"is any value instead of {type_words(before)}", before, new)
    elif after is not None and not isinstance(after.shape, AnyValue | NoValue):
        _note(inner, "type-narrowed", f"is {type_words(after)} instead of any value", old, after)
