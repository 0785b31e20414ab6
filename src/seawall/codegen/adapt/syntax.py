"""The syntax tree of one source file with the exact place of every node."""

import re
import warnings
from collections.abc import Iterator, Sequence
from typing import TypeVar

import libcst as cst
from attrs import field, frozen
from libcst.metadata import CodeRange, MetadataWrapper, ParentNodeProvider, PositionProvider

from seawall.codegen.layer.uses import Place

__all__ = ["Refusal", "Replacement", "Syntax", "is_valid", "overlaps", "parsed", "replaced"]

NodeT = TypeVar("NodeT", bound=cst.CSTNode)
_BOM = "\ufeff"


class Refusal(Exception):  # noqa: N818 - no error: a decision for a person
    """An edit that is not sure at its place: `words` is the question, `proposal` the edit all the same."""

    def __init__(self, words: str, proposal: "Sequence[Replacement]" = ()) -> None:
        super().__init__(words)
        self.words = words
        self.proposal = tuple(proposal)


@frozen(order=True)
class Replacement:
    """Text that takes the place of the characters from `start` to `end` of a file."""

    start: int
    end: int
    text: str


def overlaps(first: Sequence[Replacement], second: Sequence[Replacement]) -> bool:
    """Return whether two edits change the same text in different ways."""
    return any(
        a != b and ((a.start < b.end and b.start < a.end) or a.start == b.start)
        for a in first
        for b in second
    )


def replaced(text: str, replacements: Sequence[Replacement]) -> str:
    """`text` with `replacements` in it, equal ones once."""
    parts, position = [], 0
    for one in sorted(set(replacements)):
        parts += [text[position : one.start], one.text]
        position = one.end
    return "".join([*parts, text[position:]])


def is_valid(text: str) -> bool:
    """Return whether `text` is valid Python. It is compiled and never run."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(text.removeprefix(_BOM), "<layer>", "exec", dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError):
            return False
    return True


@frozen(kw_only=True)
class Syntax:
    """A parsed file: its path and text, and the place and parent of each node."""

    path: str
    text: str = field(repr=False)
    module: cst.Module = field(repr=False)
    _lines: Sequence[int] = field(repr=False)
    _ranges: "dict[cst.CSTNode, CodeRange]" = field(repr=False)
    _parents: "dict[cst.CSTNode, cst.CSTNode]" = field(repr=False)
    _by_range: "dict[tuple[int, int], list[cst.CSTNode]]" = field(repr=False)

    def span(self, node: cst.CSTNode) -> tuple[int, int]:
        """The first character of `node` and the one after its last, without parentheses around it."""
        place = self._ranges[node]
        return (
            self._lines[place.start.line - 1] + place.start.column,
            self._lines[place.end.line - 1] + place.end.column,
        )

    def code(self, node: cst.CSTNode) -> str:
        """The text of `node`."""
        start, end = self.span(node)
        return self.text[start:end]

    def place_span(self, place: Place) -> tuple[int, int]:
        """The characters at `place`. Raises Refusal if the file has no such place."""
        if not 0 < place.line <= place.end_line <= len(self._lines):
            raise Refusal(f"{self.path} has no line {place.line}. Was it changed since it was read?")
        return self._lines[place.line - 1] + place.column, self._lines[place.end_line - 1] + place.end_column

    def nodes_at(self, place: Place) -> Sequence[cst.CSTNode]:
        """The nodes that are exactly at `place`, the outermost first."""
        return self._by_range.get(self.place_span(place), ())

    def parent(self, node: cst.CSTNode) -> cst.CSTNode:
        """The node around `node`; the module is its own parent."""
        return self._parents.get(node, self.module)

    def ancestors(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """Yield the nodes around `node`, the nearest first."""
        while node in self._parents:
            node = self._parents[node]
            yield node

    def around(self, node: cst.CSTNode, kind: type[NodeT]) -> NodeT | None:
        """The nearest node of `kind` around `node`."""
        return next((one for one in self.ancestors(node) if isinstance(one, kind)), None)

    def every(self, kind: type[NodeT]) -> Iterator[NodeT]:
        """Yield every node of `kind` that has a place."""
        return (node for node in self._ranges if isinstance(node, kind))

    def put(self, node: cst.CSTNode, text: str) -> Replacement:
        """The replacement of `node` by `text`."""
        return Replacement(*self.span(node), text)


def parsed(path: str, text: str) -> Syntax:
    """Parse a file. Raises Refusal if it is not valid Python."""
    body = text.removeprefix(_BOM)
    try:
        wrapper = MetadataWrapper(cst.parse_module(body), unsafe_skip_copy=True)
        ranges = dict(wrapper.resolve(PositionProvider))
        parents = dict(wrapper.resolve(ParentNodeProvider))
    except (cst.ParserSyntaxError, RecursionError) as error:
        raise Refusal(f"{path} is not valid Python, so it is not changed.") from error
    offset = len(text) - len(body)
    starts = [offset, *(match.end() + offset for match in re.finditer(r"\r\n|\r|\n", body))]
    syntax = Syntax(
        path=path,
        text=text,
        module=wrapper.module,
        lines=starts,
        ranges=ranges,
        parents=parents,
        by_range={},
    )
    by_range: dict[tuple[int, int], list[cst.CSTNode]] = {}
    for node, place in ranges.items():
        # A line end that the file does not have is a node, too.
        if place.end.line <= len(starts):
            by_range.setdefault(syntax.span(node), []).append(node)
    syntax._by_range.update(by_range)  # noqa: SLF001 - filled once, here
    return syntax
