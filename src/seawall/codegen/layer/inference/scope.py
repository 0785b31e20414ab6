"""Scopes: the types of the names at one point of a function."""

import ast

from attrs import define, field

from seawall.codegen.layer.source.modules import Module
from seawall.codegen.layer.source.types import Type, union

__all__ = ["Scope", "dotted_path"]


def dotted_path(node: ast.expr) -> str:
    """The text of a name or a chain of attributes, such as `run.state`; empty for any other expression."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join((node.id, *reversed(parts))) if isinstance(node, ast.Name) else ""


@define(eq=False)
class Scope:
    """The types of names, and what tests say about them, at one point of a function, class or module.

    `function` is the qualified name of the function, class or module around it, `owner` the class whose
    method it is. `narrowed` has the type of a path after a test, `handled` the empty values (`None`, `UNSET`)
    that a test of the path takes care of, `origins` the uses from which a variable was read. `outer`
    has the names that `nonlocal` and `global` declare, with that word. `is_top` is true
    for the body of a module or class, whose functions are read by themselves, and `is_public` for a function
    whose results leave the layer.
    """

    module: Module
    function: str
    owner: str = ""
    parent: "Scope | None" = None
    names: dict[str, Type] = field(factory=dict)
    narrowed: dict[str, Type] = field(factory=dict)
    handled: dict[str, frozenset[str]] = field(factory=dict)
    origins: dict[str, tuple[object, ...]] = field(factory=dict)
    results: list[Type] = field(factory=list)
    yields: list[Type] = field(factory=list)
    expected: Type | None = None
    outer: dict[str, str] = field(factory=dict)
    is_top: bool = False
    is_public: bool = False

    def copy(self) -> "Scope":
        """A scope for a branch: changes of its names do not reach this one; results do."""
        return Scope(
            module=self.module,
            function=self.function,
            owner=self.owner,
            parent=self.parent,
            names=dict(self.names),
            narrowed=dict(self.narrowed),
            handled=dict(self.handled),
            origins=dict(self.origins),
            results=self.results,
            yields=self.yields,
            expected=self.expected,
            outer=self.outer,
            is_top=self.is_top,
            is_public=self.is_public,
        )

    def inner(self) -> "Scope":
        """A scope inside this one, of a comprehension, a lambda or a nested function."""
        return Scope(module=self.module, function=self.function, owner=self.owner, parent=self)

    def find(self, name: str) -> Type | None:
        """The type of a local name, or of one of a function around; None if there is none."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.parent
        return None

    def path_type(self, path: str) -> Type | None:
        """The type of a path after tests, in this scope or one around it."""
        scope: Scope | None = self
        while scope is not None:
            if path in scope.narrowed:
                return scope.narrowed[path]
            if path.partition(".")[0] in scope.names:
                return None
            scope = scope.parent
        return None

    def path_handled(self, path: str) -> frozenset[str]:
        """The empty values of a path that tests around take care of."""
        found: frozenset[str] = frozenset()
        scope: Scope | None = self
        while scope is not None and path:
            found |= scope.handled.get(path, frozenset())
            scope = scope.parent
        return found

    def assign(self, name: str, value: Type, origins: tuple[object, ...] = ()) -> None:
        """Give a name a new value; tests of the old one say nothing about it."""
        self.names[name] = value
        self.origins[name] = origins
        self.forget(name)

    def forget(self, path: str) -> None:
        """Drop what tests say about a path and the paths below it."""
        for table in (self.narrowed, self.handled):
            for known in [one for one in table if one == path or one.startswith(f"{path}.")]:
                del table[known]

    def join(self, branches: list["Scope"]) -> None:
        """Continue after `branches`: a name has the type of any of them."""
        if not branches:
            return
        first, *others = branches
        names = dict(first.names)
        for other in others:
            for name, value in other.names.items():
                names[name] = union((names[name], value)) if name in names else value
        self.names = names
        self.narrowed = {
            path: value
            for path, value in first.narrowed.items()
            if all(other.narrowed.get(path) == value for other in others)
        }
        self.handled = {path: kinds for one in branches for path, kinds in one.handled.items()}
        self.origins = {name: keys for one in branches for name, keys in one.origins.items()}
