"""The parts of a schema: `allOf` and references expanded to a flat list, base schemas first.

Everything that reads keywords reads such a list, so `allOf` of anything is one case.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from attrs import frozen

from seawall.codegen.api.json_fields import child_pointer
from seawall.codegen.api.source import Node, Source, shown
from seawall.codegen.spec.document import Json
from seawall.codegen.spec.pointers import component_name

__all__ = [
    "ANNOTATIONS",
    "Parts",
    "SoleReference",
    "is_annotation",
    "last_reference",
    "parts_of",
    "sole_reference",
]

ANNOTATIONS: Final = frozenset(
    {
        "title",
        "description",
        "default",
        "example",
        "examples",
        "deprecated",
        "readOnly",
        "writeOnly",
        "externalDocs",
        "xml",
        "$comment",
        "$schema",
        "$id",
        "$anchor",
        "$defs",
    }
)
"""Keywords that say nothing about the values that fit."""

_EXPANDED = frozenset({"$ref", "allOf"})
_NO_NAMES = frozenset[str]()


def is_annotation(key: str) -> bool:
    """True for a keyword that says nothing about the values that fit."""
    return key in ANNOTATIONS or key.startswith("x-")


@frozen
class Parts:
    """The parts of one schema, without `allOf` and `$ref`.

    `names` are the components that they come from, `roots` those of them that are not bases of others.
    """

    nodes: tuple[Node, ...]
    names: frozenset[str]
    roots: frozenset[str]


@frozen
class SoleReference:
    """A schema that is a reference to the component `name`, and annotations beside it."""

    name: str
    is_nullable: bool
    annotations: tuple[Node, ...]


def sole_reference(nodes: Sequence[Node]) -> SoleReference | None:
    """The component that `nodes` refer to, if they say nothing else about the values that fit."""
    if all(_EXPANDED.isdisjoint(node.value) for node in nodes):
        # Most schemas are so.
        return None
    names: set[str] = set()
    annotations: list[Node] = []
    is_nullable = False
    pending = list(reversed(nodes))
    while pending:
        node = pending.pop()
        annotations.append(node)
        for key, value in node.content().items():
            if key == "$ref" and isinstance(value, str):
                names.add(component_name(value) or value)
            elif key == "allOf" and isinstance(value, list):
                pending.extend(_inline_parts(node, value))
            elif key == "type" and value == ["object", "null"]:
                is_nullable = True
            elif not is_annotation(key) and (key, value) != ("type", "object"):
                return None
    if len(names) != 1:
        return None
    # Annotations of the schema itself win over those inside its `allOf`.
    return SoleReference(names.pop(), is_nullable, tuple(reversed(annotations)))


def last_reference(nodes: Sequence[Node]) -> str:
    """The component that the last reference in `nodes` names; empty if there is none."""
    pending = list(nodes)
    while pending:
        node = pending.pop()
        ref = node.get("$ref")
        if isinstance(ref, str):
            return component_name(ref) or ""
        parts = node.get("allOf")
        pending.extend(_inline_parts(node, parts if isinstance(parts, list) else ()))
    return ""


def _inline_parts(node: Node, parts: Sequence[Json]) -> Iterator[Node]:
    for number, part in enumerate(parts):
        if isinstance(part, dict):
            yield Node(child_pointer(node.pointer, "allOf", number), part)


def parts_of(source: Source, nodes: Sequence[Node]) -> Parts:
    """Expand `nodes`, all of which hold; a component that is reached twice counts once."""
    if len(nodes) == 1 and _EXPANDED.isdisjoint(nodes[0].value):
        # Most schemas are so.
        source.count()
        name = component_name(nodes[0].pointer)
        names = _NO_NAMES if name is None else frozenset({name})
        return Parts(tuple(nodes), names, names)
    return _Expansion(source).expand(nodes)


# Not with `evolve`, which looks at the class each time.
def _inherited(node: Node) -> Node:
    return Node(node.pointer, node.value, node.without, is_inherited=True)


def _expanded(node: Node) -> Node:
    return Node(node.pointer, node.value, node.without | _EXPANDED, node.is_inherited)


@frozen
class _Leave:
    """Marks the end of the content of a component."""

    name: str


class _Expansion:
    """Expands schemas without recursion: chains of references may be as long as the document."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._found: list[Node] = []
        self._path: dict[str, None] = {}
        self._seen: set[str] = set()
        self._pending: list[tuple[Node, bool] | _Leave] = []

    def expand(self, nodes: Sequence[Node]) -> Parts:
        roots = frozenset(name for node in nodes if (name := component_name(node.pointer)) is not None)
        self._seen.update(roots)
        for node in nodes:
            name = component_name(node.pointer)
            if name is not None and not node.without:
                self._path[name] = None
        self._pending.extend((node, False) for node in reversed(nodes))
        while self._pending:
            item = self._pending.pop()
            if isinstance(item, _Leave):
                self._path.pop(item.name, None)
                continue
            self._source.count()
            node, is_expanded = item
            if is_expanded:
                # Most nodes have nothing to expand; to copy them takes long.
                is_plain = _EXPANDED.isdisjoint(node.value)
                self._found.append(node if is_plain else _expanded(node))
            else:
                self._expand_one(node)
        return Parts(tuple(self._found), frozenset(self._seen), roots)

    def _expand_one(self, node: Node) -> None:
        # Base schemas come first, so that the schema that extends them has the last word.
        self._pending.append((node, True))
        for part in reversed(self._source.listed(node, "allOf")):
            self._pending.append((_inherited(part) if node.is_inherited else part, False))
        ref = node.get("$ref")
        if isinstance(ref, str):
            self._enter(node, ref)

    def _enter(self, node: Node, ref: str) -> None:
        name = component_name(ref)
        target = None if name is None else self._source.component(name)
        if name is None or target is None:
            self._source.report(
                node.pointer,
                f"The reference {shown(ref)} has no target; any value fits.",
                "Correct the reference or add the schema.",
            )
        elif name in self._path:
            self._source.report(
                node.pointer,
                f"The schema {shown(name)} extends itself; this part of it is ignored.",
                "Remove the reference from `allOf`.",
            )
        elif name not in self._seen:
            self._seen.add(name)
            self._path[name] = None
            self._pending.append(_Leave(name))
            self._pending.append((_inherited(target), False))
