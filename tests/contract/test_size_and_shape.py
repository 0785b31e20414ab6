"""Small files, small functions, chained errors. Each test lists every offender."""

import ast
import tokenize
from collections import Counter
from io import StringIO

import pytest

from tests.contract.source import Module, hand_written

MODULES = hand_written()
MOST_LINES_IN_A_FILE = 400
MOST_FILES_IN_A_FOLDER = 20
SHARE_OF_SHORT_FUNCTIONS = 0.9
LONGEST_SHORT_FUNCTION = 25
# What two SDKs need is a part of the runtime, the terminal or the local servers. `compat` is for old code.
MOST_CODE_IN_AN_SDK = {"agents": 1500, "sessions": 2000}
NO_CODE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}
VAGUE = {"utils", "helpers", "common", "manager", "base", "misc"}


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_file_is_long_and_no_module_has_a_vague_name() -> None:
    lengths = {module.name: len(module.text.splitlines()) for module in MODULES}
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES_IN_A_FILE} == {}
    assert [module.name for module in MODULES if module.path.stem in VAGUE] == []


def test_no_folder_is_crowded() -> None:
    folders = Counter(module.path.parent for module in MODULES)
    assert {str(folder): count for folder, count in folders.items() if count > MOST_FILES_IN_A_FOLDER} == {}


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


def test_every_raise_in_a_handler_names_its_cause() -> None:
    unchained = [
        f"{module.name}:{statement.lineno}"
        for module in MODULES
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler)
        for statement in raises_in(node)
        if statement.exc is not None and statement.cause is None
    ]
    assert unchained == []


def lines_of_code(module: Module) -> int:
    """The number of lines that are neither blank nor comment nor docstring, also of an attribute."""
    lines: set[int] = set()
    for token in tokenize.generate_tokens(StringIO(module.text).readline):
        if token.type not in NO_CODE:
            lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(module.tree):
        match node:
            case ast.Expr(ast.Constant(str())):
                lines.difference_update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return len(lines)


@pytest.mark.parametrize("sdk", MOST_CODE_IN_AN_SDK)
def test_an_sdk_is_small_because_its_parts_are_general(sdk: str) -> None:
    own = [
        module
        for module in MODULES
        if module.name.startswith(f"seawall.sdks.{sdk}.") and "compat" not in module.path.parts
    ]
    assert sum(map(lines_of_code, own)) < MOST_CODE_IN_AN_SDK[sdk]
