"""`compare_surfaces` lists the changes between two surfaces of a package. Pure."""

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from attrs import evolve, field, frozen

from seawall.codegen.surface.change import SurfaceChange, SurfaceDiff
from seawall.codegen.surface.signatures import Comparison
from seawall.codegen.surface.subtypes import Hierarchy
from seawall.codegen.surface.surface import Class, ClassKind, Function, Item, Surface, Value, ValueKind
from seawall.codegen.surface.types import Type
from seawall.codegen.surface.wording import local_name, short

__all__ = ["compare_surfaces"]

_LIKE = 0.6
_MOST_LIKE = 0.75
_SHARED = 0.8
_MEMBERS = 2


def compare_surfaces(old: Surface, new: Surface) -> SurfaceDiff:
    """Compare two surfaces of one package: the changes, the worst first, and the leaks of the new surface.

    A class that users only reach through others has no public name: it may move and be renamed.
    """
    changes = _Comparer(old, new).changes()
    ordered = sorted(changes, key=lambda one: (-one.step.weight, one.name, one.rule, one.after, one.before))
    return SurfaceDiff(package=new.package, changes=tuple(dict.fromkeys(ordered)), leaks=new.leaks)


@frozen
class _Comparer:
    old: Surface
    new: Surface
    pairs: Mapping[str, str] = field(init=False)
    """The new name of each old item that is still there."""

    renames: Mapping[str, Type] = field(init=False)
    ancestors: Mapping[str, tuple[str, ...]] = field(init=False)

    @pairs.default
    def _paired(self) -> dict[str, str]:
        return _pairs(self.old.items, self.new.items)

    @renames.default
    def _renamed(self) -> dict[str, Type]:
        return {old: Type(new) for old, new in self.pairs.items() if old != new}

    @ancestors.default
    def _ancestors(self) -> dict[str, tuple[str, ...]]:
        return {
            name: item.bases
            for surface in (self.old, self.new)
            for name, item in surface.items.items()
            if isinstance(item, Class)
        }

    def changes(self) -> Iterator[SurfaceChange]:
        """Yield all changes, in no order."""
        new_names = set(self.pairs.values())
        for name, item in self.old.items.items():
            if name in self.pairs:
                yield from self._pair(name, item, self.pairs[name])
            elif _is_offered(item):
                yield self._change("removed", name, f"is gone: it was {_a(item)}", before=_kind(item))
        for name, item in self.new.items.items():
            if name not in new_names and _is_offered(item):
                yield self._change("added", name, f"is a new {_kind(item)}", after=_kind(item))

    def _pair(self, name: str, item: Item, new_name: str) -> Iterator[SurfaceChange]:
        other = self.new.items[new_name]
        was, is_now = _is_offered(item), _is_offered(other)
        if was and not is_now:
            yield self._change("removed", name, "is no longer offered", before=_kind(item))
        elif is_now and not was:
            yield self._change("added", new_name, f"is a new {_kind(other)}", after=_kind(other))
        elif was and name != new_name:
            local = self._local(new_name)
            yield self._change("renamed", name, f"is called {local}", before=self._local(name), after=local)
        yield from self._items(new_name, item, other, owner=name)

    def _items(self, name: str, old: Item, new: Item, *, owner: str) -> Iterator[SurfaceChange]:
        hierarchy = Hierarchy(self.ancestors, self.pairs.get(owner, owner))
        comparison = Comparison(name=self._local(name), renames=self.renames, hierarchy=hierarchy)
        whole = self.old.items.get(owner), self.new.items.get(hierarchy.own)
        if isinstance(whole[0], Class) and isinstance(whole[1], Class):
            comparison = comparison.with_variables(whole[0].variables, whole[1].variables)
        match old, new:
            case Class(), Class():
                yield from self._classes(name, old, new, comparison, owner)
            case Function(), Function():
                yield from comparison.functions(old, new)
            case Value(), Value():
                yield from _values(old, new, comparison)
            case _:
                yield comparison.change(
                    "kind-changed", f"is {_a(new)} instead of {_a(old)}", _kind(old), _kind(new)
                )

    def _classes(
        self, name: str, old: Class, new: Class, comparison: Comparison, owner: str
    ) -> Iterator[SurfaceChange]:
        if old.kind is not new.kind:
            yield comparison.change("kind-changed", f"is {_a(new)} instead of {_a(old)}", old.kind, new.kind)
        yield from self._bases(old, new, comparison)
        if len(old.variables) != len(new.variables):
            yield comparison.change(
                "type-variables-changed",
                f"takes {len(new.variables)} type arguments instead of {len(old.variables)}",
                short(", ".join(old.variables)),
                short(", ".join(new.variables)),
            )
        yield from self._constructors(old, new, evolve(comparison, name=f"{comparison.name}()"))
        yield from self._members(name, old, new, owner)

    def _bases(self, old: Class, new: Class, comparison: Comparison) -> Iterator[SurfaceChange]:
        before = [self.pairs.get(base, base) for base in old.bases]
        for base in before:
            if base not in new.bases and not _is_private(base):
                yield comparison.change("base-removed", f"no longer inherits from {short(base)}", base)
        for base in new.bases:
            if base not in before and not _is_private(base):
                yield comparison.change("base-added", f"inherits from {short(base)}", "", base)

    def _constructors(self, old: Class, new: Class, comparison: Comparison) -> Iterator[SurfaceChange]:
        # A change of whether the class is offered says this, too.
        is_same = old.kind is new.kind and old.is_offered == new.is_offered
        if old.constructor is not None and new.constructor is not None:
            yield from comparison.functions(old.constructor, new.constructor)
        elif old.constructor is not None and is_same:
            yield comparison.change("constructor-removed", "can no longer be called with known arguments")
        elif new.constructor is not None and is_same:
            yield comparison.change("constructor-added", "can be called")

    def _members(self, name: str, old: Class, new: Class, owner: str) -> Iterator[SurfaceChange]:
        renames = _renamed_members(old.members, new.members)
        for own, member in old.members.items():
            full = f"{name}.{own}"
            if own in new.members:
                yield from self._items(full, member, new.members[own], owner=owner)
            elif own in renames:
                yield self._change(
                    "renamed", full, f"is called {renames[own]}", before=own, after=renames[own]
                )
            else:
                yield self._change(
                    "removed", full, f"is gone: it was a {_kind(member)}", before=_kind(member)
                )
        rule = "protocol-member-added" if new.kind is ClassKind.PROTOCOL else "added"
        for own, member in new.members.items():
            if own not in old.members and own not in renames.values():
                yield self._change(rule, f"{name}.{own}", f"is a new {_kind(member)}", after=_kind(member))

    def _change(
        self, rule: str, name: str, words: str, *, before: str = "", after: str = ""
    ) -> SurfaceChange:
        local = self._local(name)
        return SurfaceChange(rule=rule, name=local, words=f"{local} {words}.", before=before, after=after)

    def _local(self, name: str) -> str:
        return local_name(name, self.new.package)


