"""Syntax tree of a JSONPath expression."""

from attrs import frozen

from seawall.local.platform.jsonpath.pattern import Pattern

__all__ = [
    "And",
    "AnyElement",
    "AnyMember",
    "Comparison",
    "Exists",
    "Filter",
    "IsUnknown",
    "LikeRegex",
    "Literal",
    "Member",
    "Node",
    "Not",
    "Or",
    "Path",
    "Predicate",
    "Scalar",
    "Slice",
    "StartsWith",
    "Step",
]

Scalar = str | int | float | bool | None


@frozen
class Member:
    """`.name`"""

    name: str


@frozen
class AnyMember:
    """`.*`"""


@frozen
class AnyElement:
    """`[*]`"""


@frozen
class Slice:
    """`[first to last]`, both included; negative counts from the end, -1 being `last`."""

    first: int
    last: int


@frozen
class Filter:
    """`? (condition)`"""

    condition: "Node"


Step = Member | AnyMember | AnyElement | Slice | Filter


@frozen
class Path:
    """`$…` from the document's root, `@…` from the filter's current element."""

    from_root: bool
    steps: tuple[Step, ...]


@frozen
class Literal:
    """A string, number, boolean or null."""

    value: Scalar


@frozen
class Comparison:
    """`left operator right`"""

    operator: str
    left: "Node"
    right: "Node"


@frozen
class LikeRegex:
    """`operand like_regex "pattern"`; each text that matches begins with `prefix`."""

    operand: "Node"
    pattern: Pattern
    prefix: str


@frozen
class StartsWith:
    """`operand starts with "prefix"`"""

    operand: "Node"
    prefix: str


@frozen
class Exists:
    """`exists (path)`"""

    operand: "Node"


@frozen
class Not:
    """`! condition`"""

    condition: "Node"


@frozen
class IsUnknown:
    """`(condition) is unknown`"""

    condition: "Node"


@frozen
class And:
    """`left && right`"""

    left: "Node"
    right: "Node"


@frozen
class Or:
    """`left || right`"""

    left: "Node"
    right: "Node"


Predicate = Comparison | LikeRegex | StartsWith | Exists | Not | IsUnknown | And | Or
Node = Path | Literal | Predicate
