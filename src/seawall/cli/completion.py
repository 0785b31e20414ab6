"""`seawall completion`: the commands that make a shell complete `seawall`."""

import typer

from seawall.terminal.commands.completion_scripts import build_completion_app

__all__ = ["completion_app"]

completion_app: typer.Typer = build_completion_app("seawall")
