"""Pairs the classes of two versions of a generated client."""

import re
from collections.abc import Iterator, Mapping

from attrs import define, field, frozen

from seawall.codegen.diff.change import Diff
from seawall.codegen.layer.client import ClientClass, GeneratedClient, Part, PartKind

__all__ = ["mentioned_classes", "pair_classes"]

_NAME = re.compile(r"[A-Za-z_]\w*")
# The position of a member of a union says little: members come and go before it.
_POSITION = re.compile(r"/(?:anyOf|oneOf|allOf|prefixItems)/\d+(?=/|$)")
_AT_POINTER, _AT_POSITION, _IN_USE = 1.0, 0.4, 0.5
_LEAST = 0.75
_LEAST_IN_USE = 0.4
_OTHER_KIND = -0.15


def pair_classes(
    old: GeneratedClient, new: GeneratedClient, diff: Diff, pairs: Mapping[Part, Part | None]
) -> dict[str, str]:
    """The class of `new` that each class of `old` became; those that are gone are left out.

    `pairs` has the operations and parameters.
    """
    run = _Pairing(old=old, new=new, renames=_moves(diff, is_rename=True), moves=_moves(diff), pairs=pairs)
    while run.round():
        pass
    return run.found


def _moves(diff: Diff, *, is_rename: bool = False) -> dict[str, str]:
    """Pointers of changes that have another pointer in the new spec."""
    moves: dict[str, str] = {}
    for change in diff.changes:
        if change.old and change.new and is_rename == (change.rename is not None):
            moves.setdefault(change.old, change.new)
    return moves


@frozen
class _User:
    """A place of a client that has a type: a field, an argument or a result."""

    part: Part
    role: str = ""


@define(kw_only=True)
class _Pairing:
    old: GeneratedClient
    new: GeneratedClient
    renames: Mapping[str, str]
    moves: Mapping[str, str]
    pairs: Mapping[Part, Part | None]
    found: dict[str, str] = field(factory=dict)
    _by_pointer: dict[str, str] = field(init=False)
    _uses: dict[str, list[_User]] = field(factory=dict)
    _used: dict[_User, list[str]] = field(factory=dict)
    _single: set[_User] = field(factory=set)

    def __attrs_post_init__(self) -> None:
        self._by_pointer = {
            pointer: name for name, one in self.new.classes.items() for pointer in one.pointers
        }
        for user, text in _users(self.old):
            names = mentioned_classes(text, self.old)
            if len(names) == 1:
                self._single.add(user)
            for name in names:
                self._uses.setdefault(name, []).append(user)
        for user, text in _users(self.new):
            self._used[user] = mentioned_classes(text, self.new)

    def round(self) -> bool:
        """Pair the classes for which there is evidence by now; return whether there were any."""
        taken = set(self.found.values())
        ranked = sorted(
            (
                (-score, before, after)
                for before in self.old.classes
                if before not in self.found
                for after, score in self._candidates(before).items()
                if score >= _LEAST
            ),
        )
        first: dict[str, str] = {}
        for _, before, after in ranked:
            if before not in first and after not in taken:
                first[before] = after
                taken.add(after)
        # Two equal classes may have become one; two members of a union that are only alike have not.
        for _, before, after in ranked:
            if _likeness(self.old.classes[before], self.new.classes[after]) >= _LEAST:
                first.setdefault(before, after)
        self.found |= first
        return bool(first)

    def _candidates(self, name: str) -> dict[str, float]:
        before = self.old.classes[name]
        evidence: dict[str, float] = {}
        for pointer in before.pointers:
            renamed = _moved(pointer, self.renames)
            weight = _AT_POSITION if _POSITION.search(pointer) else _AT_POINTER
            for place in (renamed, _moved(renamed, self.moves)):
                after = self._by_pointer.get(place)
                if after is not None:
                    evidence[after] = max(weight, evidence.get(after, 0.0))
                    # A place that moved says less than one that is there in both.
                    weight = min(weight, _AT_POSITION)
        users = self._uses.get(name, ())
        uses = [self._used.get(self._paired_user(user), []) for user in users]
        alone = {
            names[0]
            for user, names in zip(users, uses, strict=True)
            if user in self._single and len(names) == 1
        }
        used = dict.fromkeys(after for names in uses for after in names)
        likeness = {after: _likeness(before, self.new.classes[after]) for after in {**evidence, **used}}
        # If nothing uses the class at the pointer, one like the old that stands in all its places is as good.
        is_left = not any(after in used for after in evidence)
        for after in used:
            is_equal = is_left and likeness[after] >= _LEAST and all(after in names for names in uses)
            weight = _AT_POINTER if is_equal else _IN_USE
            evidence[after] = max(weight, evidence.get(after, 0.0))
        # Another member of a union is in the same places, too: only one that is alike is the same class.
        return {
            after: weight + likeness[after]
            for after, weight in evidence.items()
            if weight != _IN_USE or likeness[after] >= _LEAST_IN_USE or after in alone
        }

    def _paired_user(self, user: _User) -> _User:
        if user.part.kind is not PartKind.FIELD:
            after = self.pairs.get(user.part)
            return _User(after, user.role) if after is not None else user
        owner = self.found.get(user.part.owner)
        one = self.old.classes[user.part.owner].fields[user.part.name]
        if owner is None:
            return user
        moved = {_moved(pointer, self.renames) for pointer in one.pointers}
        for name, other in self.new.classes[owner].fields.items():
            if moved.intersection(other.pointers) or one.wire_name == other.wire_name:
                return _User(Part(PartKind.FIELD, owner, name))
        return user


def _moved(pointer: str, moves: Mapping[str, str]) -> str:
    """The pointer in the new spec: by the nearest place around it that moved."""
    start, rest = pointer, ""
    while start:
        if start in moves:
            return moves[start] + rest
        start, _, last = start.rpartition("/")
        rest = f"/{last}{rest}"
    return pointer


def _users(client: GeneratedClient) -> Iterator[tuple[_User, str]]:
    """The places of a client with their types, as written."""
    for one in client.classes.values():
        if one.alias:
            yield _User(Part(PartKind.CLASS, one.name)), one.alias
        for name, found in one.fields.items():
            yield _User(Part(PartKind.FIELD, one.name, name)), found.annotation
    for function in client.functions:
        own = Part(PartKind.OPERATION, function.operation)
        yield _User(own, "result"), function.result
        yield _User(own, "items"), function.items
        for argument, parameter in function.arguments.items():
            text = function.types.get(argument, "")
            yield _User(Part(PartKind.PARAMETER, function.operation, parameter)), text


def mentioned_classes(text: str, client: GeneratedClient) -> list[str]:
    """The classes of `client` that a type names, in order."""
    return [name for name in dict.fromkeys(_NAME.findall(text)) if name in client.classes]


def _likeness(old: ClientClass, new: ClientClass) -> float:
    """The share of names on the wire or values that both have; less if they are of another kind."""
    before, after = _content(old), _content(new)
    if _kind(old) != _kind(new):
        return _OTHER_KIND
    share = len(before & after) / len(before | after) if before | after else 1.0
    # Members of a union may have the same names and differ in a constant.
    types = {one.wire_name: one.annotation for one in new.fields.values()}
    same = [one for one in old.fields.values() if types.get(one.wire_name) == one.annotation]
    return share + 0.1 * len(same) / max(len(old.fields), 1)


def _kind(one: ClientClass) -> str:
    if one.alias:
        return "alias"
    return "enum" if one.members else "model"


def _content(one: ClientClass) -> frozenset[str]:
    return frozenset(map(str, one.members.values())) | {found.wire_name for found in one.fields.values()}
