"""mypy and pyright, both strict, accept a program of a user and refuse the usual mistakes."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contract.source import ROOT
from tests.mypy_cache import MYPY

pytestmark = pytest.mark.slow

PROGRAM = ROOT / "tests" / "sdks" / "platform" / "typed_program.py"
WRONG = """\
from seawall.sdks.platform import AsyncClient, Client, Run


async def mistakes(client: Client, async_client: AsyncClient) -> None:
    await async_client.runs.list()
    for run in async_client.runs.list():
        print(run)
    async for run in client.runs.list():
        print(run)
    await async_client.run("7")
    name: str = client.runs.list()[0]
    last: Run = (await async_client.runs.list().total())
    client.run("7").wait(timeout=3)
    client.run("7").wait(on_progress=len)
"""
MISTAKES = {5, 6, 8, 10, 11, 12, 13, 14}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with both programs: a checker that is started once reads this project once."""
    shutil.copy(PROGRAM, tmp_path / "right.py")
    (tmp_path / "wrong.py").write_text(WRONG)
    return tmp_path


def check(errors: set[tuple[str, int]]) -> None:
    """Check the files and lines with an error."""
    assert {line for name, line in errors if name == "right.py"} == set()
    assert {line for name, line in errors if name == "wrong.py"} >= MISTAKES


def test_mypy_accepts_the_program_and_refuses_the_usual_mistakes(folder: Path, mypy_cache: Path) -> None:
    options = [f"--cache-dir={mypy_cache}", "--output=json"]
    done = run([*MYPY, *options, "right.py", "wrong.py"], folder)
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert done.returncode == 1, done.stdout + done.stderr
    check({(Path(error["file"]).name, error["line"]) for error in found if error["severity"] == "error"})


def test_pyright_accepts_the_program_and_refuses_the_usual_mistakes(folder: Path) -> None:
    settings = {"typeCheckingMode": "strict", "include": ["*.py"], "pythonVersion": "3.11"}
    (folder / "pyrightconfig.json").write_text(json.dumps(settings))
    program = Path(sys.executable).parent / "basedpyright"
    done = run([str(program), "--pythonpath", sys.executable, "-p", str(folder), "--outputjson"], folder)
    found = json.loads(done.stdout)
    assert found["summary"]["filesAnalyzed"] == 2
    check(
        {
            (Path(error["file"]).name, error["range"]["start"]["line"] + 1)
            for error in found["generalDiagnostics"]
        }
    )


def run(command: list[str], folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
