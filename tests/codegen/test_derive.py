from collections.abc import Callable
from pathlib import Path

import pytest

from seawall.codegen.derive import RULES, Rule, async_words, derive, derived_files, main
from seawall.runtime.concurrency import tasks, threads
from tests.contract.source import ROOT

EVERYTHING = '''"""An `AsyncThing`: async with care, await nothing."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from seawall.runtime.concurrency.event_loop import run_in_thread
from seawall.runtime.concurrency.tasks import AsyncEvent
from seawall.runtime.http._async.protocols import AsyncStream


class AsyncThing:
    make: Callable[[int], Awaitable[dict[str, list[int]]]]
    other: AbstractAsyncContextManager[AsyncStream]

    async def __aenter__(self) -> "AsyncThing":
        return await async_thing(self)

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        await asyncio.sleep(1)
        await asyncio.sleep(0)
        yield b""

    async def aclose(self, timeout: float = 1) -> None:  # noqa: ASYNC109
        await run_in_thread(print)

    def parts(self) -> AsyncIterator[bytes]:
        return aiter(self.other)

    async def first(self) -> bytes:
        return await anext(self.chunks())

    @asynccontextmanager
    async def chunks(self) -> AsyncIterator[bytes]:
        await stack.enter_async_context(self)
        async with self.other as stream:
            async for chunk in stream.aiter_bytes():
                yield chunk
'''
GENERAL = [rule for rule in RULES if not rule.folder]
# Rules of some folders: a file there, its async and its sync text.
IN_FOLDERS: list[tuple[str, str, str]] = [
    ("redis", "from redis.asyncio.retry import Retry", "from redis.retry import Retry"),
    ("rate_limit", "from limits.aio.storage import RedisStorage", "from limits.storage import RedisStorage"),
    ("rate_limit", 'f(\n    url,\n    implementation="redispy",\n)', "f(\n    url,\n)"),
    ("runtime/sse", "leave that loop, or cancel its task.", "leave that loop."),
    ("transports/httpx2", "await response.aread()", "response.read()"),
    ("transports/httpx2", "await a.handle_async_request(b)", "a.handle_request(b)"),
    ("transports/pyreqwest", "import Client, ClientBuilder", "import SyncClient, SyncClientBuilder"),
]
PAIRS = [
    ("async def f(): ...", "def f(): ..."),
    ("    async def f(): ...", "    def f(): ..."),
    ("async with a as b, c: ...", "with a as b, c: ..."),
    ("await a.enter_async_context(b)", "a.enter_context(b)"),
    ("async for a in b: ...", "for a in b: ..."),
    ("[a async for a in b]", "[a for a in b]"),
    ("return await f(await g())", "return f(g())"),
    ("from a._async.b import c", "from a._sync.b import c"),
    ("class AsyncThing(AsyncOther[T]): ...", "class Thing(Other[T]): ..."),
    ("_AsyncThing(); _async_wait()", "_Thing(); _wait()"),
    ("httpx2.AsyncClient()", "httpx2.Client()"),
    ("await async_wait(target)", "wait(target)"),
    ("f: Awaitable[int]", "f: int"),
    ("f: Callable[[], Awaitable[Result[list[T]]]]", "f: Callable[[], Result[list[T]]]"),
    ("f: Awaitable[int] | Awaitable[str]", "f: int | str"),
    ("from a import Awaitable, Callable", "from a import Callable"),
    ("def __aenter__(self): ...", "def __enter__(self): ..."),
    ("def __aexit__(self): ...", "def __exit__(self): ..."),
    ("a.aclose()", "a.close()"),
    ("a.aiter_bytes(); a.aiter_raw()", "a.iter_bytes(); a.iter_raw()"),
    ("aiter(a)", "iter(a)"),
    ("await anext(a, None)", "next(a, None)"),
    ("import asyncio\nimport time\n", "import time\n"),
    ("await asyncio.sleep(1)", "time.sleep(1)"),
    ("a\n    await asyncio.sleep(0)\nb", "a\nb"),
    ("a\n    # Why.\n    await asyncio.sleep(0)\nb", "a\nb"),
    ("a\n    if b:\n        # Why.\n        await asyncio.sleep(0)\n    c", "a\n    c"),
    ("await run_in_thread(f)", "f()"),
    ("await run_in_thread(a.f, b, c=d)", "a.f(b, c=d)"),
    ("await run_in_thread(\n    a.f, b\n)", "a.f(\n    b\n)"),
    ("await run_in_thread(\n    a.f,\n    b,\n)", "a.f(\n    b,\n)"),
    ("await shielded(a.f, b)", "a.f(b)"),
    ("from seawall.runtime.concurrency.event_loop import run_in_thread\nimport a\n", "import a\n"),
    ("import seawall.runtime.concurrency.tasks", "import seawall.runtime.concurrency.threads"),
    ("f(timeout=1)  # noqa: ASYNC109\n", "f(timeout=1)\n"),
    ("# Async with care", "# with care"),
    ('"""An AsyncThing."""', '"""A Thing."""'),
    ('"""For an\n`AsyncThing`."""', '"""For a\n`Thing`."""'),
    ('"""an `AsyncEngine`."""', '"""an `Engine`."""'),
]
UNCHANGED = [
    *("asyncio.run(f())", "is_async = 1", "awaited = 1", "my_async_file", "async_", "Asynchronous"),
    *("unaclosed", "run_in_threads(f)", "an Asynchronous thing"),
]  # fmt: skip


