"""Runs the command line as a child process, for tests of signals, terminals, pipes and imports.

And lines of a shell, which pages and helps show.
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from seawall.cli.app import command_line

# A test suite in the background of a shell ignores SIGINT, and child processes inherit that.
PROGRAM = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from seawall.cli import main; main()"
)
SEAWALL = (sys.executable, "-c", PROGRAM)
_NEEDS_SHELL = re.compile(r"[<>|&*$]")


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


def run_line(line: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Run `seawall …`, which must succeed, and return its stdout.

    It runs in this process, because another one would import for a second; a pipe or a file needs a shell.
    """
    if _NEEDS_SHELL.search(line):
        command = line.replace("seawall ", f"{shlex.quote(sys.executable)} -m seawall.cli ")
        done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, timeout=120)
        code, stdout, stderr = done.returncode, done.stdout, done.stderr
    else:
        program, *arguments = shlex.split(line)
        assert program == "seawall"
        capsys.readouterr()
        code = command_line().run(arguments)
        stdout, stderr = capsys.readouterr()
    assert code == 0, f"{line}\n{stderr}"
    return stdout


def completed(words: str, environment: dict[str, str] | None = None) -> list[str]:
    """The answers of `seawall` to a shell that completes the last of `words`."""
    asked = {"_SEAWALL_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    with start(environment={**asked, **(environment or {})}) as process:
        stdout, stderr = process.communicate(timeout=60)
    assert stderr == ""
    return stdout.split()
