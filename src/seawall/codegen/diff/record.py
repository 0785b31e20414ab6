"""Collects changes where they are found, and then finds the operations that reach each of them.

The places of an API form a graph: an operation leads to component schemas, and these lead to others. A
change is noted once, at its place; sets of operations flow along the edges, as bits of a number.
"""

import json
from itertools import islice

from attrs import define, evolve, field, frozen

from seawall.codegen.diff.change import Change, Direction, Rename
from seawall.codegen.diff.rules import RULES
from seawall.codegen.diff.spread import spread

__all__ = ["MISSING", "Node", "Record", "Site", "excerpt"]

_EXCERPT = 160
_MOST = 20


@frozen
class _Missing:
    """The type of `MISSING`."""


MISSING = _Missing()
"""An excerpt of nothing: the part is not there."""


@frozen(kw_only=True)
class _Draft:
    rule: str
    place: str
    words: str
    old: str
    new: str
    before: str
    after: str
    rename: Rename | None
    only: Direction


@define(eq=False)
class Node:
    """A pair of schemas, or one half of an operation: its changes, and the nodes that it leads to."""

    drafts: list[_Draft] = field(factory=list)
    edges: "list[tuple[Node, Direction]]" = field(factory=list)
    sent: int = 0
    received: int = 0


@frozen(kw_only=True)
class Site:
    """A place while it is compared; `only` is the direction in which it occurs at all."""

    node: Node
    place: str
    only: Direction = Direction.BOTH

    def inside(self, suffix: str) -> "Site":
        """The place `suffix` inside this one."""
        return evolve(self, place=f"{self.place}{suffix}")

    def limited(self, only: Direction) -> "Site":
        """The same place as it occurs in the direction `only`."""
        return self if only is Direction.BOTH else evolve(self, only=only)

    def add(
        self,
        rule: str,
        words: str,
        *,
        at: tuple[str, str] = ("", ""),
        before: object = MISSING,
        after: object = MISSING,
        rename: Rename | None = None,
    ) -> None:
        """Note a change here; `words` follow the name of the place, `at` are the pointers."""
        self.node.drafts.append(
            _Draft(
                rule=rule,
                place=self.place,
                words=f"{self.place} {words}",
                old=at[0],
                new=at[1],
                before=excerpt(before),
                after=excerpt(after),
                rename=rename,
                only=self.only,
            )
        )

    def lead_to(self, node: Node) -> None:
        """Let the operations that reach this place reach `node`."""
        self.node.edges.append((node, self.only))


@define
class Record:
    """Nodes of one comparison; operations are numbered in the order in which they come."""

    keys: list[str] = field(factory=list)
    nodes: list[Node] = field(factory=list)

    def node(self) -> Node:
        """A new node, which nothing reaches yet."""
        self.nodes.append(Node())
        return self.nodes[-1]

    def operation(self, key: str, *, is_reversed: bool = False) -> tuple[Node, Node]:
        """The nodes of the request and of the answers of the operation `key`.

        A client sends the one and receives the other; if `is_reversed`, the other way round.
        """
        bit = 1 << len(self.keys)
        self.keys.append(key)
        request, response = self.node(), self.node()
        sender, receiver = (response, request) if is_reversed else (request, response)
        sender.sent = receiver.received = bit
        return request, response

    def changes(self) -> tuple[Change, ...]:
        """Return every change, the worst first, then by operation and place."""
        self._spread()
        merged: dict[_Draft, tuple[int, int]] = {}
        for node in self.nodes:
            for draft in node.drafts:
                sent = node.sent if draft.only is not Direction.RESPONSE else 0
                received = node.received if draft.only is not Direction.REQUEST else 0
                if not sent and not received and (node.sent or node.received):
                    # As a read-only property of a schema that is only sent.
                    continue
                before = merged.get(draft, (0, 0))
                merged[draft] = before[0] | sent, before[1] | received
        changes = [self._change(draft, *masks) for draft, masks in merged.items()]
        numbers = {key: number for number, key in reversed(list(enumerate(self.keys)))}
        last = len(numbers)
        return tuple(
            sorted(
                changes,
                key=lambda one: (
                    one.level.weight,
                    min((numbers[key] for key in one.operations), default=last),
                    one.place,
                    one.rule,
                    one.old,
                    one.new,
                ),
            )
        )

    def _spread(self) -> None:
        numbers = {id(node): number for number, node in enumerate(self.nodes)}
        sent, received = (
            [[numbers[id(target)] for target, only in node.edges if only is not other] for node in self.nodes]
            for other in (Direction.RESPONSE, Direction.REQUEST)
        )
        masks = zip(
            spread([node.sent for node in self.nodes], sent),
            spread([node.received for node in self.nodes], received),
            strict=True,
        )
        for node, (sends, receives) in zip(self.nodes, masks, strict=True):
            node.sent, node.received = sends, receives

    def _change(self, draft: _Draft, sent: int, received: int) -> Change:
        direction = draft.only
        if sent or received:
            direction = (
                Direction.BOTH if sent and received else Direction.REQUEST if sent else Direction.RESPONSE
            )
        return Change(
            rule=draft.rule,
            level=RULES[draft.rule].level(direction),
            direction=direction,
            place=draft.place,
            words=draft.words,
            old=draft.old,
            new=draft.new,
            before=draft.before,
            after=draft.after,
            rename=draft.rename,
            requests=self._names(sent),
            responses=self._names(received),
        )

    def _names(self, mask: int) -> tuple[str, ...]:
        names = []
        while mask:
            low = mask & -mask
            names.append(self.keys[low.bit_length() - 1])
            mask ^= low
        return tuple(dict.fromkeys(names))


def excerpt(value: object) -> str:
    """`value` as short JSON; empty for `MISSING`."""
    if isinstance(value, _Missing):
        return ""
    text = json.dumps(_short(value, 3), ensure_ascii=False, default=str)
    return text if len(text) <= _EXCERPT else f"{text[: _EXCERPT - 1]}…"


def _short(value: object, depth: int) -> object:
    if isinstance(value, str):
        return value[:_EXCERPT]
    if isinstance(value, dict):
        return {k: _short(v, depth - 1) for k, v in islice(value.items(), _MOST)} if depth else "…"
    if isinstance(value, list | tuple):
        return [_short(item, depth - 1) for item in islice(value, _MOST)] if depth else "…"
    return value
