"""Modules: their source, and the definitions at their top level."""

import ast
import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from attrs import define, field, frozen

__all__ = [
    "Assigned",
    "Binding",
    "FunctionNode",
    "Import",
    "Module",
    "blocks",
    "define_names",
    "function_nodes",
    "module_from_source",
]

FunctionNode: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
"""A function, async or not."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_DERIVED = re.compile(r"# DO NOT EDIT\. Derived from (\S+)")


@frozen
class Import:
    """A name that is imported: `name` of `module`, or the module itself if `name` is empty."""

    module: str
    name: str = ""


@frozen(eq=False)
class Assigned:
    """A name with a value; either may be missing. `module` is the one that it is in, if that is looked up."""

    annotation: ast.expr | None = None
    value: ast.expr | None = None
    module: "Module | None" = None


Binding: TypeAlias = Import | Assigned | ast.ClassDef | list[FunctionNode]
"""The definition of a name at the top level of a module or class."""


@define(eq=False)
class Module:
    """A module with its definitions. `stars` are the modules whose names it imports all.

    `path` is relative to the folder of the layer, and empty for a module outside of it. `derived_from` is the
    file from which it was derived, as its first line says.
    """

    name: str
    tree: ast.Module
    lines: tuple[str, ...] = field(repr=False)
    path: str = ""
    is_package: bool = False
    derived_from: str = ""
    bindings: dict[str, Binding] = field(factory=dict)
    stars: list[str] = field(factory=list)

    def column(self, line: int, offset: int) -> int:
        """The column in characters of a byte offset in a line, as `ast` gives it."""
        if not 0 < line <= len(self.lines):
            return offset
        text = self.lines[line - 1]
        return offset if text.isascii() else len(text.encode()[:offset].decode(errors="replace"))

    def absolute(self, module: str | None, level: int) -> str:
        """The absolute name of the module in `from ..module import`."""
        if not level:
            return module or ""
        parts = self.name.split(".")
        kept = parts[: len(parts) - level + (1 if self.is_package else 0)]
        return ".".join((*kept, module) if module else kept)


def module_from_source(name: str, text: str, *, path: str = "", is_package: bool = False) -> Module:
    """Parse a module; raises SyntaxError, or ValueError for a null byte."""
    source = text.removeprefix("\ufeff")
    tree = ast.parse(source)
    lines = tuple(_LINE_END.split(source))
    derived = _DERIVED.match(lines[0])
    module = Module(
        name=name,
        tree=tree,
        lines=lines,
        path=path,
        is_package=is_package,
        derived_from=derived[1] if derived else "",
    )
    _bind(tree.body, module)
    return module


def _bind(body: Iterable[ast.stmt], module: Module) -> None:
    for statement in body:
        match statement:
            case ast.Import(names):
                for alias in names:
                    target = alias.name if alias.asname else alias.name.partition(".")[0]
                    module.bindings[alias.asname or target] = Import(target)
            case ast.ImportFrom():
                _bind_names(statement, module)
            case _:
                for inner in blocks(statement):
                    _bind(inner, module)
                define_names(statement, module.bindings)


def _bind_names(statement: ast.ImportFrom, module: Module) -> None:
    source = module.absolute(statement.module, statement.level)
    for alias in statement.names:
        if alias.name == "*":
            module.stars.append(source)
        else:
            module.bindings[alias.asname or alias.name] = Import(source, alias.name)


def define_names(statement: ast.stmt, bindings: dict[str, Binding]) -> None:
    """Add the names that a statement defines: classes, functions and variables."""
    match statement:
        case ast.ClassDef(name):
            bindings[name] = statement
        case ast.FunctionDef(name) | ast.AsyncFunctionDef(name):
            known = bindings.get(name)
            bindings[name] = [*(known if isinstance(known, list) else ()), statement]
        case ast.AnnAssign(ast.Name(name), annotation, value):
            bindings[name] = Assigned(annotation, value)
        case ast.Assign(targets, value):
            for target in targets:
                if isinstance(target, ast.Name) and not isinstance(bindings.get(target.id), ast.ClassDef):
                    bindings[target.id] = Assigned(None, value)
        case _:
            pass


def blocks(statement: ast.stmt) -> list[list[ast.stmt]]:
    """The blocks of a statement that run in the scope around it, such as those of `if` and `try`."""
    if isinstance(statement, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return []
    found = [getattr(statement, name, []) for name in ("body", "orelse", "finalbody")]
    found += [handler.body for handler in getattr(statement, "handlers", ())]
    return [block for block in found if block]


def function_nodes(bindings: Mapping[str, Binding]) -> dict[str, list[FunctionNode]]:
    """The functions among `bindings`."""
    return {name: one for name, one in bindings.items() if isinstance(one, list)}
