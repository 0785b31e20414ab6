from pathlib import Path

import pytest

from seawall.codegen.derive import RULES, Rule, derived, derived_files, main
from tests.contract.source import ROOT

EVERYTHING = '''"""Async things: async with care, await nothing."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from seawall.runtime.http._async.protocols import AsyncStream
from seawall.runtime.concurrency.clock import in_thread


class AsyncThing:
    make: Callable[[int], Awaitable[dict[str, list[int]]]]
    other: AbstractAsyncContextManager[AsyncStream]

    async def __aenter__(self) -> "AsyncThing":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b""

    async def aclose(self) -> None:
        await in_thread(print)

    @asynccontextmanager
    async def chunks(self) -> AsyncIterator[bytes]:
        async with self.other as stream:
            async for chunk in stream.aiter_bytes():
                yield chunk
'''


def derive(source: str) -> str:
    """What `source` derives to, without the marker."""
    marker, _, text = derived(source, "thing.py", set()).partition("\n")
    assert marker == '# DO NOT EDIT. Derived from ../_async/thing.py by "python -m seawall.codegen.derive".'
    return text


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with one async module that uses every rule, and its twin."""
    folder = tmp_path / "package" / "_async"
    folder.mkdir(parents=True)
    (folder / "thing.py").write_text(EVERYTHING, encoding="utf-8")
    assert main([str(tmp_path)]) == 0
    return tmp_path


def twin(root: Path) -> Path:
    return root / "package" / "_sync" / "thing.py"


def check(root: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What `--check` says; nothing where all is well."""
    code = main(["--check", str(root)])
    said = capsys.readouterr().err.splitlines()
    assert code == (1 if said else 0)
    return said


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("async def f(): ...", "def f(): ..."),
        ("    async def f(): ...", "    def f(): ..."),
        ("async with a as b, c: ...", "with a as b, c: ..."),
        ("async for a in b: ...", "for a in b: ..."),
        ("[a async for a in b]", "[a for a in b]"),
        ("return await f(await g())", "return f(g())"),
        ("from a._async.b import c", "from a._sync.b import c"),
        ("class AsyncThing(AsyncOther[T]): ...", "class Thing(Other[T]): ..."),
        ("httpx2.AsyncClient()", "httpx2.Client()"),
        ("await async_wait(target)", "wait(target)"),
        ("f: Awaitable[int]", "f: int"),
        ("f: Callable[[], Awaitable[Answer[list[T]]]]", "f: Callable[[], Answer[list[T]]]"),
        ("f: Awaitable[int] | Awaitable[str]", "f: int | str"),
        ("from a import Awaitable, Callable", "from a import Callable"),
        ("def __aenter__(self): ...", "def __enter__(self): ..."),
        ("def __aexit__(self): ...", "def __exit__(self): ..."),
        ("a.aclose()", "a.close()"),
        ("a.aiter_bytes(); a.aiter_raw()", "a.iter_bytes(); a.iter_raw()"),
        ("in_thread(f, a)", "in_place(f, a)"),
        ("# Async with care", "# with care"),
        ('"""An AsyncThing."""', '"""An Thing."""'),
    ],
)  # fmt: skip
def test_a_rule_replaces_words_everywhere(source: str, text: str) -> None:
    assert derive(source) == text


@pytest.mark.parametrize(
    "source",
    [
        "asyncio.sleep(0)",
        "is_async = 1",
        "awaited = 1",
        "my_async_file",
        "async_",
        "Asynchronous",
        "unaclosed",
        "in_threads",
    ],
)
def test_other_words_stay(source: str) -> None:
    assert derive(source) == source


def test_a_rule_that_fires_is_noted() -> None:
    used: set[Rule] = set()
    derived("a.aclose()", "thing.py", used)
    assert {rule.pattern for rule in used} == {r"\baclose\b"}


def test_every_async_file_has_its_twin_below_every_root(tmp_path: Path) -> None:
    for name in ("a/_async/x.py", "b/c/_async/y.py", "b/c/_async/deep/z.py", "b/c/other.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")
    found = {path for path, _ in derived_files([tmp_path / "a", tmp_path / "b"], set())}
    assert found == {tmp_path / name for name in ("a/_sync/x.py", "b/c/_sync/y.py", "b/c/_sync/deep/z.py")}


def test_the_twin_is_written_and_runs(root: Path) -> None:
    text = twin(root).read_text(encoding="utf-8")
    assert "await" not in text.replace("await nothing", "")
    compile(text, "thing.py", "exec")


def test_to_derive_twice_changes_nothing(root: Path) -> None:
    before = twin(root).read_bytes()
    assert main([str(root)]) == 0
    assert twin(root).read_bytes() == before


def test_check_says_nothing_where_all_is_well(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(root, capsys) == []


def test_check_writes_nothing(root: Path) -> None:
    twin(root).unlink()
    assert main(["--check", str(root)]) == 1
    assert not twin(root).exists()


@pytest.mark.parametrize(
    "edited",
    [
        lambda text: text + "\n",
        lambda text: text + "# a last line\n",
        lambda text: text.removesuffix("\n"),
        lambda text: text.replace("bytes", "str", 1),
        lambda text: text.partition("\n")[2],
        lambda text: "\n" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
    ],
)
def test_a_twin_that_was_edited_is_found(
    root: Path, capsys: pytest.CaptureFixture[str], edited: object
) -> None:
    assert callable(edited)
    text = twin(root).read_bytes().decode()
    twin(root).write_bytes(edited(text).encode())
    assert check(root, capsys) == [f"{twin(root)}: is not what its _async file derives to; derive it again"]


def test_a_twin_that_is_stale_is_found(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = root / "package" / "_async" / "thing.py"
    source.write_text(source.read_text(encoding="utf-8") + "\nNEW = 1\n", encoding="utf-8")
    assert check(root, capsys) == [f"{twin(root)}: is not what its _async file derives to; derive it again"]


def test_a_twin_that_is_missing_is_found(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    twin(root).unlink()
    assert check(root, capsys) == [f"{twin(root)}: is not what its _async file derives to; derive it again"]


@pytest.mark.parametrize("name", ["stray.py", "deep/stray.py"])
def test_a_stray_file_is_found(root: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    stray = twin(root).parent / name
    stray.parent.mkdir(exist_ok=True)
    stray.write_text("", encoding="utf-8")
    assert check(root, capsys) == [f"{stray}: no _async file stands behind it; delete it"]


def test_a_stray_file_is_found_when_deriving_too(root: Path) -> None:
    twin(root).with_name("stray.py").write_text("", encoding="utf-8")
    assert main([str(root)]) == 1


def test_no_rule_is_there_that_never_fires() -> None:
    used: set[Rule] = set()
    list(derived_files([ROOT / "src", ROOT / "tests"], used))
    assert [rule for rule in RULES if rule not in used] == []


def test_without_any_async_file_there_is_nothing_to_do(tmp_path: Path) -> None:
    assert main([str(tmp_path)]) == 0
