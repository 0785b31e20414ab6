"""Builds the SDK of docs/sdk-authors-guide.md, type-checks it and runs it.

The page is the only source: in its order, the test writes the files and runs the commands, in an empty folder
and against a real server of the API.
"""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from attrs import field, frozen

from tests.contract.source import ROOT
from tests.contract.test_light_imports import HEAVY
from tests.docs.notes_server import TOKEN, Notes, notes_server

PAGE = ROOT / "docs" / "sdk-authors-guide.md"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"# ([\w./-]+\.\w+)\n")
BLOCKS = FENCE.findall(PAGE.read_text(encoding="utf-8"))
SERVER = "https://notes.example"
RUFF = str(Path(sys.executable).with_name("ruff"))
COMMANDS = {
    "mypy": [sys.executable, "-m", "mypy"],
    "python": [sys.executable],
    "ruff": [RUFF],
    "seawall": [sys.executable, "-m", "seawall.cli"],
}
# Already installed, and set by the test itself.
SKIPPED = {"export", "pip"}


@frozen
class Reader:
    """Follows the page in `folder`; `output` is the stdout of each command line."""

    folder: Path
    mypy_cache: Path
    output: dict[str, str] = field(factory=dict)

    def follow(self, url: str) -> None:
        """Write every file and run every command in the order of the page, with the server at `url`."""
        for language, text in BLOCKS:
            if named := NAMED.match(text):
                path = self.folder / named[1]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text.replace(SERVER, url), encoding="utf-8")
            elif language == "sh":
                for line in text.splitlines():
                    self.run(line, NOTES_BASE_URL=url, NOTES_TOKEN=TOKEN)

    def run(self, line: str, *, code: int = 0, **environment: str) -> str:
        """Run `line` with the environment of the page only; return its stdout."""
        first, *rest = shlex.split(line)
        if first in SKIPPED:
            return ""
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
        quiet = {"HOME": str(self.folder), "PYTHONWARNINGS": "error", "PYTHONDONTWRITEBYTECODE": "1"}
        # Plugins of this environment that the page does not install: some warn without a configuration.
        quiet["PYTEST_ADDOPTS"] = "-p no:asyncio -p no:schemathesis -p no:hypothesispytest"
        quiet["MYPY_CACHE_DIR"] = str(self.mypy_cache)
        done = subprocess.run(
            [*COMMANDS[first], *rest],
            cwd=self.folder,
            env={**kept, **quiet, **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == code, f"{line}\n{done.stdout}{done.stderr}"
        self.output[line] = done.stdout
        return done.stdout


def test_every_block_is_a_file_a_command_or_a_tree() -> None:
    assert {language for language, text in BLOCKS if not NAMED.match(text)} == {"sh", "text"}
    names = [named[1] for _, text in BLOCKS if (named := NAMED.match(text))]
    assert len(names) == len(set(names)) == 17
    # The tree shows the files that are written.
    tree = next(text for language, text in BLOCKS if language == "text")
    shown = [line.split()[0] for line in tree.splitlines()]
    assert [name for name in names if not any(name.startswith(place) for place in shown)] == []


@pytest.mark.slow
@pytest.mark.exhaustive  # twenty processes, type checks among them
def test_the_page_builds_a_working_sdk(tmp_path: Path, mypy_cache: Path) -> None:
    reader, notes = Reader(tmp_path, mypy_cache), Notes(responses_to_lose=1, downloads_to_break=1)
    with notes_server(notes) as url:
        reader.follow(url)
    check_output(reader)
    check_requests(notes)
    assert (tmp_path / "copy.bin").read_bytes() == notes.files["0"] == bytes(range(256)) * 1000

    # The server is stopped; the cassette replays it.
    [cassette] = (tmp_path / "tests" / "cassettes").glob("*/*.json")
    assert TOKEN not in cassette.read_text(encoding="utf-8")
    assert "8 passed" in reader.run("python -m pytest tests")

    reader.run("seawall generate notes --check")
    reader.run("python -m seawall.codegen.derive --check notes")
    reader.run("ruff format --isolated --line-length=110 --check --exclude _sync,_generated .")
    reader.run("ruff check --isolated --line-length=110 --select E,F,I --exclude _sync,_generated .")
    code = f"import sys, notes; print([name for name in {HEAVY!r} if name in sys.modules])"
    assert reader.run(f"python -c {shlex.quote(code)}").strip() == "[]"

    # The API changes: one command follows it, as the page shows.
    shown = next(text for language, text in BLOCKS if text.startswith("$ seawall bump"))
    command, _, expected = shown.removeprefix("$ ").partition("\n")
    spec = (tmp_path / "openapi.yaml").read_text(encoding="utf-8")
    changed = spec.replace("created_at", "created").replace("version: 1.2.0", "version: 1.3.0")
    (tmp_path / "new.yaml").write_text(changed, encoding="utf-8")
    assert reader.run(command) == expected
    assert (tmp_path / "openapi.yaml").read_text(encoding="utf-8") == changed
    reader.run("mypy --strict notes")
    reader.run("python -m seawall.codegen.derive --check notes")
    assert '"created_at": "created"' in (tmp_path / "notes" / "models.py").read_text(encoding="utf-8")


def check_output(reader: Reader) -> None:
    lines = reader.output["python example.py"].splitlines()
    assert lines[:5] == ["QUEUED", "RUNNING", "DONE", "DONE 61", "61 notes"]
    assert re.match(r"GET /notes/[0-9a-f-]+ answered 404", lines[5])
    assert "create_note: 61 calls, 1 retries, 0 cached" in lines
    assert "get_note: 4 calls, 0 retries, 1 cached" in lines
    # Of notes that are created at the same time, any may be the newest.
    assert re.fullmatch(r"60 notes, newest: Note 5\d\n", reader.output["python example_async.py"])
    assert "Success: no issues found" in reader.output["mypy --strict notes"]
    assert "8 passed" in reader.output["python -m pytest tests"]
    check_commands(reader)


def check_commands(reader: Reader) -> None:
    header, *rows = reader.output["python -m notes.cli list --limit 3"].splitlines()
    assert header.split() == ["NOTE", "TITLE", "CREATED"]
    assert len({row.split()[2] for row in rows}) == 3
    assert all(re.search(r" Note [45]\d ", row) for row in rows)
    [newest] = json.loads(reader.output["python -m notes.cli list --limit 1 --output json"])
    assert f" {newest['title']} " in rows[0]
    assert reader.output["python -m notes.cli export"] == "60 notes\n"


def check_requests(notes: Notes) -> None:
    # One response was lost; the retry with the same key created no second note.
    assert notes.count("POST", "/v1/notes") == 62
    assert len(notes.keys) == 61
    # One download was interrupted and resumed.
    fetched = [headers.get("range") for method, path, headers in notes.requests if path == "/files/0"]
    assert fetched == [None, None, "bytes=128000-"]
    agents = {headers["user-agent"].partition(" ")[0] for _, _, headers in notes.requests}
    assert agents == {"notes/1.0.0"}
