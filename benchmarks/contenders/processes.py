"""Starts: a new process for each run, that imports a library, makes its client, or is a command."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from benchmarks.harness.worker import Run

_MEMORY = """
for line in open("/proc/self/status"):
    if line.startswith("VmRSS"):
        print(line.split()[1])
"""


@contextmanager
def code(statements: str) -> Iterator[Run]:
    """Run Python code in a new interpreter."""
    yield _repeated([sys.executable, "-c", statements])


@contextmanager
def command(module: str, *arguments: str) -> Iterator[Run]:
    """Run `python -m module`."""
    yield _repeated([sys.executable, "-m", module, *arguments])


@contextmanager
def whoami(url: str) -> Iterator[Run]:
    """Run the command that asks the server for the user."""
    command = [sys.executable, "-m", "seawall.cli", "platform", "user", "whoami", "--url", url]
    yield _repeated(command, {**os.environ, "SEAWALL_PLATFORM_TOKEN": "t"})


def _repeated(command: list[str], environment: Mapping[str, str] | None = None) -> Run:
    def run(count: int) -> None:
        for _ in range(count):
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)

    return run


@contextmanager
def memory(statements: str) -> Iterator[Run]:
    """Report the resident memory in MB after Python code, in a new interpreter."""
    if not Path("/proc/self/status").exists():
        raise RuntimeError("This system does not tell the resident memory of a process in /proc.")

    def run(_: int) -> Mapping[str, float]:
        command = [sys.executable, "-c", statements + _MEMORY]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        return {"resident": int(done.stdout) / 1024}

    yield run
