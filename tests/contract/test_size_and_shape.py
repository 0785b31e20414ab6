"""Small files, small functions, chained errors, no bare marks left behind."""

import ast

import pytest

from tests.contract.source import Module, hand_written

MODULES = hand_written()
MOST_LINES_IN_A_FILE = 400
SHARE_OF_SHORT_FUNCTIONS = 0.9
LONGEST_SHORT_FUNCTION = 25
VAGUE = {"utils", "helpers", "common", "manager", "base", "misc"}


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_no_file_is_long_or_vague(module: Module) -> None:
    assert len(module.text.splitlines()) <= MOST_LINES_IN_A_FILE
    assert module.path.stem not in VAGUE


def test_nine_functions_in_ten_are_short() -> None:
    lengths = [length(node) for module in MODULES for node in module.functions()]
    short = sum(1 for lines in lengths if lines <= LONGEST_SHORT_FUNCTION)
    assert short / len(lengths) >= SHARE_OF_SHORT_FUNCTIONS


def raises_in(handler: ast.ExceptHandler) -> list[ast.Raise]:
    """The raise statements of a handler, those of functions and handlers inside it aside."""
    found: list[ast.Raise] = []
    todo: list[ast.AST] = list(handler.body)
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Raise):
            found.append(node)
        if not isinstance(node, ast.ExceptHandler | ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            todo.extend(ast.iter_child_nodes(node))
    return found


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_every_raise_in_a_handler_names_its_cause(module: Module) -> None:
    unchained = [
        f"line {statement.lineno}"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler)
        for statement in raises_in(node)
        if statement.exc is not None and statement.cause is None
    ]
    assert unchained == []
