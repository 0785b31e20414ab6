"""Python code at a terminal of its own: what is typed, what the terminal is sent, how it ends."""

import os
import pty
import select
import subprocess
import sys
from pathlib import Path

from attrs import frozen

_ROOT = Path(__file__).parents[2]
# The terminal becomes its own, so that Ctrl-C reaches it, which who started it may have ignored.
_AT_HOME = (
    "import os, signal; os.close(os.open(os.ttyname(0), os.O_RDWR)); "
    "signal.signal(signal.SIGINT, signal.default_int_handler)"
)


@frozen
class AtTerminal:
    """How a program ended, and what the terminal was sent; line ends are newlines."""

    code: int
    said: str


def at_a_terminal(code: str, *, columns: int = 80, after: str = "", typed: bytes = b"") -> AtTerminal:
    """Run `code`; once it has said `after`, `typed` is typed. Ctrl-C is `\\x03`.

    Ctrl-C is typed again while nothing happens: Python, asking a question, hears none that comes between the
    prompt and its reading.
    """
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": str(columns), "NO_COLOR": "1"}
    program = f"{_AT_HOME}\n{code}"
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
            # Linux says so when the other side is closed.
            pass
    os.close(ours)
    return AtTerminal(process.returncode, said.decode().replace("\r\n", "\n"))
