"""The command line as a process of its own: for signals, terminals, pipes and what is imported."""

import os
import subprocess
import sys
from pathlib import Path

# A suite that runs in the background may have been told to ignore Ctrl-C; its commands must not be.
PROGRAM = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from seawall.cli import main; main()"
)
SEAWALL = (sys.executable, "-c", PROGRAM)


def started(
    *arguments: str | Path, environment: dict[str, str] | None = None, cwd: Path | None = None
) -> "subprocess.Popen[str]":
    """A command that runs on its own, with pipes for stdout and stderr."""
    return subprocess.Popen(
        [*SEAWALL, *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=cwd,
        env={**os.environ, **(environment or {})},
    )


def line_that_begins(process: "subprocess.Popen[str]", start: str) -> str:
    """The first line on stderr that begins with `start`; what comes before is passed over."""
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith(start):
            return line
    raise AssertionError(f"it ended without a line that begins with {start!r}")
