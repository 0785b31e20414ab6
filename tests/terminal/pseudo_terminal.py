"""Runs Python code, and commands, at a pseudo terminal."""

import os
import pty
import select
import subprocess
import sys
from pathlib import Path
from typing import Any

from attrs import frozen

__all__ = ["Session", "run_at_terminal", "seawall_at_terminal"]

_ROOT = Path(__file__).parents[2]
# Opening the terminal makes it the controlling terminal of the session, so that Ctrl-C arrives as SIGINT.
_PROLOGUE = (
    "import os, signal; os.close(os.open(os.ttyname(0), os.O_RDWR)); "
    "signal.signal(signal.SIGINT, signal.default_int_handler)"
)


@frozen
class Session:
    """The exit code of a program and its output, with newlines as line ends."""

    code: int
    output: str


def run_at_terminal(
    code: str, *, columns: int = 80, after: str = "", typed: bytes = b"", **environment: str
) -> Session:
    """Run `code`; type `typed` after the output `after`. Ctrl-C is `\\x03`.

    Ctrl-C is repeated until the program reacts: Python ignores one between printing a prompt and reading.
    """
    terminal_type = {"TERM": "xterm-256color", "COLUMNS": str(columns), "NO_COLOR": "1"}
    program = f"{_PROLOGUE}\n{code}"
    controller, terminal = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=_ROOT,
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env={**os.environ, **terminal_type, **environment},
        start_new_session=True,
    ) as process:
        os.close(terminal)
        output, is_typed = b"", False
        try:
            while True:
                if not select.select([controller], [], [], 2.0)[0]:
                    if is_typed and typed == b"\x03":
                        os.write(controller, typed)
                    continue
                if not (chunk := os.read(controller, 65536)):
                    break
                output += chunk
                if typed and not is_typed and after.encode() in output:
                    os.write(controller, typed)
                    is_typed = True
        except OSError:
            # Linux raises EIO when the other side is closed.
            pass
    os.close(controller)
    return Session(process.returncode, output.decode().replace("\r\n", "\n"))


def seawall_at_terminal(*arguments: str, **options: Any) -> Session:
    """Run a `seawall` command; `options` as in `run_at_terminal`."""
    code = f"import sys; sys.argv[1:] = {list(arguments)!r}; from seawall.cli import main; main()"
    return run_at_terminal(code, **options)
