"""Rules for the tests themselves: they use the code only through its public names, and never really wait."""

import ast
import re
from collections.abc import Iterator
from functools import cache

from tests.contract.source import ROOT

PATCHES_PER_100_TESTS = 2
# Private by name, but documented for everybody.
PUBLIC_BY_DOCUMENTATION = {"os._exit"}
# They wait for a real process, server or thread, which no fake clock can move on.
REAL_WAITS = {
    "tests/local/platform/client.py",
    "tests/runtime/auth/login/test_cancelled_logins.py",
    "tests/sdks/platform/test_close.py",
    "tests/transports/test_cancellation.py",
    "tests/transports/test_processes.py",
}
MOST_FILES = 20
# Rooms whose two halves wait, lock or cancel in different ways, so that both are tested.
TESTED_TWICE = re.compile(
    r"tests/(transports|sdks/platform|runtime/(auth|bulk|cache|client|engine|rate_limit|sse|transfer))/"
)


@cache
def parsed() -> dict[str, ast.Module]:
    """Return the test files that are written by hand, by their path."""
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "tests").glob("**/*.py"))
        if "_sync" not in path.parts
    }


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def private_names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the private names that a file uses but does not itself define, with their lines."""
    own = set(own_names(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, alias.name) for alias in node.names if is_private(alias.name))
        elif isinstance(node, ast.Attribute) and is_private(node.attr) and node.attr not in own:
            yield node.lineno, ast.unparse(node)


def own_names(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and is_self(node.value):
            yield node.attr


def is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "self"


def calls(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            yield node, ast.unparse(node.func)


def is_patch(name: str) -> bool:
    """Whether a call changes code or modules, other than environment variables, until the test ends."""
    return re.search(r"\.(setattr|setitem|delattr|delitem)$|(^|\.)patch(\.\w+)?$", name) is not None


def is_of_seawall(call: ast.Call, tree: ast.Module) -> bool:
    ours = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("seawall")
        for alias in node.names
    }
    target = ast.unparse(call.args[0]) if call.args else ""
    return target.strip("'\"").partition(".")[0] in {*ours, "seawall"}


def is_wait(call: ast.Call, name: str) -> bool:
    if name not in {"sleep", "time.sleep", "asyncio.sleep", "anyio.sleep"}:
        return False
    duration = call.args[0] if call.args else None
    return not (isinstance(duration, ast.Constant) and duration.value == 0)


def test_no_test_uses_a_private_name_patches_seawall_or_sleeps() -> None:
    offenders = [
        *(
            f"{path}:{line} uses the private name {name}"
            for path, tree in parsed().items()
            for line, name in private_names(tree)
            if name not in PUBLIC_BY_DOCUMENTATION
        ),
        *(
            f"{path}:{call.lineno} patches {ast.unparse(call.args[0])}"
            for path, tree in parsed().items()
            for call, name in calls(tree)
            if is_patch(name) and is_of_seawall(call, tree)
        ),
        *(
            f"{path}:{call.lineno} sleeps"
            for path, tree in parsed().items()
            for call, name in calls(tree)
            if is_wait(call, name) and path not in REAL_WAITS
        ),
    ]
    assert offenders == []


def test_each_real_wait_is_used() -> None:
    waiting = {path for path, tree in parsed().items() if any(is_wait(*call) for call in calls(tree))}
    assert waiting == REAL_WAITS


def test_patches_are_rare() -> None:
    tests = sum(
        isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
        for tree in parsed().values()
        for node in ast.walk(tree)
    )
    patches = [
        f"{path}:{call.lineno}"
        for path, tree in parsed().items()
        for call, name in calls(tree)
        if is_patch(name)
    ]
    assert len(patches) * 100 <= PATCHES_PER_100_TESTS * tests, patches


def test_a_folder_has_at_most_20_files() -> None:
    folders = [folder for folder in (ROOT / "tests").glob("**/") if folder.name != "__pycache__"]
    counts = {str(folder.relative_to(ROOT)): len([*folder.glob("*.py")]) for folder in folders}
    assert {folder: count for folder, count in counts.items() if count > MOST_FILES} == {}


def test_only_rooms_whose_halves_differ_have_derived_tests() -> None:
    derived = [path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").glob("**/_sync/test_*.py")]
    assert [path for path in derived if not TESTED_TWICE.match(path)] == []


def test_the_rules_find_offenders() -> None:
    tree = ast.parse(
        "from seawall.core import engine\n"
        "from seawall.core.engine import _secret\n"
        "class Own:\n"
        "    _mine = 1\n"
        "Own._mine\n"
        "engine._state\n"
        "monkeypatch.setattr(engine, 'x', 1)\n"
        "monkeypatch.setenv('A', 'b')\n"
        "time.sleep(0.1)\n"
        "asyncio.sleep(0)\n"
    )
    assert [*private_names(tree)] == [(2, "_secret"), (6, "engine._state")]
    found = [*calls(tree)]
    assert [call.lineno for call, name in found if is_patch(name) and is_of_seawall(call, tree)] == [7]
    assert [call.lineno for call, name in found if is_wait(call, name)] == [9]
