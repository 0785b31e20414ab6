"""Calls in the source of a layer, by the place of the function's name: the arguments that each gives."""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TypeAlias

from attrs import define, field, frozen

from seawall.codegen.layer.uses import Place

__all__ = ["CallSite", "Sources", "annotation_of", "may_be_none", "may_be_unset"]

_Position: TypeAlias = tuple[int, int]


@frozen(kw_only=True)
class CallSite:
    """One call: its positional arguments, its keywords, and the function around it.

    `is_open` is true if it passes on `*arguments` or `**keywords`, whose content is not known. `end` is the
    place of its closing parenthesis.
    """

    positional: tuple[ast.expr, ...]
    keywords: Mapping[str, ast.expr]
    is_open: bool
    function: ast.FunctionDef | ast.AsyncFunctionDef | None


@define
class _File:
    lines: list[str]
    tree: ast.Module
    calls: dict[_Position, ast.Call] = field(factory=dict)
    expressions: dict[_Position, ast.expr] = field(factory=dict)
    keywords: dict[_Position, ast.expr] = field(factory=dict)
    functions: list[ast.FunctionDef | ast.AsyncFunctionDef] = field(factory=list)
    parents: dict[int, ast.AST] = field(factory=dict)


@define
class Sources:
    """The sources of a layer; each file is parsed when something in it is asked for."""

    texts: Mapping[str, str] = field(repr=False)
    _files: dict[str, _File | None] = field(factory=dict, repr=False)

    def text_at(self, place: Place) -> str:
        """The text of a place on one line; empty if it has several lines or the file is not known."""
        lines = _lines(self.texts.get(place.path, ""))
        if place.line != place.end_line or not 0 < place.line <= len(lines):
            return ""
        return lines[place.line - 1][place.column : place.end_column]

    def call_at(self, place: Place) -> CallSite | None:
        """The call of the function whose name ends at `place`; None if there is none."""
        file = self._file(place.path)
        if file is None:
            return None
        call = file.calls.get((place.end_line, place.end_column)) or self._around(file, place)
        if call is None:
            return None
        keywords = {one.arg: one.value for one in call.keywords if one.arg is not None}
        is_open = len(keywords) < len(call.keywords) or any(isinstance(one, ast.Starred) for one in call.args)
        return CallSite(
            positional=tuple(call.args),
            keywords=keywords,
            is_open=is_open,
            function=_function_around(file, call),
        )

    def _around(self, file: _File, place: Place) -> ast.Call | None:
        """The call on whose callee the place lies, as `get_pet` in `get_pet.sync(…)`."""
        for call in file.calls.values():
            callee = call.func
            start = _start(file, callee)
            end = _end(file, callee)
            if start <= (place.line, place.column) and (place.end_line, place.end_column) <= end:
                return call
        return None

    def neighbours(self, place: Place) -> tuple[str, ...]:
        """The names beside the expression at `place`: the function that it is given to, and other arguments.

        `RunState` for `run.state` in `RunState(run.state)` and in `if_given(run.state, RunState)`.
        """
        file = self._file(place.path)
        if file is None:
            return ()
        node: ast.AST | None = file.expressions.get((place.end_line, place.end_column))
        found: list[str] = []
        while node is not None and not isinstance(node, ast.stmt):
            parent = file.parents.get(id(node))
            if isinstance(parent, ast.Call) and node is not parent.func:
                others = [one for one in (parent.func, *parent.args) if one is not node]
                found += [_last_name(one) for one in others]
            node = parent
        return tuple(name for name in found if name)

    def argument_at(self, place: Place) -> ast.expr | None:
        """The value of the argument whose keyword is at `place`, or the expression that ends there."""
        file = self._file(place.path)
        if file is None:
            return None
        given = file.keywords.get((place.line, place.column))
        if given is not None:
            return given
        return file.expressions.get((place.end_line, place.end_column))

    def names(self, name: str) -> Iterator[Place]:
        """Yield the places of a variable `name`, without imports."""
        for path, text in self.texts.items():
            file = self._file(path) if name in text else None
            for node in () if file is None else ast.walk(file.tree):
                if file is not None and isinstance(node, ast.Name) and node.id == name:
                    (line, start), (_, end) = _start(file, node), _end(file, node)
                    yield Place(path=path, line=line, column=start, end_line=line, end_column=end)

    def function_at(self, place: Place) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        """The innermost function around `place`."""
        file = self._file(place.path)
        if file is None:
            return None
        found: ast.FunctionDef | ast.AsyncFunctionDef | None = None
        for node in file.functions:
            if node.lineno <= place.line <= (node.end_lineno or node.lineno) and (
                found is None or node.lineno >= found.lineno
            ):
                found = node
        return found

    def _file(self, path: str) -> _File | None:
        if path not in self._files:
            self._files[path] = self._parsed(path)
        return self._files[path]

    def _parsed(self, path: str) -> _File | None:
        try:
            tree = ast.parse(self.texts.get(path, "").removeprefix("\ufeff"))
        except (SyntaxError, ValueError, RecursionError):
            return None
        file = _File(lines=_lines(self.texts.get(path, "")), tree=tree)
        for node in ast.walk(tree):
            for child in ast.iter_child_nodes(node):
                file.parents[id(child)] = node
            if isinstance(node, ast.expr):
                # The first one in the walk is the outermost: `run.state`, not `run`.
                file.expressions.setdefault(_end(file, node), node)
            if isinstance(node, ast.Call):
                file.calls[_end(file, node.func)] = node
                for one in node.keywords:
                    if one.arg is not None:
                        file.keywords[_keyword_start(file, one)] = one.value
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                file.functions.append(node)
        return file


