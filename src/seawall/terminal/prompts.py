"""Questions to the user."""

import sys

import typer

from seawall.core.errors import InputError
from seawall.core.redaction.secret import Secret
from seawall.terminal.command_line import on_interrupt

__all__ = ["ask_secret", "confirm", "read_secret"]

# A token has some 2 KB; servers accept no header of this size.
_MAX_CHARACTERS = 1 << 16


def confirm(question: str, *, why: str) -> bool:
    """Ask a yes/no question on stderr and return the answer.

    Raises InputError if stdin is not a terminal; its message begins with `why`. Ctrl-C and end of input raise
    KeyboardInterrupt.
    """
    if not sys.stdin.isatty():
        raise InputError(f"{why} needs confirmation, and stdin is not a terminal. Give --yes.")
    try:
        with on_interrupt("Nothing was done."):
            return typer.confirm(question, err=True)
    except typer.Abort as abort:
        # typer raises it at the end of input and leaves the cursor behind the question.
        typer.echo(err=True)
        interrupt = KeyboardInterrupt()
        interrupt.add_note("Nothing was done.")
        raise interrupt from abort


def ask_secret(question: str, *, instead: str) -> str:
    """Ask for a secret on the terminal, without echo, and return the line.

    Raises InputError if stdin is not a terminal; its message ends with `instead`. Ctrl-C and end of input
    raise KeyboardInterrupt.
    """
    if not sys.stdin.isatty():
        raise InputError(f"stdin is not a terminal. {instead}")
    # Imported late: only a login asks.
    from getpass import getpass  # noqa: PLC0415

    try:
        return Secret(getpass(f"{question}: ", stream=sys.stderr))
    except EOFError as error:
        typer.echo(err=True)
        raise KeyboardInterrupt from error


def read_secret(question: str, *, stdin: bool, instead: str) -> Secret:
    """Read a secret from stdin, or ask for it as `ask_secret` does; without white space around it."""
    text = sys.stdin.read(_MAX_CHARACTERS) if stdin else ask_secret(question, instead=instead)
    secret = Secret(text.strip())
    # Error reporters show local variables.
    del text
    return secret
