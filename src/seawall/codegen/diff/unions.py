"""Compares unions: pairs their members, and compares what tells them apart."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from seawall.codegen.api.model import Api
from seawall.codegen.api.shapes import (
    AnyValue,
    Discriminator,
    Enumeration,
    Integer,
    Number,
    Object,
    Ref,
    Schema,
    Text,
    Union,
)
from seawall.codegen.diff.likeness import Likeness, name_likeness, pairs_of, schema_likeness
from seawall.codegen.diff.record import Site
from seawall.codegen.diff.types import core_members, followed, kind_of, type_words

if TYPE_CHECKING:
    from seawall.codegen.diff.schemas import SchemaComparison

__all__ = ["compare_unions"]

# Likeness from which members of two unions are compared as one.
_ALIKE = 0.5


def compare_unions(comparison: "SchemaComparison", site: Site, old: Schema, new: Schema) -> None:
    """Compare two schemas, one or both of which are unions of several members, null aside."""
    olds, news = core_members(old), core_members(new)
    olds, news = (
        _expanded(comparison.old_api, olds, news),
        _expanded(comparison.new_api, news, olds),
    )
    pairs = _paired(comparison, old, new, olds, news)
    if not pairs:
        comparison.type_change(site, "type-changed", old, new)
        return
    for before, after in pairs:
        inner = site if len(olds) == 1 or len(news) == 1 else _inside(site, before)
        comparison.types(inner, before, after)
    matched_old = {id(before) for before, _ in pairs}
    matched_new = {id(after) for _, after in pairs}
    for member in olds:
        if id(member) not in matched_old and not _is_covered(member, news):
            words = f"may no longer be {_member_words(member)}"
            site.add(
                "union-member-removed",
                words,
                at=(member.pointer, new.pointer),
                before=type_words(member),
            )
    for member in news:
        if id(member) not in matched_new and not _is_covered(member, olds):
            words = f"may also be {_member_words(member)}"
            site.add("union-member-added", words, at=(old.pointer, member.pointer), after=type_words(member))
    if isinstance(old.shape, Union) and isinstance(new.shape, Union):
        _exclusiveness(site, old, new, len(news))
        same = {id(before): id(after) for before, after in pairs}
        _discriminators(site, old, new, same)


def _inside(site: Site, member: Schema) -> Site:
    return site.inside(f"({_member_words(member)})")


def _member_words(member: Schema) -> str:
    """A name for the member: its component, a constant that only it has, its title, or its type."""
    constants = [f"{name} {value}" for name, value in _constants(member).items()]
    if isinstance(member.shape, Ref) or not (constants or member.title):
        return type_words(member)
    return constants[0] if constants else member.title


def _expanded(api: Api, members: Sequence[Schema], others: Sequence[Schema]) -> list[Schema]:
    """The members; a union that the other side does not refer to is replaced by its members."""
    names = {other.shape.name for other in others if isinstance(other.shape, Ref)}
    found: list[Schema] = []
    for member in members:
        target = followed(api, member)
        is_known = isinstance(member.shape, Ref) and member.shape.name in names
        if isinstance(target.shape, Union) and not is_known and (len(others) > 1 or len(members) > 1):
            found.extend(core_members(target))
        else:
            found.append(member)
    return list({id(member): member for member in found}.values())


def _paired(
    comparison: "SchemaComparison", old: Schema, new: Schema, olds: list[Schema], news: list[Schema]
) -> list[tuple[Schema, Schema]]:
    """Pair members by the name of their component, then by their tag, then by kind and likeness."""
    pairs: list[tuple[Schema, Schema]] = []
    for first, second in ((_by_name(olds), _by_name(news)), (_by_tag(old), _by_tag(new))):
        left, right = {id(one) for one, _ in pairs}, {id(one) for _, one in pairs}
        for key, before in first.items():
            after = second.get(key)
            if after is None or id(before) in left or id(after) in right:
                continue
            if any(before is one for one in olds) and any(after is one for one in news):
                pairs.append((before, after))
                left.add(id(before))
                right.add(id(after))
    used = {id(one) for pair in pairs for one in pair}
    rest_old = [one for one in olds if id(one) not in used]
    rest_new = [one for one in news if id(one) not in used]

    def likeness(before: Schema, after: Schema) -> Likeness:
        return _member_likeness(comparison, before, after)

    pairs.extend((one, other) for one, other, _ in pairs_of(rest_old, rest_new, likeness, least=_ALIKE))
    return pairs


def _by_name(members: Sequence[Schema]) -> dict[object, Schema]:
    return {member.shape.name: member for member in members if isinstance(member.shape, Ref)}


def _by_tag(schema: Schema) -> dict[object, Schema]:
    shape = schema.shape
    if not isinstance(shape, Union) or shape.discriminator is None:
        return {}
    tags = shape.discriminator
    return {
        (tags.name, value): shape.members[index]
        for value, index in tags.mapping
        if index < len(shape.members)
    }


def _member_likeness(comparison: "SchemaComparison", old: Schema, new: Schema) -> Likeness:
    first, second = followed(comparison.old_api, old), followed(comparison.new_api, new)
    kinds = kind_of(first), kind_of(second)
    if kinds[0] != kinds[1] and set(kinds) != {"integer", "number"}:
        return Likeness(0.0)
    if _differ_in_tag(first, second):
        return Likeness(0.0)
    like = schema_likeness(comparison.old_api, old, comparison.new_api, new)
    if isinstance(old.shape, Ref) and isinstance(new.shape, Ref):
        like = 0.7 * like + 0.3 * name_likeness(old.shape.name, new.shape.name)
    if kinds[0] in {"array", "object"}:
        return Likeness(like)
    # Two scalars of one kind may differ in format, values or bounds, which are compared next.
    return Likeness(max(like, _ALIKE))


def _differ_in_tag(old: Schema, new: Schema) -> bool:
    """True if the objects have a required constant of one name and of two values: they are two members."""
    tags = _constants(new)
    return any(name in tags and tags[name] != value for name, value in _constants(old).items())


def _constants(schema: Schema) -> dict[str, object]:
    if not isinstance(schema.shape, Object):
        return {}
    return {
        item.name: item.schema.shape.values[0]
        for item in schema.shape.properties
        if item.required and isinstance(item.schema.shape, Enumeration) and len(item.schema.shape.values) == 1
    }


def _is_covered(member: Schema, others: Sequence[Schema]) -> bool:
    """True if another member allows every value of this one anyway."""
    return any(_covers(other, member) for other in others)


def _covers(other: Schema, member: Schema) -> bool:
    match member.shape, other.shape:
        case _, AnyValue():
            return True
        case Enumeration(values=few), Enumeration(values=many):
            return set(few) <= set(many)
        case (Text() | Enumeration(), Text()):
            return other.shape == Text() and kind_of(member) == "string"
        case (Integer() | Number(), Integer() | Number()):
            return other.shape == Number() or (other.shape == Integer() and kind_of(member) == "integer")
        case _:
            return other.shape == member.shape and not list(member.children())


def _exclusiveness(site: Site, old: Schema, new: Schema, members: int) -> None:
    first, second = old.shape, new.shape
    assert isinstance(first, Union)
    assert isinstance(second, Union)
    if first.is_exclusive != second.is_exclusive and members > 1:
        rule = "union-became-exclusive" if second.is_exclusive else "union-became-inclusive"
        words = "may fit only one member now" if second.is_exclusive else "may fit several members now"
        site.add(rule, words, at=(old.pointer, new.pointer))


def _discriminators(site: Site, old: Schema, new: Schema, same: dict[int, int]) -> None:
    first, second = old.shape, new.shape
    assert isinstance(first, Union)
    assert isinstance(second, Union)
    before, after = _declared(first), _declared(second)
    places = (old.pointer, new.pointer)
    if before is None or after is None:
        if before is not None:
            site.add("discriminator-removed", f"has no discriminator {before.name} now", at=places)
        elif after is not None:
            site.add("discriminator-added", f"has the discriminator {after.name} now", at=places)
        return
    if before.name != after.name:
        words = f"has the discriminator {after.name} instead of {before.name}"
        site.add("discriminator-property-changed", words, before=before.name, after=after.name, at=places)
        return
    _tags(site, (old, new), (before, after), same)


def _tags(
    site: Site,
    schemas: tuple[Schema, Schema],
    discriminators: tuple[Discriminator, Discriminator],
    same: dict[int, int],
) -> None:
    first, second = schemas[0].shape, schemas[1].shape
    assert isinstance(first, Union)
    assert isinstance(second, Union)
    before, after = discriminators
    inner = _Tags(site=site, places=(schemas[0].pointer, schemas[1].pointer), same=same)
    olds, news = dict(before.mapping), dict(after.mapping)
    for value in [*olds, *(value for value in news if value not in olds)]:
        inner.compare(value, _member(first, olds.get(value)), _member(second, news.get(value)))
    if not inner.is_one(_member(first, before.default), _member(second, after.default)):
        words = "has another member for other values of the discriminator"
        site.add("discriminator-default-changed", words, at=inner.places)


def _declared(union: Union) -> Discriminator | None:
    found = union.discriminator
    return found if found is not None and found.is_declared else None


def _member(union: Union, index: int | None) -> Schema | None:
    return union.members[index] if index is not None and index < len(union.members) else None


@frozen(kw_only=True)
class _Tags:
    """Compares the values of one discriminator; `same` are the paired members."""

    site: Site
    places: tuple[str, str]
    same: dict[int, int]

    def is_one(self, old: Schema | None, new: Schema | None) -> bool:
        if old is None or new is None:
            return old is new
        return self.same.get(id(old)) == id(new)

    def compare(self, value: object, old: Schema | None, new: Schema | None) -> None:
        # A value that comes or goes with its member is noted with the member.
        if old is None and new is not None and id(new) in self.same.values():
            words = f"has the discriminator value {value} now"
            self.site.add("discriminator-value-added", words, at=self.places, after=value)
        elif new is None and old is not None and id(old) in self.same:
            words = f"no longer has the discriminator value {value}"
            self.site.add("discriminator-value-removed", words, at=self.places, before=value)
        elif old is not None and new is not None and not self.is_one(old, new):
            before, after = type_words(old), type_words(new)
            words = f"with the discriminator value {value} is {after} instead of {before}"
            rule = "discriminator-value-changed"
            self.site.add(rule, words, at=self.places, before=before, after=after)
