"""Runs every snippet of the README and the docs, page by page, against local servers."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest

from seawall.cli.app import command_line
from tests.contract.source import ROOT
from tests.running_agents import RunningAgents, running_agents
from tests.running_platform import RunningPlatform
from tests.running_sessions import RunningSessions, running_sessions

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
# test_sdk_authors_guide.py runs the blocks of the guide, which are the files of an SDK.
RUN_HERE = [page for page in PAGES if page.stem != "sdk-authors-guide"]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
# Blocks in these languages are not run: output, a drawing or the text of a message.
SHOWN_ONLY = {"text", "json", "jinja", "toml", "yaml"}
GENERATES = "seawall generate --spec"
SERVERS = ("seawall local", "seawall mock")
PORT_IN_DOCS = "8765"

pytestmark = pytest.mark.slow


def snippets(page: Path) -> list[tuple[str, str]]:
    found = FENCE.findall(page.read_text(encoding="utf-8"))
    return [(language, text) for language, text in found if language not in SHOWN_ONLY]


@pytest.fixture(scope="module")
def agents(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningAgents]:
    with running_agents(tmp_path_factory.mktemp("docs-agents")) as agents:
        yield agents


@pytest.fixture(scope="module")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSessions]:
    with running_sessions(tmp_path_factory.mktemp("docs-sessions")) as sessions:
        yield sessions


@pytest.fixture
def reader(shared_platform: RunningPlatform, monkeypatch: pytest.MonkeyPatch) -> RunningPlatform:
    """A platform for a reader who is logged in, in a folder with `images` and a spec."""
    monkeypatch.chdir(shared_platform.images.parent)
    shutil.copy(ROOT / "openapi.json", "openapi.json")
    # The test must not open a browser on a real screen.
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in shared_platform.environment.items():
        monkeypatch.setenv(name, value)
    return shared_platform


@pytest.fixture
def sdk_user(
    page: Path, reader: RunningPlatform, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Makes the reader of a page about another SDK a user of its server; other pages start none."""
    sdk = page.stem.partition("-")[0]
    if sdk not in {"agents", "sessions"}:
        return
    server: RunningAgents | RunningSessions = request.getfixturevalue(sdk)
    server.write_inputs(Path.cwd())
    environment = server.environment
    if isinstance(server, RunningSessions) and page.stem in {"sessions-cli", "sessions-logins"}:
        environment = server.environment_before_login
    monkeypatch.setenv("XDG_CONFIG_HOME", str(Path.cwd() / "config"))
    for name, value in environment.items():
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("sdk_user")
@pytest.mark.parametrize("page", RUN_HERE, ids=lambda page: page.stem)
def test_python_snippets_run(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The code imports the packages that the shell snippets generate.
    for language, text in snippets(page):
        for line in text.splitlines() if language == "sh" else ():
            if line.startswith(GENERATES):
                run(line, {})
    monkeypatch.syspath_prepend(Path.cwd())
    code = [text for language, text in snippets(page) if language == "python"]
    names: dict[str, object] = {"__name__": "__main__"}
    for text in code:
        exec(compile(text, str(page), "exec"), names)


@pytest.mark.usefixtures("sdk_user")
@pytest.mark.parametrize("page", RUN_HERE, ids=lambda page: page.stem)
def test_shell_snippets_run(page: Path, reader: RunningPlatform) -> None:
    port = reader.url.rpartition(":")[2]
    variables: dict[str, str] = {}
    for language, text in snippets(page):
        if language == "sh":
            for line in text.replace("\\\n", " ").splitlines():
                run(line.replace(PORT_IN_DOCS, port), variables)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_snippet_is_python_or_shell(page: Path) -> None:
    assert {language for language, _ in snippets(page)} <= {"python", "sh"}


def run(line: str, variables: dict[str, str]) -> None:
    """Run one line of a shell snippet, except for lines that change the repository or start a server."""
    assigned = re.fullmatch(r"(\w+)=\$\((.*)\)", line)
    words = shlex.split(assigned[2] if assigned else line, comments=True)
    words = [variables.get(word.removeprefix("$"), word) if word.startswith("$") else word for word in words]
    if not words or words[0] in {"git", "cd", "pip"} or line.startswith(SERVERS):
        # The fixture runs the platform with the same arguments; other tests run a mock server, and
        # tests/docs/test_installation.py runs the lines of pip.
        return
    if words[0] == "export":
        name, _, value = words[1].partition("=")
        os.environ[name] = value
        return
    words, stdin = redirected(words)
    done = make(words[1:]) if words[0] == "make" else seawall(words[1:], stdin=stdin)
    assert done.returncode == 0, f"{line}\n{done.stderr}"
    if assigned:
        variables[assigned[1]] = done.stdout.strip()


def redirected(words: list[str]) -> tuple[list[str], str]:
    """The words of a command, and its stdin: the file after `<`, empty without one."""
    if "<" not in words:
        return words, ""
    place = words.index("<")
    return [*words[:place], *words[place + 2 :]], Path(words[place + 1]).read_text(encoding="utf-8")


def make(arguments: list[str]) -> "subprocess.CompletedProcess[str]":
    """Check that the target exists; other tests run the targets."""
    return subprocess.run(
        ["make", "-C", str(ROOT), "--dry-run", *arguments], capture_output=True, text=True, check=False
    )


def seawall(arguments: list[str], *, stdin: str = "") -> "subprocess.CompletedProcess[str]":
    """Run a command in this process: another one would import for a second."""
    # Commands for maintainers run in the repository.
    is_package = "--spec" in arguments
    is_for_maintainers = arguments[0] in {"bump", "generate", "history", "spec", "surface"}
    folder = ROOT if is_for_maintainers and not is_package else Path.cwd()
    stdout, stderr = StringIO(), StringIO()
    with chdir(folder), redirect_stdout(stdout), redirect_stderr(stderr), redirected_stdin(stdin):
        code = command_line().run(arguments)
    return subprocess.CompletedProcess(arguments, code, stdout.getvalue(), stderr.getvalue())


@contextmanager
def redirected_stdin(text: str) -> Iterator[None]:
    """Give the commands of the block `text` as their stdin: none may wait for a terminal."""
    before, sys.stdin = sys.stdin, TextIOWrapper(BytesIO(text.encode()))
    try:
        yield
    finally:
        sys.stdin = before


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_have_targets(page: Path) -> None:
    links = re.findall(r"\]\((?!https?://)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_example_items_can_be_submitted(reader: RunningPlatform) -> None:
    page = (ROOT / "docs" / "getting-started.md").read_text(encoding="utf-8")
    (shown,) = (text for language, text in FENCE.findall(page) if language == "json")
    (command,) = (text for language, text in FENCE.findall(page) if "--items" in text and language == "text")
    # The reader puts the checksum of the image in its place, as the page says.
    computed = seawall(["checksum", "images/one.png", "--output", "json"]).stdout
    items = re.sub(
        r'"checksum_base64_crc32c": "[^"]*"',
        f'"checksum_base64_crc32c": "{json.loads(computed)[0]["checksum_base64_crc32c"]}"',
        shown,
    )
    Path("items.json").write_text(items, encoding="utf-8")
    done = seawall(shlex.split(command)[1:])
    # 13 would be the exit code if the item had failed, e.g. by its URL or its checksum.
    assert done.returncode == 0, done.stderr
