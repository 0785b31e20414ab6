"""Builds the wheel and the sdist, and installs the wheel without a network.

The dependencies come from the environment of the tests: a virtual environment gets links to those that the
wheel requires, and to no others, so that an extra can be absent.
"""

import logging
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, PathDistribution, distribution
from pathlib import Path

import pytest
from attrs import frozen
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from seawall.runtime.loggers import LOGGER_NAMES
from tests.contract.source import ROOT
from tests.made_once import made_once

# Snippets and programs of the pages, and the worker of Celery, set up logging for the whole process.
LOGGERS = ("", "seawall", *LOGGER_NAMES, "celery", "celery.task")

BUILD_OPTIONS = ("--no-build-isolation", "--offline", "--quiet")


@frozen
class Built:
    """The two files that `make dist` builds."""

    wheel: Path
    sdist: Path

    @property
    def metadata(self) -> Distribution:
        """The metadata of the wheel."""
        name = "-".join(self.wheel.name.split("-")[:2])
        return PathDistribution(zipfile.Path(self.wheel, f"{name}.dist-info/"))


def build(source: Path, to: Path) -> Built:
    """Build with the command of `make dist`."""
    command = [sys.executable, "-m", "uv", "build", "--python", sys.executable, *BUILD_OPTIONS]
    subprocess.run([*command, "--out-dir", str(to)], cwd=source, check=True, capture_output=True)
    return built_in(to)


def built_in(folder: Path) -> Built:
    """Return the two files in `folder`."""
    [wheel], [sdist] = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return Built(wheel, sdist)


@pytest.fixture(scope="session")
def built(run_folder: Path) -> Built:
    def make(folder: Path) -> None:
        build(ROOT, folder)

    return built_in(made_once(run_folder / "built-dist", make))


@pytest.fixture(scope="session")
def unpacked(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source that is in the sdist."""
    folder = tmp_path_factory.mktemp("sdist")
    with tarfile.open(built.sdist) as archive:
        archive.extractall(folder, filter="data")
    [source] = folder.iterdir()
    return source


@frozen
class Environment:
    """A virtual environment."""

    folder: Path

    @property
    def bin(self) -> Path:
        return self.folder / "bin"

    def run(
        self, *command: str, cwd: Path | None = None, **variables: str
    ) -> "subprocess.CompletedProcess[str]":
        """Run a command of the environment, in which no package is visible but its own."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        return subprocess.run(
            [self.bin / command[0], *command[1:]],
            cwd=cwd or self.folder,
            env={**environment, **variables},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )


def install(
    built: Built, folder: Path, *arguments: str, extras: tuple[str, ...] = (), cwd: Path | None = None
) -> Environment:
    """Create an environment, run `pip install` with `arguments` in it, and add what the wheel requires.

    In the folder `cwd`, the arguments may be those of a checkout.
    """
    venv.create(folder, symlinks=True)
    environment = Environment(folder)
    [packages] = folder.glob("lib/python*/site-packages")
    for dependency in [*dependencies(built.metadata, extras), *(build_tools() if cwd else [])]:
        for name in {file.parts[0] for file in dependency.files or ()} - {"..", "__pycache__"}:
            if not (packages / name).exists():
                (packages / name).symlink_to(str(dependency.locate_file(name)))
    uv = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--offline", "--no-deps"]
    uv += ["--no-build-isolation", "--python", str(environment.bin / "python"), *arguments]
    done = subprocess.run(uv, cwd=cwd or folder, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return environment


def build_tools() -> list[Distribution]:
    """The packages that pip would fetch to build a checkout."""
    tools = [distribution(name) for name in ("hatchling", "editables")]
    return [*tools, *dependencies(tools[0])]


def dependencies(root: Distribution, extras: tuple[str, ...] = ()) -> list[Distribution]:
    """Return the installed distributions that `root` requires, itself excluded."""
    found: dict[str, Distribution] = {}

    def visit(of: Distribution, extras: tuple[str, ...]) -> None:
        for required, its_extras in requirements(of, extras):
            key = f"{canonicalize_name(required.metadata['Name'])}{its_extras}"
            if key not in found:
                found[key] = required
                visit(required, its_extras)

    visit(root, extras)
    return list(found.values())


def requirements(of: Distribution, extras: tuple[str, ...]) -> Iterator[tuple[Distribution, tuple[str, ...]]]:
    for text in of.requires or ():
        requirement = Requirement(text)
        wanted = requirement.marker is None or any(
            requirement.marker.evaluate({"extra": extra}) for extra in ("", *extras)
        )
        if wanted:
            try:
                yield distribution(requirement.name), tuple(sorted(requirement.extras))
            except PackageNotFoundError:
                pytest.fail(f"{of.metadata['Name']} requires {text}, which is not installed")


@pytest.fixture(scope="session")
def core_only(built: Built, run_folder: Path) -> Environment:
    """The wheel without extras."""

    def make(folder: Path) -> None:
        install(built, folder, str(built.wheel))

    return Environment(made_once(run_folder / "core-only", make))


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    loggers = [logging.getLogger(name or None) for name in LOGGERS]
    before = [(one.level, one.handlers[:], one.propagate) for one in loggers]
    yield
    for one, (level, handlers, propagate) in zip(loggers, before, strict=True):
        one.setLevel(level)
        one.handlers[:] = handlers
        one.propagate = propagate
