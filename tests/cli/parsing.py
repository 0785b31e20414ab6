"""Parses a command that a message shows with the real command line, and runs nothing."""

import re
import shlex
from collections.abc import Iterator
from typing import Any

from typer.main import get_command

from seawall.cli.app import build_app


def shown_commands(text: str) -> list[str]:
    """The commands in a message: those in backticks, or the one at the end of each line after a colon."""
    found = re.findall(r"`(seawall [^`]*)`", text)
    return found + re.findall(r"[:.] ((?:[A-Z_]+=(?:'[^']*'|\S)+ )*seawall .*)$", text, re.MULTILINE)


def parsed(command: str) -> tuple[str, dict[str, Any]]:
    """The path of the subcommand and its parameters; raises the usage error of a command that is wrong."""
    words = shlex.split(command)
    while re.fullmatch(r"[A-Z_]+=.*", words[0], re.DOTALL):
        words.pop(0)
    program, *arguments = words
    made: Any = get_command(build_app())
    context = made.make_context(program, arguments)
    chosen = {**context.params}
    while hasattr(context.command, "list_commands"):
        # The words that are left stand behind the name of the subcommand.
        left = arguments[len(arguments) - len(context.args) - 1 :]
        name, made, arguments = context.command.resolve_command(context, left)
        context = made.make_context(name, arguments, parent=context)
        chosen |= context.params
    return context.command_path, chosen


def help_examples(command: object, path: str) -> Iterator[str]:
    """The examples in the help of `command`, a command or group, and of the commands below it."""
    children = getattr(command, "commands", {})
    if hasattr(command, "list_commands"):
        names = command.list_commands(None)
        children = {name: command.get_command(None, name) for name in names}  # type: ignore[attr-defined]
    for name, child in children.items():
        yield from help_examples(child, f"{path} {name}")
    for line in (getattr(command, "epilog", None) or "").splitlines():
        if line.startswith("  "):
            yield line.strip()
