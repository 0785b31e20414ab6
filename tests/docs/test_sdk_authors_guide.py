"""The SDK that docs/sdk-authors-guide.md builds: taken out of the page, made, checked and run.

The page is the only source. In its order, its files are written and its commands typed, in an empty folder,
against a real server of its API.
"""

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
# What this machine has done already, and what the test sets in its own way.
NOT_TYPED = {"export", "pip"}


@frozen
class Reader:
    """Who follows the page, in `folder`. `said` is what each line that was typed answered."""

    folder: Path
    said: dict[str, str] = field(factory=dict)

    def follow(self, url: str) -> None:
        """Write every file and type every command, in the order of the page; its server is at `url`."""
        for language, text in BLOCKS:
            if named := NAMED.match(text):
                path = self.folder / named[1]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text.replace(SERVER, url), encoding="utf-8")
            elif language == "sh":
                for line in text.splitlines():
                    self.type(line, NOTES_BASE_URL=url, NOTES_TOKEN=TOKEN)

    def type(self, line: str, *, code: int = 0, **environment: str) -> str:
        """Type `line`, where only what the page sets is in the environment; what it says."""
        first, *rest = shlex.split(line)
        if first in NOT_TYPED:
            return ""
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
        quiet = {"HOME": str(self.folder), "PYTHONWARNINGS": "error", "PYTHONDONTWRITEBYTECODE": "1"}
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
        self.said[line] = done.stdout
        return done.stdout


def test_every_block_is_a_file_a_command_or_a_drawing() -> None:
    assert {language for language, text in BLOCKS if not NAMED.match(text)} == {"sh", "text"}
    names = [named[1] for _, text in BLOCKS if (named := NAMED.match(text))]
    assert len(names) == len(set(names)) == 13
    # The drawing shows the files that are written.
    drawing = next(text for language, text in BLOCKS if language == "text")
    shown = [line.split()[0] for line in drawing.splitlines()]
    assert [name for name in names if not any(name.startswith(place) for place in shown)] == []


@pytest.mark.slow
def test_the_page_builds_an_sdk_that_does_what_it_says(tmp_path: Path) -> None:
    reader, notes = Reader(tmp_path), Notes(answers_to_lose=1, downloads_to_break=1)
    with notes_server(notes) as url:
        reader.follow(url)
    check_what_was_said(reader)
    check_what_the_server_saw(notes)
    assert (tmp_path / "copy.bin").read_bytes() == notes.files["0"] == bytes(range(256)) * 1000

    # No server is there any more: the cassette answers.
    [cassette] = (tmp_path / "tests" / "cassettes").glob("*/*.json")
    assert TOKEN not in cassette.read_text(encoding="utf-8")
    assert "5 passed" in reader.type("python -m pytest tests")

    reader.type("seawall generate notes --check")
    reader.type("python -m seawall.codegen.derive --check notes")
    reader.type("ruff format --isolated --line-length=110 --check --exclude _sync,_generated .")
    reader.type("ruff check --isolated --line-length=110 --select E,F,I --exclude _sync,_generated .")
    code = f"import sys, notes; print([name for name in {HEAVY!r} if name in sys.modules])"
    assert reader.type(f"python -c {shlex.quote(code)}").strip() == "[]"

    # The API changes: mypy names the line that does not fit any more.
    spec = tmp_path / "openapi.yaml"
    spec.write_text(spec.read_text().replace("created_at", "made_at"))
    reader.type("seawall generate notes")
    said = reader.type("mypy --strict notes", code=1)
    assert re.match(r'notes/models\.py:\d+: error: "Note" has no attribute "created_at"', said)


def check_what_was_said(reader: Reader) -> None:
    said = reader.said["python example.py"].splitlines()
    assert said[:5] == ["QUEUED", "RUNNING", "DONE", "DONE 61", "61 notes"]
    assert said[5].startswith("GET /notes/{note_id} answered 404")
    assert "create_note: 61 calls, 1 retries, 0 cached" in said
    assert "get_note: 4 calls, 0 retries, 1 cached" in said
    # Eight at a time are made: any of the last ones may be the newest.
    assert reader.said["python example_async.py"].startswith("60 notes, newest: Note 5")
    assert "Success: no issues found" in reader.said["mypy --strict notes"]
    assert "5 passed" in reader.said["python -m pytest tests"]


def check_what_the_server_saw(notes: Notes) -> None:
    # It lost one answer, and made no second note when it was asked again with the same key.
    assert notes.count("POST", "/v1/notes") == 62
    assert len(notes.keys) == 61
    # It broke off one download, which went on from there.
    fetched = [headers.get("range") for method, path, headers in notes.requests if path == "/files/0"]
    assert fetched == [None, None, "bytes=128000-"]
    agents = {headers["user-agent"].partition(" ")[0] for _, _, headers in notes.requests}
    assert agents == {"notes/1.0.0"}