def sync_of(source: str, folder: str = "") -> str:
    """Return the sync twin of `source`, without the marker."""
    text, _ = derive(source, Path("src", folder, "_async", "thing.py"))
    marker, _, rest = text.partition("\n")
    assert marker == '# DO NOT EDIT. Derived from ../_async/thing.py by "python -m seawall.codegen.derive".'
    return rest


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a folder with an async module that uses every general rule, and its twin."""
    folder = tmp_path / "package" / "_async"
    folder.mkdir(parents=True)
    (folder / "thing.py").write_text(EVERYTHING, encoding="utf-8")
    assert main([str(tmp_path)], rules=GENERAL) == 0
    return tmp_path


def twin(root: Path) -> Path:
    return root / "package" / "_sync" / "thing.py"


def check(root: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return the lines that `--check` writes; none if all is well."""
    code = main(["--check", "--strict", str(root)], rules=GENERAL)
    lines = capsys.readouterr().err.splitlines()
    assert code == (1 if lines else 0)
    return lines


def test_rules_replace_words_in_code_and_text() -> None:
    for source, text in PAIRS:
        assert sync_of(source) == text, source


def test_a_rule_of_a_folder_holds_below_that_folder_only() -> None:
    for folder, source, text in IN_FOLDERS:
        assert sync_of(source, folder) == text, source
        assert sync_of(source, f"{folder}_more") != text, source


def test_other_words_stay() -> None:
    for source in UNCHANGED:
        assert sync_of(source) == source


def test_each_name_of_tasks_has_its_twin_in_threads() -> None:
    assert set(sync_of(" ".join(tasks.__all__)).split()) <= set(threads.__all__)


def test_derive_returns_the_rules_that_matched() -> None:
    _, matched = derive("a.aclose()", Path("_async/thing.py"))
    assert {rule.pattern for rule in matched} == {r"\baclose\b"}


def test_each_async_file_below_each_root_has_a_twin(tmp_path: Path) -> None:
    for name in ("a/_async/x.py", "b/c/_async/y.py", "b/c/_async/deep/z.py", "b/c/other.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")
    found = {path for path, _, _ in derived_files([tmp_path / "a", tmp_path / "b"])}
    assert found == {tmp_path / name for name in ("a/_sync/x.py", "b/c/_sync/y.py", "b/c/_sync/deep/z.py")}


def test_the_twin_is_written_and_compiles(root: Path) -> None:
    text = twin(root).read_text(encoding="utf-8")
    assert "await" not in text.replace("await nothing", "")
    compile(text, "thing.py", "exec")


def test_deriving_twice_changes_nothing(root: Path) -> None:
    before = twin(root).read_bytes()
    assert main([str(root)], rules=GENERAL) == 0
    assert twin(root).read_bytes() == before


def test_check_writes_nothing(root: Path) -> None:
    twin(root).unlink()
    assert main(["--check", str(root)], rules=GENERAL) == 1
    assert not twin(root).exists()


