"""Types of annotations: names are resolved through imports, and aliases are expanded."""

import ast
from functools import lru_cache
from typing import TypeAlias

import griffe

from seawall.codegen.surface.reading.generated import is_generated
from seawall.codegen.surface.reading.modules import Definition, Modules, Resolved
from seawall.codegen.surface.types import Type, is_name, named, type_from

__all__ = ["Annotations", "Expression", "expression", "literal_text"]

Expression: TypeAlias = griffe.Expr | str | None
"""An expression as griffe has it."""

_VARIABLES = ("TypeVar", "ParamSpec", "TypeVarTuple")
_MOST_ALIASES = 50


class Annotations:
    """Reads annotations as types.

    `offered` maps the full name of a definition to its public name, which the types use. `classes` has every
    class of the layer that a type names, by the name in the type.
    """

    def __init__(self, modules: Modules, offered: dict[str, str]) -> None:
        self._modules = modules
        self._offered = offered
        self._expanding: list[str] = []
        self._expanded: dict[str, Type] = {}
        self._generated: dict[str, bool] = {}
        self.classes: dict[str, griffe.Class] = {}

    def type(self, annotation: Expression, scope: Definition) -> Type | None:
        """The type that an annotation means in `scope`; None if there is no annotation."""
        node = expression(annotation)
        return None if node is None else type_from(node, lambda name: self.named(scope, name))

    def named(self, scope: Definition, dotted: str) -> Type:
        """The type that a name means in `scope`."""
        if dotted.endswith((".args", ".kwargs")):
            owner = self.named(scope, dotted.rpartition(".")[0])
            if owner.is_variable:
                return Type(f"{owner.name}.{dotted.rpartition('.')[2]}")
        return self._type_of(self._modules.resolve(scope, dotted))

    def public_name(self, definition: griffe.Object) -> str:
        """The public name of a class, function or value; its full name if it has none."""
        if (name := self._offered.get(definition.path)) is not None:
            return name
        if isinstance(definition.parent, griffe.Class):
            return f"{self.public_name(definition.parent)}.{definition.name}"
        return definition.path

    def resolve(self, scope: Definition, dotted: str) -> Resolved:
        """Return the definition that a name stands for in `scope`."""
        return self._modules.resolve(scope, dotted)

    def exception(self, scope: Definition, name: str) -> str:
        """The full name of an exception that a docstring names; `name` itself if no class is found.

        A module does not import the exceptions of the functions that it calls: those are found by their names
        in the modules for errors.
        """
        resolved = self._modules.resolve(scope, name)
        if resolved.definition is None and resolved.path == f"{scope.module.path}.{name}":
            modules = [one for one in self._modules.errors if name in one.members]
            found = {one.path: one for one in (self._modules.resolve(module, name) for module in modules)}
            if len(found) != 1:
                return name
            (resolved,) = found.values()
        return self._type_of(resolved).name

    def is_generated(self, name: str) -> bool:
        """True if the class with this name, as types have it, is in a generated client."""
        if name not in self._generated:
            definition = self.classes.get(name)
            path = definition.module.path if definition else name
            self._generated[name] = is_generated(path, self._modules)
        return self._generated[name]

    def _type_of(self, resolved: Resolved) -> Type:
        match resolved.definition:
            case griffe.Class() as found:
                name = self.public_name(found)
                self.classes[name] = found
                return Type(name)
            case griffe.Attribute() | griffe.TypeAlias() as found:
                return self._value(found)
            case _:
                return Type(resolved.path) if resolved.path.startswith("~") else named(resolved.path)

    def _value(self, found: griffe.Attribute | griffe.TypeAlias) -> Type:
        node = expression(found.value)
        if isinstance(node, ast.Call):
            function = ast.unparse(node.func).rpartition(".")[2]
            # The name of a type variable means nothing to callers, but it tells one from another.
            return Type(f"~{found.name}") if function in _VARIABLES else Type(self.public_name(found))
        path = found.path
        if node is None or path in self._expanding or len(self._expanding) > _MOST_ALIASES:
            # A recursive alias keeps its name inside.
            return Type(self.public_name(found))
        if path not in self._expanded:
            scope = found.parent
            assert isinstance(scope, griffe.Class | griffe.Module)
            self._expanding.append(path)
            expanded = type_from(node, lambda name: self.named(scope, name))
            self._expanding.pop()
            if self._expanding:
                # It may have the names of the aliases around it, which it has not elsewhere.
                return expanded
            self._expanded[path] = expanded
        return self._expanded[path]

    def default(self, value: Expression, scope: Definition) -> str:
        """The text of a default: the value of a constant rather than its name; empty if there is none."""
        node = expression(value)
        if node is None:
            return ""
        if is_name(node):
            resolved = self._modules.resolve(scope, ast.unparse(node))
            constant = resolved.definition
            if isinstance(constant, griffe.Attribute) and not isinstance(constant.parent, griffe.Class):
                text = literal_text(constant.value)
                return text or resolved.path
            return resolved.path if constant is None else self.public_name(constant)
        return literal_text(value) or ast.unparse(node)


def expression(value: Expression) -> ast.expr | None:
    """The syntax tree of an expression; None if there is none. It must not be changed."""
    try:
        return None if value is None else _parsed(str(value))
    except RecursionError:
        return None


@lru_cache(maxsize=10_000)
def _parsed(text: str) -> ast.expr | None:
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def literal_text(value: Expression) -> str:
    """The text of a literal in one spelling (`1000` for `1_000`); empty for another expression."""
    node = expression(value)
    if node is None:
        return ""
    try:
        found = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError):
        return ""
    # Sets have no order that lasts.
    return ast.unparse(node) if isinstance(found, set | frozenset) else repr(found)
