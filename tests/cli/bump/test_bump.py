"""`seawall bump` and `seawall history`: formats, exit codes, writing and waiting."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from seawall.codegen.bump.journal import JOURNAL, FileChange, apply_changes
from tests.cli.commands import read_line, start
from tests.cli.conftest import Seawall
from tests.codegen.bump.projects import commit, project, spec, tree, write


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "shop"
    project(folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def new(tmp_path: Path) -> Path:
    path = tmp_path / "new.json"
    path.write_bytes(spec(version="1.7.0", note={"type": "string"}))
    return path


def test_a_bump_is_shown_and_nothing_is_written(seawall: Seawall, shop: Path, new: Path) -> None:
    before = tree(shop)
    outcome = seawall("bump", "shop", "--to", new)
    assert outcome.code == 0, outcome.stderr
    assert outcome.stdout.startswith(
        "Shop API 1.6.0 to 1.7.0: 1 change.\nshop 1.4.2 to 1.4.3: a patch step.\n"
    )
    assert "add --apply" in outcome.stderr
    assert tree(shop) == before


def test_each_format_and_the_folder_of_reports(
    seawall: Seawall, shop: Path, new: Path, tmp_path: Path
) -> None:
    found = json.loads(seawall("bump", "shop", "--to", new, "--format", "json").stdout)
    assert found["advice"]["next_version"] == "1.4.3"
    assert seawall("bump", "shop", "--to", new, "--format", "md").stdout.startswith("# Shop API")
    page = seawall("bump", "shop", "--to", new, "--format", "html", "--report", tmp_path / "out").stdout
    assert page.startswith("<!DOCTYPE html>")
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["bump.html", "bump.json", "bump.md", "changelog-entry.md"]


def test_applied_bumps_are_in_the_history(seawall: Seawall, shop: Path, new: Path) -> None:
    assert "no bump yet" in seawall("history", "shop").stderr
    assert seawall("bump", "shop", "--to", new, "--apply").code == 0
    outcome = seawall("history", "shop")
    assert "1.6.0 to 1.7.0  1.4.2 to 1.4.3  patch  1 safe" in outcome.stdout
    assert json.loads(seawall("history", "shop", "--output", "json").stdout)[0]["sdk_to"] == "1.4.3"
    assert seawall("generate", "shop", "--check").code == 0
    assert "up to date" in seawall("bump", "shop", "--apply").stderr


def test_wrong_inputs_have_the_exit_code_2(seawall: Seawall, shop: Path, new: Path) -> None:
    for arguments in (
        ["bump", "none"],
        ["bump", "shop", "--to", "nothing.json"],
        ["bump", "shop", "--from", "git:HEAD:nothing.json"],
        ["bump", "shop", "--to", new, "--watch", "http://localhost/x"],
        ["bump"],
    ):
        assert seawall(*arguments).code == 2, arguments


def interrupted(shop: Path) -> None:
    """Stop a write right after the step that decides."""

    class Stop(BaseException):
        pass

    def on_step(name: str) -> None:
        if name.startswith("move"):
            raise Stop

    change = FileChange(path="openapi.json", before=spec(), after=spec(version="1.7.0"))
    with pytest.raises(Stop):
        apply_changes(shop, [change], on_step=on_step)


@pytest.mark.parametrize("command", ["bump", "generate"])
def test_the_next_command_finishes_an_interrupted_bump(seawall: Seawall, shop: Path, command: str) -> None:
    interrupted(shop)
    check = seawall("generate", "shop", "--check")
    assert check.code not in {0, 1}
    assert "interrupted" in check.stderr
    outcome = seawall(command, "shop")
    assert "Finished the files" in outcome.stderr
    assert (shop / "openapi.json").read_bytes() == spec(version="1.7.0")
    assert not (shop / JOURNAL).exists()


@pytest.mark.slow  # Runs pytest in a process of its own.
def test_old_tests_that_fail_are_a_decision(seawall: Seawall, shop: Path) -> None:
    write(shop, {"tests/test_shop.py": "import shop\n\ndef test_name():\n    assert shop.Orders.load\n"})
    commit(shop)
    outcome = seawall("bump", "shop", "--old-tests", "git:HEAD:tests")
    assert outcome.code == 1
    assert "old test: tests/test_shop.py::test_name" in outcome.stdout
    assert "1 old test fails" in outcome.stdout


SERVER = """
import http.server, sys, pathlib
answers = [pathlib.Path(name).read_bytes() for name in sys.argv[1:]]
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = answers[0] if len(answers) == 1 else answers.pop(0)
        tag = f'"{hash(body)}"'
        known = self.headers.get("if-none-match") == tag
        self.send_response(304 if known else 200)
        self.send_header("etag", tag)
        self.send_header("content-length", "0" if known else str(len(body)))
        self.end_headers()
        self.wfile.write(b"" if known else body)
    def log_message(self, *_):
        pass
server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
"""


@pytest.mark.slow  # A server, and a command that waits.
def test_a_watch_ends_with_the_bump_that_came(
    seawall: Seawall, shop: Path, new: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    answers = [str(shop / "openapi.json"), str(shop / "openapi.json"), str(new)]
    command = [sys.executable, "-c", SERVER, *answers]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        url = f"http://127.0.0.1:{server.stdout.readline().strip()}/api.json"
        outcome = seawall("bump", "shop", "--watch", url, "--every", "1")
        server.terminate()
    assert outcome.code == 0, outcome.stderr
    assert "Shop API 1.6.0 to 1.7.0: 1 change." in outcome.stdout


@pytest.mark.slow  # A server, and a command that waits.
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for a child")
def test_a_watch_ends_cleanly_at_an_interrupt(shop: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", SERVER, str(shop / "openapi.json")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        url = f"http://127.0.0.1:{server.stdout.readline().strip()}/api.json"
        process = start(
            *("bump", "shop", "--watch", url, "--every", "60"),
            environment={"XDG_CACHE_HOME": str(tmp_path / "cache")},
            cwd=shop,
        )
        read_line(process, "Waiting until")
        os.kill(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=20)
        server.terminate()
    assert process.returncode == 130
    assert "Traceback" not in errors
