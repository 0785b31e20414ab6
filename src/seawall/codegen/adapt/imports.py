"""Imports of the generated client in one file: which names they bind, and how to bring in another."""

import ast
import re
from collections.abc import Iterator, Sequence

import libcst as cst
from attrs import frozen
from libcst.helpers import get_full_name_for_node

from seawall.codegen.adapt.syntax import Refusal, Replacement, Syntax

__all__ = ["Binding", "bindings", "bound_elsewhere", "import_line", "leads_to", "named", "rest_of_path"]

_ROOMS = frozenset({"api", "calls", "models", "types"})
"""Modules of a generated client that hold its names."""


@frozen(kw_only=True)
class Binding:
    """A name that an import binds; `module` and `name` say of what, `name` being empty for a module.

    `level` is the number of dots of a relative import. `has_alias` is true after `as`.
    """

    bound: str
    level: int
    module: str
    name: str
    has_alias: bool
    alias: cst.ImportAlias
    statement: cst.Import | cst.ImportFrom

    @property
    def path(self) -> str:
        """The dotted path of the thing itself, without the dots of a relative import."""
        return ".".join(part for part in (self.module, self.name) if part)


def bindings(syntax: Syntax) -> Iterator[Binding]:
    """Yield the bindings of all imports of a file."""
    statements: list[cst.Import | cst.ImportFrom] = [*syntax.every(cst.Import), *syntax.every(cst.ImportFrom)]
    for statement in statements:
        if isinstance(statement.names, cst.ImportStar):
            continue
        is_from = isinstance(statement, cst.ImportFrom)
        module = _module_of(statement)
        for alias in statement.names:
            name = alias.evaluated_name
            bound = alias.evaluated_alias
            yield Binding(
                bound=bound or (name if is_from else name.partition(".")[0]),
                level=len(statement.relative) if isinstance(statement, cst.ImportFrom) else 0,
                module=module if is_from else name,
                name=name if is_from else "",
                has_alias=bound is not None,
                alias=alias,
                statement=statement,
            )


def _module_of(statement: cst.Import | cst.ImportFrom) -> str:
    if isinstance(statement, cst.Import) or statement.module is None:
        return ""
    return get_full_name_for_node(statement.module) or ""


def rest_of_path(syntax: Syntax, level: int, dotted: str, target: str) -> list[str] | None:
    """The parts of the module `target` below the module of an import; None if it is not inside that.

    `target` is an absolute path into a generated client. The path of the layer's file may begin below or
    above its first package.
    """
    parts, wanted = _absolute(syntax.path, level, dotted), target.split(".")
    size = _package_size(wanted)
    package, module = wanted[:size], wanted[size:]
    for index in range(len(parts) - 1, -1, -1):
        if parts[index] == package[-1] and _is_tail_of(parts[: index + 1], package):
            inside = parts[index + 1 :]
            return module[len(inside) :] if module[: len(inside)] == inside else None
    return None


def _package_size(target: Sequence[str]) -> int:
    """The number of parts that name the client itself, before the modules that every client has."""
    return max((index for index, part in enumerate(target) if part in _ROOMS), default=len(target)) or 1


def leads_to(syntax: Syntax, level: int, dotted: str, target: str) -> bool:
    """Return whether the module of an import is `target`, a module of the client, or a package around it."""
    return rest_of_path(syntax, level, dotted, target) is not None


def _absolute(path: str, level: int, dotted: str) -> list[str]:
    own = path.split("/")[:-1]
    around = own[: len(own) - (level - 1)] if level else []
    return [*around, *(part for part in dotted.split(".") if part)]


def _is_tail_of(first: Sequence[str], second: Sequence[str]) -> bool:
    count = min(len(first), len(second))
    return count > 0 and list(first[-count:]) == list(second[-count:])


def bound_elsewhere(text: str, name: str) -> bool:
    """Return whether `name` is bound in a file by anything but one import; methods do not count."""
    tree = ast.parse(text.removeprefix("\ufeff"))
    methods = {
        id(item)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for item in node.body
        if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    found = [node for node in ast.walk(tree) if id(node) not in methods and name in _bound_by(node)]
    return len(found) > 1


def _bound_by(node: ast.AST) -> Sequence[str | None]:
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name):
            return (name,)
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return (name,)
        case ast.ExceptHandler(name=bound) | ast.MatchAs(name=bound) | ast.MatchStar(name=bound):
            return (bound,)
        case ast.alias(name=name, asname=bound):
            return (bound or name.partition(".")[0],)
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            return names
        case _:
            return (node.rest,) if isinstance(node, ast.MatchMapping) else ()


def named(text: str, name: str) -> bool:
    """Return whether a file has the word `name` anywhere."""
    return re.search(rf"(?<![\w.]){re.escape(name)}\b", text) is not None


def import_line(syntax: Syntax, near: Sequence[cst.CSTNode], line: str) -> Replacement:
    """The replacement that puts `line` beside the import `near`, or after the file's last import at the top.

    Raises Refusal if the file begins with code.
    """
    newline = "\r\n" if "\r\n" in syntax.text else "\n"
    for node in near:
        start, _ = syntax.span(node)
        begin = max(syntax.text.rfind("\n", 0, start), syntax.text.rfind("\r", 0, start)) + 1
        indent = syntax.text[begin:start]
        if not indent.strip():
            return Replacement(begin, begin, f"{indent}{line}{newline}")
    statements = [one for one in syntax.module.body if _is_import(one)]
    if statements:
        end = _line_end(syntax.text, syntax.span(statements[-1])[1])
        return Replacement(end, end, f"{line}{newline}")
    docstring = syntax.module.get_docstring(clean=False)
    if docstring is None or not syntax.module.body:
        raise Refusal(f"{syntax.path} has no import beside which `{line}` can stand. Which place is right?")
    end = _line_end(syntax.text, syntax.span(syntax.module.body[0])[1])
    return Replacement(end, end, f"{newline}{line}{newline}")


def _is_import(statement: cst.CSTNode) -> bool:
    return isinstance(statement, cst.SimpleStatementLine) and isinstance(
        statement.body[0], cst.Import | cst.ImportFrom
    )


def _line_end(text: str, position: int) -> int:
    match = re.compile(r"\r\n|\r|\n").search(text, position)
    return match.end() if match else len(text)
