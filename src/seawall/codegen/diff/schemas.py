"""Compares schemas: a pair of components once, whatever leads to it; a schema inside another at its place."""

from collections import Counter, deque

from attrs import define, evolve, field

from seawall.codegen.api.model import Api
from seawall.codegen.api.shapes import (
    NO_DEFAULT,
    AnyValue,
    Array,
    Enumeration,
    Integer,
    NoValue,
    Number,
    Object,
    Ref,
    Schema,
    Text,
    Union,
)
from seawall.codegen.diff.keywords import Keywords, compare_keywords
from seawall.codegen.diff.objects import compare_objects
from seawall.codegen.diff.record import Node, Record, Site
from seawall.codegen.diff.types import allows_null, core_members, followed, kind_of, type_words
from seawall.codegen.diff.unions import compare_unions
from seawall.codegen.diff.values import (
    compare_annotations,
    compare_bounds,
    compare_enums,
    compare_format,
    compare_text,
)

__all__ = ["SchemaComparison"]

# A schema is compared with at most this many others; a real one has one counterpart, seldom a few.
_MOST_PARTNERS = 24
_MOST_NESTED = 20
# Kinds that another kind may be part of.
_COMPARABLE = frozenset({"any", "none", "union"})


@define
class SchemaComparison:
    """The comparison of the schemas of two APIs; `run` finishes it."""

    old_api: Api
    new_api: Api
    record: Record
    keywords: tuple[Keywords, Keywords] = ({}, {})
    named: dict[tuple[str, str], Node] = field(factory=dict)
    _nodes: dict[tuple[int, int], Node] = field(factory=dict)
    _partners: Counter[int] = field(factory=Counter)
    _pending: deque[tuple[Site, Schema, Schema, bool]] = field(factory=deque)
    _depth: int = 0

    def run(self) -> None:
        """Compare all pairs of components that were reached."""
        while self._pending:
            site, old, new, is_whole = self._pending.popleft()
            if is_whole:
                compare_annotations(site, old, new)
                self._nullability(site, old, new)
            self._resolved(site, old, new)

    def compare(self, site: Site, old: Schema, new: Schema) -> None:
        """Compare the schemas of one place."""
        if old is new:
            return
        compare_annotations(site, *self._annotated(old, new))
        if not (isinstance(old.shape, Ref) and isinstance(new.shape, Ref)):
            self._nullability(site, old, new)
        self.types(site, old, new)

    def types(self, site: Site, old: Schema, new: Schema) -> None:
        """Compare the types of one place, without null and annotations."""
        firsts, seconds = core_members(old), core_members(new)
        if len(firsts) == len(seconds) == 1:
            first, second = firsts[0], seconds[0]
            if isinstance(first.shape, Ref) or isinstance(second.shape, Ref):
                self._referred(site, first, second)
                return
        self._resolved(site, old, new)

    def _annotated(self, old: Schema, new: Schema) -> tuple[Schema, Schema]:
        # Beside two references stand their own annotations: those of the components are compared there.
        if isinstance(old.shape, Ref) and isinstance(new.shape, Ref):
            return old, new
        return self._effective(self.old_api, old), self._effective(self.new_api, new)

    def _effective(self, api: Api, schema: Schema) -> Schema:
        target = followed(api, schema)
        if target is schema:
            return schema
        return evolve(
            schema,
            default=target.default if schema.default is NO_DEFAULT else schema.default,
            deprecated=schema.deprecated or target.deprecated,
        )

    def _nullability(self, site: Site, old: Schema, new: Schema) -> None:
        if any(isinstance(followed(*each).shape, AnyValue) for each in self._both(old, new)):
            return
        before, after = allows_null(self.old_api, old), allows_null(self.new_api, new)
        if before != after:
            rule = "became-nullable" if after else "became-not-nullable"
            words = "may be null now" if after else "may no longer be null"
            site.add(
                rule,
                words,
                at=(old.pointer, new.pointer),
                before=type_words(old),
                after=type_words(new),
            )

    def _both(self, old: Schema, new: Schema) -> tuple[tuple[Api, Schema], tuple[Api, Schema]]:
        return (self.old_api, old), (self.new_api, new)

    def _referred(self, site: Site, old: Schema, new: Schema) -> None:
        """Compare two schemas one of which is a reference at least, once for all places."""
        first, second = followed(self.old_api, old), followed(self.new_api, new)
        if isinstance(first.shape, Ref) or isinstance(second.shape, Ref):
            return
        kinds = {kind_of(first), kind_of(second)}
        if len(kinds) > 1 and not kinds & _COMPARABLE and kinds != {"integer", "number"}:
            self.type_change(site, "type-changed", old, new)
            return
        key = id(first), id(second)
        node = self._nodes.get(key)
        if node is None:
            if self._partners[key[0]] >= _MOST_PARTNERS:
                words = f"is {type_words(new)} instead of {type_words(old)}; they were not compared"
                site.add("not-compared", words, at=(old.pointer, new.pointer))
                return
            self._partners[key[0]] += 1
            node = self._nodes[key] = self.record.node()
            name = type_words(old) if isinstance(old.shape, Ref) else type_words(new)
            inner = Site(node=node, place=name)
            # Null and annotations beside one reference were compared where it stands.
            is_whole = isinstance(old.shape, Ref) and isinstance(new.shape, Ref)
            self._pending.append((inner, first, second, is_whole))
        site.lead_to(node)
        if isinstance(old.shape, Ref) and isinstance(new.shape, Ref):
            self.named.setdefault((old.shape.name, new.shape.name), node)

    def _resolved(self, site: Site, old: Schema, new: Schema) -> None:
        # Deeper places wait for their turn: a call for each level would exceed the stack.
        if self._depth >= _MOST_NESTED:
            self._pending.append((site, old, new, False))
            return
        self._depth += 1
        try:
            self._now(site, old, new)
        finally:
            self._depth -= 1

    def _now(self, site: Site, old: Schema, new: Schema) -> None:
        compare_keywords(site, (old.pointer, self.keywords[0]), (new.pointer, self.keywords[1]))
        firsts, seconds = core_members(old), core_members(new)
        if len(firsts) == len(seconds) == 1:
            first, second = firsts[0], seconds[0]
            is_inside = first is not old or second is not new
            if isinstance(first.shape, Ref) or isinstance(second.shape, Ref):
                self._referred(site, first, second)
            elif is_inside and (isinstance(first.shape, Union) or isinstance(second.shape, Union)):
                # A union of unions, as `anyOf` with null around a `oneOf`.
                self._resolved(site, first, second)
            else:
                self._shapes(site, first, second)
        elif self._any(site, old, new):
            return
        else:
            compare_unions(self, site, old, new)

    def _any(self, site: Site, old: Schema, new: Schema) -> bool:
        before, after = isinstance(old.shape, AnyValue), isinstance(new.shape, AnyValue)
        if before or after:
            self.type_change(site, "type-widened" if after else "type-narrowed", old, new)
        return before or after

    def _shapes(self, site: Site, old: Schema, new: Schema) -> None:
        match old.shape, new.shape:
            case (AnyValue(), AnyValue()):
                return
            case (AnyValue(), _) | (_, AnyValue()):
                self._any(site, old, new)
            case Object(), Object():
                compare_objects(self, site, old, new)
            case Array(), Array():
                self._arrays(site, old, new)
            case (Enumeration(), _) | (_, Enumeration()):
                self._enums(site, old, new)
            case _:
                self._scalars(site, old, new)

    def _enums(self, site: Site, old: Schema, new: Schema) -> None:
        is_both = isinstance(old.shape, Enumeration) and isinstance(new.shape, Enumeration)
        if is_both and _kinds_fit(old, new):
            compare_enums(site, old, new)
        elif kind_of(old) != kind_of(new):
            self.type_change(site, "type-changed", old, new)
        else:
            self._enum_or_not(site, old, new)

    def _scalars(self, site: Site, old: Schema, new: Schema) -> None:
        match old.shape, new.shape:
            case Text(), Text():
                compare_text(site, old, new)
            case (Integer() | Number(), Integer() | Number()):
                if kind_of(old) != kind_of(new):
                    rule = "type-widened" if isinstance(new.shape, Number) else "type-narrowed"
                    self.type_change(site, rule, old, new)
                else:
                    compare_format(site, old, new)
                compare_bounds(site, old, new)
            case NoValue(), _ if kind_of(new) != "none":
                self.type_change(site, "type-widened", old, new)
            case _, NoValue() if kind_of(old) != "none":
                self.type_change(site, "type-narrowed", old, new)
            case _ if kind_of(old) != kind_of(new):
                self.type_change(site, "type-changed", old, new)

    def type_change(self, site: Site, rule: str, old: Schema, new: Schema) -> None:
        """Note that the type of a place changed."""
        before, after = type_words(old), type_words(new)
        site.add(
            rule,
            f"is {after} instead of {before}",
            at=(old.pointer, new.pointer),
            before=before,
            after=after,
        )

    def _enum_or_not(self, site: Site, old: Schema, new: Schema) -> None:
        if isinstance(new.shape, Enumeration):
            words, values = "is one of a list of values now", new.shape.values
            site.add("became-enum", words, at=(old.pointer, new.pointer), after=values)
        elif isinstance(old.shape, Enumeration):
            words, values = "is no longer one of a list of values", old.shape.values
            site.add("became-not-enum", words, at=(old.pointer, new.pointer), before=values)

    def _arrays(self, site: Site, old: Schema, new: Schema) -> None:
        first, second = old.shape, new.shape
        assert isinstance(first, Array)
        assert isinstance(second, Array)
        compare_bounds(site, old, new)
        if first.unique != second.unique:
            rule = "unique-items-added" if second.unique else "unique-items-removed"
            words = "has only different items now" if second.unique else "may have equal items"
            site.add(rule, words, at=(old.pointer, new.pointer))
        if len(first.prefix) != len(second.prefix):
            words = f"has {len(second.prefix)} items with types of their own instead of {len(first.prefix)}"
            site.add("tuple-changed", words, at=(old.pointer, new.pointer))
        for number, (before, after) in enumerate(zip(first.prefix, second.prefix, strict=False)):
            self.compare(site.inside(f"[{number}]"), before, after)
        self.compare(site.inside("[]"), first.items, second.items)


def _kinds_fit(old: Schema, new: Schema) -> bool:
    kinds = {kind_of(old), kind_of(new)}
    return len(kinds) == 1 or "union" in kinds or kinds == {"integer", "number"}