def test_check_finds_an_edited_twin(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(root, capsys) == []
    text = twin(root).read_bytes().decode()
    edits: dict[str, Callable[[str], str]] = {
        "an empty line": lambda text: text + "\n",
        "a last line": lambda text: text + "# a last line\n",
        "no end of line": lambda text: text.removesuffix("\n"),
        "another word": lambda text: text.replace("bytes", "str", 1),
        "no marker": lambda text: text.partition("\n")[2],
        "a first line": lambda text: "\n" + text,
        "other line ends": lambda text: text.replace("\n", "\r\n"),
        "a byte order mark": lambda text: "\ufeff" + text,
    }
    for name, edit in edits.items():
        twin(root).write_bytes(edit(text).encode())
        expected = [f"{twin(root)}: differs from what its _async file gives; derive it again"]
        assert check(root, capsys) == expected, name


def test_check_finds_a_stale_twin(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = root / "package" / "_async" / "thing.py"
    source.write_text(source.read_text(encoding="utf-8") + "\nNEW = 1\n", encoding="utf-8")
    assert check(root, capsys) == [f"{twin(root)}: differs from what its _async file gives; derive it again"]


def test_check_finds_a_missing_twin(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    twin(root).unlink()
    assert check(root, capsys) == [f"{twin(root)}: differs from what its _async file gives; derive it again"]


@pytest.mark.parametrize("name", ["stray.py", "deep/stray.py"])
def test_check_finds_a_file_without_a_source(
    root: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    stray = twin(root).parent / name
    stray.parent.mkdir(exist_ok=True)
    stray.write_text("", encoding="utf-8")
    assert check(root, capsys) == [f"{stray}: no _async file has this name; delete it"]
    assert main([str(root)], rules=GENERAL) == 1


def test_strict_finds_a_rule_that_matches_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = [*GENERAL, Rule("nowhere", "")]
    assert main([str(root)], rules=rules) == 0
    assert main(["--strict", str(root)], rules=rules) == 1
    assert capsys.readouterr().err == "rule 'nowhere' matches nothing; delete it\n"


def test_the_sync_code_of_this_project_is_derived() -> None:
    assert main(["--check", "--strict", str(ROOT / "src"), str(ROOT / "tests")]) == 0


def test_a_root_without_async_files_needs_nothing(tmp_path: Path) -> None:
    assert main([str(tmp_path)]) == 0


def test_another_sdk_needs_only_some_of_the_rules(tmp_path: Path) -> None:
    (tmp_path / "_async").mkdir()
    (tmp_path / "_async" / "notes.py").write_text("async def get() -> None: ...\n")
    assert main([str(tmp_path)]) == 0
    assert main(["--check", str(tmp_path)]) == 0


ASYNC_WORDS = [
    ("results = await asyncio.gather(*calls)", "asyncio.gather", "no event loop"),
    ("asyncio.run(main())", "asyncio.run", "no event loop"),
    ("from asyncio import timeout", "asyncio", "no event loop"),
    ("async with anyio.create_task_group() as group:", "anyio.create_task_group", "no event loop"),
    ("await trio.sleep(1)", "trio.sleep", "no event loop"),
    ("task = create_task(f())", "create_task", "no event loop"),
    ("task = loop.create_task(f())", "loop.create_task", "no event loop"),
    ("await gather(a(), b())", "gather", "no event loop"),
    ("async with TaskGroup() as tasks:", "TaskGroup", "no event loop"),
    ('"""Never held over an await."""', "await", "true for both halves"),
    ("# The async client closes it.", "async", "true for both halves"),
    ("raise ConfigError('Give a coroutine.')", "coroutine", "true for both halves"),
    ("def __await__(self): ...", "__await__", "true for both halves"),
]
NO_ASYNC_WORDS = [
    "await client.runs.get(run_id)",
    '"""Use it so: `async with AsyncClient() as client: await client.me()`."""',
    "await asyncio.sleep(1)",
    "call = calls.create_task(body=body)",
    "await self._engine.send(tasks.create_task(), policy)",
    "# Gather the results of all tasks.",
    "def gather_items(self): ...",
    '"""The async code is written by hand, the sync code is derived from it."""',
    "is_async = awaited = 1",
]


def test_a_word_of_async_code_is_named_with_file_line_and_remedy() -> None:
    path = Path("notes/_async/thing.py")
    for source, word, remedy in ASYNC_WORDS:
        # Rules remove the lines before it.
        text = f"import asyncio\nimport a\nasync def f():\n    await asyncio.sleep(0)\n{source}\n"
        found = async_words(text, path)
        assert len(found) == 1, (source, found)
        assert found[0].startswith(f"{path}:5: `{word}`: "), (source, found)
        assert remedy in found[0], source


def test_words_that_are_right_in_both_halves_pass() -> None:
    for source in NO_ASYNC_WORDS:
        assert async_words(source, Path("notes/_async/thing.py")) == [], source


def test_nothing_is_written_while_a_word_of_async_code_is_left(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = twin(root).read_bytes()
    source = root / "package" / "_async" / "thing.py"
    source.write_text(f"{EVERYTHING}\nLIMIT = asyncio.Semaphore(3)\n", encoding="utf-8")
    for arguments in ([str(root)], ["--check", str(root)]):
        assert main(arguments, rules=GENERAL) == 1
        [line] = capsys.readouterr().err.splitlines()
        number = EVERYTHING.count("\n") + 2
        assert line.startswith(f"{source}:{number}: `asyncio.Semaphore`: the sync half has no event loop.")
        assert twin(root).read_bytes() == before