def _values(old: Value, new: Value, comparison: Comparison) -> Iterator[SurfaceChange]:
    if (old.kind is ValueKind.MEMBER) != (new.kind is ValueKind.MEMBER):
        yield comparison.change("kind-changed", f"is {_a(new)} instead of {_a(old)}", old.kind, new.kind)
        return
    is_set = ValueKind.ALIAS in {old.kind, new.kind} or (old.is_settable and new.is_settable)
    yield from comparison.types("value", "is", old.type, new.type, is_set=is_set)
    if old.is_settable and not new.is_settable:
        yield comparison.change("became-read-only", "can no longer be set")
    elif new.is_settable and not old.is_settable:
        yield comparison.change("became-settable", "can be set")
    if old.value != new.value:
        rule = "enum-value-changed" if new.kind is ValueKind.MEMBER else "value-changed"
        words = f"is {new.value or 'of another value'} instead of {old.value or 'another value'}"
        yield comparison.change(rule, words, old.value, new.value)


def _kind(item: Item) -> str:
    return str(item.binding if isinstance(item, Function) else item.kind)


def _a(item: Item) -> str:
    """The kind of an item with an article."""
    kind = _kind(item)
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _is_offered(item: Item) -> bool:
    return not isinstance(item, Class) or item.is_offered


def _is_private(name: str) -> bool:
    return name.rpartition(".")[2].startswith("_")


def _pairs(old: Mapping[str, Item], new: Mapping[str, Item]) -> dict[str, str]:
    """The new name of each old item: the same one, or that of the class that is most like it."""
    pairs = {name: name for name in old if name in new}
    gone = {name: item for name, item in old.items() if name not in new}
    came = {name: item for name, item in new.items() if name not in old}
    for name, item in gone.items():
        found = [other for other, candidate in came.items() if _is_same(name, item, other, candidate)]
        found.sort(key=lambda other: (-_likeness(name, other), other))
        if found:
            pairs[name] = found[0]
            del came[found[0]]
    return pairs


def _is_same(name: str, item: Item, other: str, candidate: Item) -> bool:
    """True if one item has moved or is renamed: a class with the same name or members, or equal otherwise."""
    if isinstance(item, Class) and isinstance(candidate, Class):
        if item.kind is not candidate.kind:
            return False
        if name.rpartition(".")[2] == other.rpartition(".")[2]:
            return True
        if len(item.members) >= _MEMBERS and item.members == candidate.members:
            return True
        names = item.members.keys(), candidate.members.keys()
        shared = len(names[0] & names[1]) / max(1, len(names[0] | names[1]))
        return shared >= _SHARED and _likeness(name, other) >= _LIKE
    return item == candidate and _likeness(name, other) >= _MOST_LIKE


def _renamed_members(old: Mapping[str, Item], new: Mapping[str, Item]) -> dict[str, str]:
    """The new name of each member that is gone and has an equal one with a similar name."""
    came = [name for name in new if name not in old]
    found: dict[str, str] = {}
    for name, item in old.items():
        if name in new:
            continue
        for other in came:
            is_like = _is_member(item) or _likeness(name, other) >= _MOST_LIKE
            if other not in found.values() and new[other] == item and is_like:
                found[name] = other
                break
    return found


def _is_member(item: Item) -> bool:
    # The value of a member of an enum says which one it is.
    return isinstance(item, Value) and item.kind is ValueKind.MEMBER and bool(item.value)


def _likeness(one: str, other: str) -> float:
    """Likeness of the last parts of two names, from 0 to 1."""
    return SequenceMatcher(None, one.rpartition(".")[2], other.rpartition(".")[2]).ratio()
