"""Generators of clients: each run is a new process that reads a spec and writes a package."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.harness.worker import Run

MADE_UP = "made up: "
"""A spec of this name is made: its number of resources follows, each with four operations."""


@contextmanager
def seawall(spec: str) -> Iterator[Run]:
    with _generating(spec, "seawall.cli", "generate", "--package", "client", "--spec") as run:
        yield run


@contextmanager
def openapi_python_client(spec: str) -> Iterator[Run]:
    options = ("generate", "--output-path", "client", "--meta", "none", "--overwrite", "--path")
    with _generating(spec, "openapi_python_client", *options) as run:
        yield run


@contextmanager
def datamodel_code_generator(spec: str) -> Iterator[Run]:
    options = ("--formatters", "builtin", "--input-file-type", "openapi", "--output", "client.py", "--input")
    with _generating(spec, "datamodel_code_generator", *options) as run:
        yield run


@contextmanager
def _generating(spec: str, *command: str) -> Iterator[Run]:
    """Generate into a new folder each time, so that nothing of an earlier run is reused."""
    with tempfile.TemporaryDirectory() as root:
        path = _made_up(Path(root), spec) if spec.startswith(MADE_UP) else spec

        def run(count: int) -> None:
            for _ in range(count):
                folder = tempfile.mkdtemp(dir=root)
                # One that lost a part of the spec says so with its status; it has worked nevertheless.
                whole = [sys.executable, "-m", *command, path]
                subprocess.run(whole, cwd=folder, check=False, capture_output=True)
                if not list(Path(folder).glob("client*")):
                    raise RuntimeError(f"{command[0]} has generated nothing from {Path(path).name}.")

        yield run


def _made_up(folder: Path, spec: str) -> str:
    from benchmarks.made_up_spec import made_up

    path = folder / "spec.json"
    path.write_text(json.dumps(made_up(int(spec.removeprefix(MADE_UP)))), encoding="utf-8")
    return str(path)
