"""Runs Python code at a pseudo terminal."""

import os
import pty
import select
import subprocess
import sys
from pathlib import Path

from attrs import frozen

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


def run_at_terminal(code: str, *, columns: int = 80, after: str = "", typed: bytes = b"") -> Session:
    """Run `code`; type `typed` after the output `after`. Ctrl-C is `\\x03`.

    Ctrl-C is repeated until the program reacts: Python ignores one between printing a prompt and reading.
    """
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": str(columns), "NO_COLOR": "1"}
    program = f"{_PROLOGUE}\n{code}"
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=_ROOT,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment,
        start_new_session=True,
    ) as process:
        os.close(theirs)
        said, is_typed = b"", False
        try:
            while True:
                if not select.select([ours], [], [], 2.0)[0]:
                    if is_typed and typed == b"\x03":
                        os.write(ours, typed)
                    continue
                if not (piece := os.read(ours, 65536)):
                    break
                said += piece
                if typed and not is_typed and after.encode() in said:
                    os.write(ours, typed)
                    is_typed = True
        except OSError:
            # Linux raises EIO when the other side is closed.
            pass
    os.close(ours)
    return Session(process.returncode, said.decode().replace("\r\n", "\n"))
