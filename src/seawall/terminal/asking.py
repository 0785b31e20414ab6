"""A yes that a command needs before it goes on."""

import sys

import typer

from seawall.core.errors import InputError
from seawall.terminal.stopping import when_stopped

__all__ = ["confirmed"]


def confirmed(question: str, *, why: str) -> bool:
    """Whether the person at the terminal says yes; raises InputError, which says `why`, where nobody can.

    Ctrl-C and the end of what is typed are raised as KeyboardInterrupt: nothing was done.
    """
    if not sys.stdin.isatty():
        raise InputError(f"{why} needs a yes, and nobody can be asked here. Give --yes.")
    try:
        with when_stopped("Nothing was done."):
            return typer.confirm(question, err=True)
    except typer.Abort as stop:
        # The question is still open on its line.
        typer.echo(err=True)
        interrupt = KeyboardInterrupt()
        interrupt.add_note("Nothing was done.")
        raise interrupt from stop
