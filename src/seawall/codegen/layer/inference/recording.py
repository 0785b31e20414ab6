"""The uses, calls and literals that reading one function finds."""

import ast
from collections.abc import Iterable, Iterator

from attrs import define, field

from seawall.codegen.layer.client import Part
from seawall.codegen.layer.source.modules import Module
from seawall.codegen.layer.uses import Place, Use, UseKind

__all__ = ["EMPTY_VALUES", "Details", "PossibleRead", "Recording", "UseKey", "name_place", "node_place"]

EMPTY_VALUES = frozenset({"None", "UNSET"})
"""The values of a field that has none: null, and a key that is absent."""

UseKey = tuple[Part, UseKind, Place]
"""A use without its details."""


def node_place(module: Module, node: ast.expr | ast.pattern | ast.stmt | ast.alias | ast.keyword) -> Place:
    """The place of a node in the source of its module."""
    end_line = node.end_lineno or node.lineno
    return Place(
        path=module.path,
        line=node.lineno,
        column=module.column(node.lineno, node.col_offset),
        end_line=end_line,
        end_column=module.column(end_line, node.end_col_offset or node.col_offset),
    )


def name_place(module: Module, node: ast.expr | ast.keyword) -> Place:
    """The place of the name of a node: the last part of an attribute, the name of a keyword."""
    place = node_place(module, node)
    match node:
        case ast.Attribute(_, name):
            start = place.end_column - len(name)
            return Place(
                path=place.path,
                line=place.end_line,
                column=start,
                end_line=place.end_line,
                end_column=place.end_column,
            )
        case ast.keyword(str(name)):
            end = place.column + len(name)
            return Place(
                path=place.path, line=place.line, column=place.column, end_line=place.line, end_column=end
            )
        case _:
            return place


@define
class Details:
    """The details of a use: the function around it, the empty values that it handles, the reason."""

    function: str
    handles: frozenset[str] = frozenset()
    is_certain: bool = True
    reason: str = ""


@define
class PossibleRead:
    """An attribute of a value of unknown type."""

    name: str
    place: Place
    function: str
    kind: UseKind
    handles: frozenset[str] = frozenset()


@define(eq=False)
class Recording:
    """Collects the uses of one function while its statements are read; each use is kept once."""

    uses: dict[UseKey, Details] = field(factory=dict)
    reads: dict[Place, list[UseKey]] = field(factory=dict)
    possible: dict[Place, PossibleRead] = field(factory=dict)
    defaults: dict[tuple[Place, str], tuple[str, str | int | float]] = field(factory=dict)
    known: set[Place] = field(factory=set)
    calls: dict[tuple[str, str], None] = field(factory=dict)
    unknown_calls: dict[tuple[str, str], None] = field(factory=dict)
    targets: dict[Place, str] = field(factory=dict)

    def use(
        self,
        part: Part,
        kind: UseKind,
        place: Place,
        function: str,
        *,
        handles: frozenset[str] = frozenset(),
        reason: str = "",
        is_certain: bool = True,
    ) -> UseKey:
        """Record a use; the empty values that it handles add up."""
        key = (part, kind, place)
        known = self.uses.get(key)
        if known is None:
            self.uses[key] = Details(function, handles, is_certain, reason)
            if kind is UseKind.READ:
                self.reads.setdefault(place, []).append(key)
        else:
            known.handles |= handles
            known.is_certain |= is_certain
            known.reason = known.reason or reason
        return key

    def maybe(self, name: str, kind: UseKind, place: Place, function: str, handles: frozenset[str]) -> None:
        """Record an attribute of a value of unknown type."""
        known = self.possible.setdefault(place, PossibleRead(name, place, function, kind))
        known.handles |= handles

    def handle(self, keys: Iterable[object], handles: frozenset[str]) -> None:
        """Note that the code takes care of the empty values of uses that are recorded."""
        for key in keys:
            match key:
                case (Part(), UseKind(), Place()) if key in self.uses:
                    self.uses[key].handles |= handles
                case Place() if key in self.possible:
                    self.possible[key].handles |= handles

    def keys_at(self, place: Place) -> tuple[object, ...]:
        """The reads that are recorded at a place."""
        return (*self.reads.get(place, ()), *([place] if place in self.possible else ()))

    def handle_at(self, place: Place, handles: frozenset[str]) -> None:
        """Note that the code takes care of the empty values of the reads at a place."""
        self.handle(self.keys_at(place), handles)

    def found(self) -> Iterator[Use]:
        """Yield the uses whose type is known."""
        for (part, kind, place), details in self.uses.items():
            yield Use(
                part=part,
                kind=kind,
                place=place,
                function=details.function,
                is_certain=details.is_certain,
                reason=details.reason,
                guarded=details.handles >= EMPTY_VALUES,
                handles=tuple(sorted(details.handles)),
            )
