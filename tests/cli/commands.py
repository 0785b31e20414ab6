"""Runs the command line as a child process, for tests of signals, terminals, pipes and imports."""

import os
import subprocess
import sys
from pathlib import Path

# A test suite in the background of a shell ignores SIGINT, and child processes inherit that.
PROGRAM = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from seawall.cli import main; main()"
)
SEAWALL = (sys.executable, "-c", PROGRAM)


def start(
    *arguments: str | Path, environment: dict[str, str] | None = None, cwd: Path | None = None
) -> "subprocess.Popen[str]":
    """Start a command with pipes for stdout and stderr."""
    return subprocess.Popen(
        [*SEAWALL, *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=cwd,
        env={**os.environ, **(environment or {})},
    )


def read_line(process: "subprocess.Popen[str]", start: str) -> str:
    """Read stderr up to the first line that begins with `start`, and return that line."""
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith(start):
            return line
    raise AssertionError(f"no line begins with {start!r}")
