"""Replays a history, bump after bump: the edits of `adapt` and of a person, and an unchanged user script.

The layer is a repository of its own, in which each bump and the edits of a person are commits.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from difflib import unified_diff
from pathlib import Path

from attrs import field, frozen

from seawall.codegen.bump.inputs import read_bump
from seawall.codegen.bump.journal import apply_changes
from seawall.codegen.bump.plan import plan_bump
from seawall.codegen.bump.report import BumpReport
from seawall.codegen.config import load_config
from seawall.codegen.generate import generate, load_inputs
from seawall.codegen.output import write_output
from seawall.testing.mock_server import mock_server
from tests.churn.history import History

__all__ = ["FIX", "OFFER", "Lines", "ReplayError", "Step", "replay"]

FIX = ""
OFFER = ".offer"
# Enough that each state of a run occurs.
_ITEMS = 12
_IGNORED = shutil.ignore_patterns("__pycache__")


class ReplayError(AssertionError):
    """A step that does not pass; the message has the output of the command that failed."""


@frozen
class Lines:
    """Lines that were written into the layer and into its tests."""

    layer: int = 0
    tests: int = 0


@frozen(kw_only=True)
class Step:
    """One bump: its report, and the lines that adapt and a person wrote.

    `name` is `01 to 02`. `fixed` are the lines that the bump demands of a person, `offered` those for new
    functions of users. `output` is what the user script prints.
    """

    name: str
    report: BumpReport
    adapted: int
    fixed: Lines
    offered: Lines
    user_lines: int
    output: str = field(repr=False)


def replay(history: History, folder: Path) -> Iterator[Step]:
    """Replay a history in `folder`; raises ReplayError if a test of the layer or the user script fails."""
    old, *rest = history.versions
    shutil.copytree(history.sources, folder, ignore=_IGNORED)
    shutil.copy(old, folder / "openapi.json")
    config = load_config(folder / "codegen" / "seawall.toml", history.name)
    write_output(config, generate(load_inputs(config)))
    _git(folder, "init", "-q")
    _commit(folder, f"API {old.stem}")
    check(history, folder)
    for new in rest:
        yield _step(history, folder, old, new)
        old = new


def _step(history: History, folder: Path, old: Path, new: Path) -> Step:
    name = f"{old.name[:2]} to {new.name[:2]}"
    config = load_config(folder / "codegen" / "seawall.toml", history.name)
    today = date.fromisoformat(new.stem.rpartition("_")[2])
    plan = plan_bump(read_bump(config, new=str(new)), today=today)
    apply_changes(folder.resolve(), plan.changes)
    _commit(folder, f"Bump {name}")
    fixed = apply_patch(history.patch(name, FIX), folder)
    offered = apply_patch(history.patch(name, OFFER), folder)
    _commit(folder, f"Edits of a person, {name}")
    scripts = (path / "user_script.py" for path in (history.sources, folder))
    return Step(
        name=name,
        report=plan.report,
        adapted=_added(plan.report.sources, plan.report.edited),
        fixed=fixed,
        offered=offered,
        output=check(history, folder),
        user_lines=_added(*({"": path.read_text("utf-8")} for path in scripts)),
    )


def _added(old: Mapping[str, str], new: Mapping[str, str]) -> int:
    """Count the lines of `new` that are not in `old`."""
    return sum(
        line.startswith("+") and not line.startswith("+++")
        for name in new
        for line in unified_diff(old.get(name, "").splitlines(), new[name].splitlines(), n=0, lineterm="")
    )


def apply_patch(patch: Path, folder: Path) -> Lines:
    """Apply the committed edits of a person, if there are any; return the lines that they add."""
    if not patch.exists():
        return Lines()
    _git(folder, "apply", str(patch))
    layer = tests = 0
    is_test = False
    for line in patch.read_text("utf-8").splitlines():
        if line.startswith("+++ "):
            is_test = "/checks/" in line
        elif line.startswith("+"):
            layer, tests = layer + (not is_test), tests + is_test
    return Lines(layer, tests)


def check(history: History, folder: Path) -> str:
    """Run the tests of the layer and the user script on a mock server; return what the script prints."""
    with mock_server(folder / "openapi.json", items=_ITEMS) as server:
        environment = {
            f"{history.prefix}BASE_URL": server.url,
            f"{history.prefix}TOKEN": "any",
            "PYTHONPATH": os.pathsep.join([str(folder), *sys.path]),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        # Without the settings of a repository around the folder.
        tests = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull]
        _run([*tests, "--rootdir", str(folder), "checks"], folder, environment)
        return _run([sys.executable, "user_script.py"], folder, environment)


def _commit(folder: Path, message: str) -> None:
    _git(folder, "add", "-A")
    _git(folder, "commit", "-q", "--allow-empty", "-m", message)


def _git(folder: Path, *arguments: str) -> None:
    person = {f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    _run(["git", *arguments], folder, person | settings)


def _run(command: list[str], folder: Path, environment: Mapping[str, str]) -> str:
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ReplayError(f"{' '.join(command)}\n{done.stdout[-6000:]}{done.stderr[-3000:]}")
    return done.stdout
