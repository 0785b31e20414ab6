"""mypy and pyright, both strict, accept a program of a user and refuse the usual mistakes."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.contract.source import ROOT

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


def mypy(path: Path) -> set[int]:
    """Return the lines with an error."""
    options = ["--strict", "--config-file=", f"--cache-dir={path.parent}/cache", "--output=json"]
    done = run([sys.executable, "-m", "mypy", *options, str(path)], path.parent)
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    return {error["line"] for error in found if error["severity"] == "error"}


def pyright(path: Path) -> set[int]:
    """Return the lines with an error."""
    settings = {"typeCheckingMode": "strict", "include": [path.name], "pythonVersion": "3.11"}
    (path.parent / "pyrightconfig.json").write_text(json.dumps(settings))
    program = Path(sys.executable).parent / "basedpyright"
    done = run(
        [str(program), "--pythonpath", sys.executable, "-p", str(path.parent), "--outputjson"], path.parent
    )
    found = json.loads(done.stdout)
    assert found["summary"]["filesAnalyzed"] == 1
    return {error["range"]["start"]["line"] + 1 for error in found["generalDiagnostics"]}


def run(command: list[str], folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)


@pytest.mark.parametrize("check", [mypy, pyright])
def test_a_program_has_the_types_that_it_expects(check: Callable[[Path], set[int]], tmp_path: Path) -> None:
    assert check(Path(shutil.copy(PROGRAM, tmp_path))) == set()


@pytest.mark.parametrize("check", [mypy, pyright])
def test_the_usual_mistakes_are_refused(check: Callable[[Path], set[int]], tmp_path: Path) -> None:
    path = tmp_path / "wrong.py"
    path.write_text(WRONG)
    assert check(path) >= MISTAKES
