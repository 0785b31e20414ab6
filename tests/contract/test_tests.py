"""Rules for the tests: they use public names only, patch no code of Seawall, and do not sleep."""

import ast
import re
from functools import cache

from attrs import evolve, field, frozen

from tests.contract.source import ROOT, SOURCE

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
    r"tests/(transports|sdks/(?:agents|platform|sessions)|runtime/(auth|bulk|cache|client|engine|rate_limit|sse|transfer))/"
)


@frozen
class TestFile:
    """The parts of a test file that the rules look at."""

    __test__ = False

    path: str
    calls: list[tuple[ast.Call, str]] = field(factory=list)
    test_count: int = 0
    ours: set[str] = field(factory=set)
    """The names that it imports from Seawall."""
    private_names: list[tuple[int, str]] = field(factory=list)
    """The private names that it uses but does not itself define, with their lines."""


def read(path: str, text: str) -> TestFile:
    file, own, attributes, test_count = TestFile(path), set[str](), list[ast.Attribute](), 0
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.ImportFrom(module=module, names=names):
                file.private_names.extend((node.lineno, one.name) for one in names if is_private(one.name))
                if module and module.startswith("seawall"):
                    file.ours.update(one.asname or one.name for one in names)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                own.add(name)
                test_count += name.startswith("test_")
            case ast.Name(id=name, ctx=ast.Store()):
                own.add(name)
            case ast.Attribute(value=ast.Name(id="self"), attr=name, ctx=ast.Store()):
                own.add(name)
            case ast.Attribute(attr=name) if is_private(name):
                attributes.append(node)
            case ast.Call(func=ast.Name() | ast.Attribute()):
                file.calls.append((node, ast.unparse(node.func)))
            case _:
                pass
    used = ((node.lineno, ast.unparse(node)) for node in attributes if node.attr not in own)
    return evolve(file, test_count=test_count, private_names=[*file.private_names, *used])


@cache
def files() -> list[TestFile]:
    """Read the test files that are written by hand."""
    paths = sorted(path for path in (ROOT / "tests").glob("**/*.py") if "_sync" not in path.parts)
    return [read(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in paths]


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def is_patch(name: str) -> bool:
    """Return whether a call replaces code or modules until the test ends."""
    return re.search(r"\.(setattr|setitem|delattr|delitem)$|(^|\.)patch(\.\w+)?$", name) is not None


def is_of(names: set[str], call: ast.Call) -> bool:
    """Return whether the first argument of `call` is one of `names` or a part of one."""
    target = ast.unparse(call.args[0]) if call.args else ""
    return target.strip("'\"").partition(".")[0] in {*names, "seawall"}


def is_wait(call: ast.Call, name: str) -> bool:
    if name not in {"sleep", "time.sleep", "asyncio.sleep", "anyio.sleep"}:
        return False
    duration = call.args[0] if call.args else None
    return not (isinstance(duration, ast.Constant) and duration.value == 0)


def test_no_test_uses_a_private_name_patches_seawall_or_sleeps() -> None:
    offenders: list[str] = []
    for file in files():
        offenders += [
            f"{file.path}:{line} uses the private name {name}"
            for line, name in file.private_names
            if name not in PUBLIC_BY_DOCUMENTATION
        ]
        for call, name in file.calls:
            if is_patch(name) and is_of(file.ours, call):
                offenders.append(f"{file.path}:{call.lineno} patches {ast.unparse(call.args[0])}")
            if is_wait(call, name) and file.path not in REAL_WAITS:
                offenders.append(f"{file.path}:{call.lineno} sleeps")
    assert offenders == []


def test_each_real_wait_is_used() -> None:
    assert {file.path for file in files() if any(is_wait(*call) for call in file.calls)} == REAL_WAITS


def test_patches_are_rare() -> None:
    patches = [
        f"{file.path}:{call.lineno}" for file in files() for call, name in file.calls if is_patch(name)
    ]
    assert len(patches) * 100 <= PATCHES_PER_100_TESTS * sum(file.test_count for file in files()), patches


def test_folders_mirror_those_of_the_source() -> None:
    folders = [
        path.relative_to(ROOT / "tests") for path in (ROOT / "tests").glob("**/") if path.name[0] != "_"
    ]
    unknown = {folder.as_posix() for folder in folders if not (SOURCE / folder).is_dir()}
    # Layers have the folders of SDKs.
    unknown = {folder for folder in unknown if not folder.startswith("churn/layers/")}
    assert unknown == {
        "benchmarks",
        "churn",
        "churn/layers",
        "churn/patches",
        "churn/patches/agents",
        "churn/patches/platform",
        "codegen/cases",
        "codegen/hostile",
        "contract",
        "docs",
        "docs/applications",
        "local/agents/peers",
        "local/platform/peers",
        "local/platform/peers/typescript",
        "local/sessions/peers",
    }


def test_a_folder_has_at_most_20_files() -> None:
    folders = [folder for folder in (ROOT / "tests").glob("**/") if folder.name != "__pycache__"]
    counts = {str(folder.relative_to(ROOT)): len([*folder.glob("*.py")]) for folder in folders}
    assert {folder: count for folder, count in counts.items() if count > MOST_FILES} == {}


def test_only_rooms_whose_halves_differ_have_derived_tests() -> None:
    derived = [path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").glob("**/_sync/test_*.py")]
    assert [path for path in derived if not TESTED_TWICE.match(path)] == []


def test_the_rules_find_offenders() -> None:
    file = read(
        "tests/test_a.py",
        "from seawall.core import engine\n"
        "from seawall.core.engine import _secret\n"
        "class Own:\n"
        "    _mine = 1\n"
        "Own._mine\n"
        "engine._state\n"
        "monkeypatch.setattr(engine, 'x', 1)\n"
        "monkeypatch.setenv('A', 'b')\n"
        "time.sleep(0.1)\n"
        "asyncio.sleep(0)\n",
    )
    assert file.private_names == [(2, "_secret"), (6, "engine._state")]
    assert [call.lineno for call, name in file.calls if is_patch(name) and is_of(file.ours, call)] == [7]
    assert [call.lineno for call, name in file.calls if is_wait(call, name)] == [9]
