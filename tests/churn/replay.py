"""Replays a history, bump after bump: the edits of `adapt` and of a person, and an unchanged user script.

Each version has a folder of its own, with the layer as it is after the bump and its generated client.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from difflib import unified_diff
from pathlib import Path

from attrs import field, frozen

from seawall.codegen.adapt.adaptation import Adaptation
from seawall.codegen.adapt.apply import adapt
from seawall.codegen.config import SdkConfig
from seawall.codegen.diff.change import Diff
from seawall.codegen.diff.compare import compare_specs
from seawall.codegen.effective_spec import EffectiveSpec, effective_spec
from seawall.codegen.fetch.fetch import fetch
from seawall.codegen.generate import GenerationResult, generate, load_inputs
from seawall.codegen.impact.finding import Impact
from seawall.codegen.impact.impact import find_impact
from seawall.codegen.layer.client import GeneratedClient
from seawall.codegen.layer.client_reading import read_client
from seawall.codegen.layer.pairing import paired_parts
from seawall.codegen.layer.reading import read_layer
from seawall.codegen.names.carried_pins import carried_pins
from seawall.codegen.names.names import read_pins, write_pins
from seawall.codegen.spec.document import load_document
from seawall.testing.mock_server import mock_server
from tests.churn.history import History

__all__ = ["FIX", "OFFER", "Lines", "ReplayError", "Step", "Version", "added_lines", "replay"]

FIX = ""
OFFER = ".offer"
_ITEMS = 12


class ReplayError(AssertionError):
    """A step that does not pass; the message has the output of the command that failed."""


@frozen
class Lines:
    """Lines that were written into the layer and into its tests."""

    layer: int = 0
    tests: int = 0


@frozen(kw_only=True)
class Version:
    """A version of the API with the folder of the layer for it, and the names of its client."""

    path: Path
    folder: Path
    spec: EffectiveSpec = field(repr=False)
    client: GenerationResult = field(repr=False)


@frozen(kw_only=True)
class Step:
    """One bump: what it found, and the lines that adapt and a person wrote.

    `fixed` are the lines that the bump demands of a person, `offered` those for new functions of users.
    """

    old: Version
    new: Version
    diff: Diff
    impact: Impact
    adaptation: Adaptation
    fixed: Lines
    offered: Lines
    output: str = field(repr=False)
    user_lines: int = 0

    @property
    def adapted(self) -> int:
        """The lines that adapt wrote."""
        return added_lines(self.adaptation.sources, self.adaptation.files)


def replay(history: History, folder: Path) -> Iterator[Step]:
    """Replay a history in `folder`; raises ReplayError if a test of the layer or the user script fails."""
    first, *rest = history.versions
    target = folder / first.name[:2]
    shutil.copytree(history.sources, target, ignore=shutil.ignore_patterns("__pycache__"))
    old = _version(history, first, target, None)
    _write_client(history, old)
    check(history, old)
    for path in rest:
        step = _step(history, old, path)
        yield step
        old = step.new


def _step(history: History, old: Version, path: Path) -> Step:
    folder = old.folder.with_name(path.name[:2])
    shutil.copytree(old.folder, folder, ignore=shutil.ignore_patterns("_generated", "__pycache__"))
    spec = effective_spec(fetch(str(path)))
    diff = compare_specs(old.spec, spec)
    pins = read_pins(load_document(old.client.names, "names.json"), "names.json")
    new = _version(history, path, folder, write_pins(carried_pins(pins, diff)))
    impact, adaptation = _bump(history, old, new, diff)
    for name, text in adaptation.files.items():
        (folder / name).write_text(text, "utf-8")
    fixed = apply_patch(history.patch(old.path, path), folder)
    offered = apply_patch(history.patch(old.path, path, OFFER), folder)
    _write_client(history, new)
    return Step(
        old=old,
        new=new,
        diff=diff,
        impact=impact,
        adaptation=adaptation,
        fixed=fixed,
        offered=offered,
        output=check(history, new),
        user_lines=added_lines(
            {"": (history.sources / "user_script.py").read_text("utf-8")},
            {"": (folder / "user_script.py").read_text("utf-8")},
        ),
    )


def _bump(history: History, old: Version, new: Version, diff: Diff) -> tuple[Impact, Adaptation]:
    """The impact on the layer as it is before the bump, and the edits of adapt."""
    old_client, new_client = (_read_client(history, version) for version in (old, new))
    sources = {
        path.relative_to(old.folder).as_posix(): path.read_text("utf-8")
        for path in sorted((old.folder / history.package).rglob("*.py"))
        if "_generated" not in path.parts
    }
    layer = read_layer(sources, old_client)
    impact = find_impact(
        diff,
        old_api=old.spec.api,
        new_api=new.spec.api,
        old_client=old_client,
        new_client=new_client,
        pairs=paired_parts(old_client, new_client, diff),
        layer=layer,
    )
    return impact, adapt(sources, impact)


def _read_client(history: History, version: Version) -> GeneratedClient:
    files = {name: content.decode() for name, content in version.client.files.items() if name.endswith(".py")}
    return read_client(files, version.spec.api, f"{history.package}._generated")


def _version(history: History, path: Path, folder: Path, names: bytes | None) -> Version:
    """The client of one version, in memory; `names` are the pins of the version before."""
    config = SdkConfig(
        name=history.name,
        folder=folder,
        spec=str(path),
        names="names.json",
        lock="lock.json",
        ledger="ledger.json",
        output=f"{history.package}/_generated",
        command=f"seawall generate {history.name}",
    )
    if names is not None:
        (folder / "names.json").write_bytes(names)
    return Version(
        path=path,
        folder=folder,
        spec=effective_spec(fetch(str(path))),
        client=generate(load_inputs(config)),
    )


def _write_client(history: History, version: Version) -> None:
    for name, content in version.client.files.items():
        path = version.folder / history.package / "_generated" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def apply_patch(patch: Path, folder: Path) -> Lines:
    """Apply the committed edits of a person, if there are any; return the lines that they add."""
    if not patch.exists():
        return Lines()
    # Without it, git would take the paths from the root of a repository around the folder.
    ceiling = {"GIT_CEILING_DIRECTORIES": str(folder.parent.resolve())}
    _run(["git", "apply", str(patch)], folder, ceiling, f"{patch.name} does not apply")
    layer = tests = 0
    is_test = False
    for line in patch.read_text("utf-8").splitlines():
        if line.startswith("+++ "):
            is_test = "/checks/" in line
        elif line.startswith("+"):
            layer, tests = layer + (not is_test), tests + is_test
    return Lines(layer, tests)


def check(history: History, version: Version) -> str:
    """Run the tests of the layer and the user script on a mock server; return what the script prints."""
    with mock_server(version.path, items=_ITEMS) as server:
        environment = {
            f"{history.prefix}BASE_URL": server.url,
            f"{history.prefix}TOKEN": "any",
            "PYTHONPATH": os.pathsep.join([str(version.folder), *sys.path]),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        place = f"{history.name} {version.folder.name}"
        # Without the settings of a repository around the folder.
        tests = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull]
        tests += ["--rootdir", str(version.folder), "checks"]
        _run(tests, version.folder, environment, f"{place}: the tests of the layer fail")
        script = [sys.executable, "user_script.py"]
        return _run(script, version.folder, environment, f"{place}: the user script fails")


def _run(command: list[str], folder: Path, environment: Mapping[str, str], fault: str) -> str:
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ReplayError(f"{fault}:\n{done.stdout[-6000:]}{done.stderr[-3000:]}")
    return done.stdout


def added_lines(old: Mapping[str, str], new: Mapping[str, str]) -> int:
    """Count the lines of `new` that are not in `old`."""
    return sum(
        line.startswith("+") and not line.startswith("+++")
        for name in new
        for line in unified_diff(old.get(name, "").splitlines(), new[name].splitlines(), n=0, lineterm="")
    )
