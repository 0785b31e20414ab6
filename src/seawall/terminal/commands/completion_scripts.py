"""`… completion`: shows or installs the script with which a shell completes the program."""

import os
from enum import Enum
from pathlib import PurePath
from typing import Annotated

import typer
from typer.completion import install_callback, show_callback

from seawall.core.errors import InputError, StorageError
from seawall.terminal.command_line import new_app
from seawall.terminal.commands.declared import examples_text
from seawall.terminal.options import argument

__all__ = ["CompletedShell", "build_completion_app"]


class CompletedShell(Enum):
    """A shell that completes commands, options and ids."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


_ShellArgument = Annotated[
    CompletedShell | None, argument("[SHELL]", "bash, zsh or fish. Default: that of the variable SHELL.")
]


def build_completion_app(command: str) -> typer.Typer:
    """Build the commands `completion show` and `completion install`; `command` is the prefix of them.

    The script completes the whole program: for `seawall platform` it is that of `seawall`.
    """
    app = new_app("Complete commands, options and ids in a shell.")

    def show(context: typer.Context, shell: _ShellArgument = None) -> None:
        """Print the script for a shell, e.g. to save it where your shell looks for such scripts."""
        show_callback(context, context.command.params[0], _chosen(context, shell))

    def install(context: typer.Context, shell: _ShellArgument = None) -> None:
        """Install the script for your user, in the folder and the startup file of the shell."""
        chosen = _chosen(context, shell)
        try:
            install_callback(context, context.command.params[0], chosen)
        except OSError as error:
            raise StorageError(
                f"The script can not be installed: {error.filename}: {error.strerror}. Save the script "
                f"yourself: {command} completion show {chosen}"
            ) from error

    for each in (show, install):
        app.command(epilog=examples_text(command, [f"completion {each.__name__} bash"]))(each)
    return app


def _chosen(context: typer.Context, shell: CompletedShell | None) -> str:
    """The name of the shell, which typer takes."""
    name = PurePath(os.environ.get("SHELL", "")).name if shell is None else shell.value
    if name not in {each.value for each in CompletedShell}:
        found = f"Your shell is {name}." if name else "The variable SHELL is not set."
        raise InputError(f"{found} Give bash, zsh or fish: {context.command_path} bash")
    return name