@lru_cache(maxsize=64)
def _lines(text: str) -> list[str]:
    # Python's lines end here; `splitlines` knows more ends.
    return re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))


def _characters(file: _File, line: int, column: int) -> int:
    text = file.lines[line - 1] if line <= len(file.lines) else ""
    return column if text.isascii() else len(text.encode()[:column].decode(errors="replace"))


def _end(file: _File, node: ast.expr) -> _Position:
    line, column = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
    return line, _characters(file, line, column)


def _start(file: _File, node: ast.expr) -> _Position:
    return node.lineno, _characters(file, node.lineno, node.col_offset)


def _keyword_start(file: _File, node: ast.keyword) -> _Position:
    return node.lineno, _characters(file, node.lineno, node.col_offset)


def _function_around(file: _File, node: ast.AST) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    parent = file.parents.get(id(node))
    while parent is not None and not isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef):
        parent = file.parents.get(id(parent))
    return parent


def _last_name(node: ast.expr) -> str:
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case ast.Subscript(value=value):
            return _last_name(value)
        case _:
            return ""


def may_be_none(value: ast.expr, function: ast.FunctionDef | ast.AsyncFunctionDef | None) -> bool | None:
    """True if `value` may be None in `function`, False if it is never, None if it is not known."""
    match value:
        case ast.Constant(value=constant):
            return constant is None
        case ast.IfExp(body=body, orelse=other):
            both = {may_be_none(body, function), may_be_none(other, function)}
            return True if True in both else None if None in both else False
        case ast.JoinedStr() | ast.List() | ast.Dict() | ast.Tuple() | ast.Set() | ast.Compare():
            return False
        case ast.ListComp() | ast.DictComp() | ast.SetComp():
            return False
        case ast.Name(id=name) if function is not None:
            return _parameter_may_be_none(name, function)
        case _:
            return None


def may_be_unset(value: ast.expr) -> bool:
    """True if `value` is written so that it may be UNSET, as in `tags or UNSET`."""
    match value:
        case ast.Name(id="UNSET") | ast.Attribute(attr="UNSET"):
            return True
        case ast.IfExp(body=body, orelse=other):
            return may_be_unset(body) or may_be_unset(other)
        case ast.BoolOp(values=values):
            return may_be_unset(values[-1])
        case _:
            return False


def _parameter_may_be_none(name: str, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool | None:
    if any(isinstance(node, ast.Name) and node.id == name for node in _assigned(function)):
        return None
    for argument, default in _parameters(function):
        if argument.arg != name:
            continue
        if argument.annotation is not None:
            words = ast.unparse(argument.annotation)
            return any(word in words for word in ("None", "Optional", "Any", "object"))
        return True if isinstance(default, ast.Constant) and default.value is None else None
    return None


def annotation_of(value: ast.expr | None, function: ast.FunctionDef | ast.AsyncFunctionDef | None) -> str:
    """The annotation of the parameter of `function` that `value` is; empty for any other value."""
    if not isinstance(value, ast.Name) or function is None:
        return ""
    if any(isinstance(node, ast.Name) and node.id == value.id for node in _assigned(function)):
        return ""
    found = (one.annotation for one, _ in _parameters(function) if one.arg == value.id)
    annotation = next(found, None)
    return "" if annotation is None else ast.unparse(annotation)


def _assigned(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.AST]:
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node


def _parameters(
    function: ast.FunctionDef | ast.AsyncFunctionDef,
) -> Iterator[tuple[ast.arg, ast.expr | None]]:
    own = function.args
    positional = [*own.posonlyargs, *own.args]
    missing: list[ast.expr | None] = [None] * (len(positional) - len(own.defaults))
    yield from zip(positional, [*missing, *own.defaults], strict=True)
    yield from zip(own.kwonlyargs, own.kw_defaults, strict=True)
