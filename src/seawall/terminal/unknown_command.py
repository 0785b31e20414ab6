"""Suggestions for a command that a group does not have."""

import re
from collections.abc import Iterator
from typing import cast

import typer
from typer.core import TyperGroup

__all__ = ["with_suggestion"]

_UNKNOWN = re.compile(r"No such command '(.+)'\.")
_MAX_LISTED = 10


def with_suggestion(message: str, context: typer.Context) -> str:
    """Add the commands that may be meant to the message for an unknown command; return others unchanged.

    typer suggests similar names in the same group. A command of this name may be in another group
    (`seawall platform user login` for `seawall login`); otherwise a small group lists its commands.
    """
    group, unknown = context.command, _UNKNOWN.fullmatch(message)
    if unknown is None or not isinstance(group, TyperGroup):
        return message
    root = cast("typer.Context", context.find_root())
    program, name = root.command_path, unknown[1]
    elsewhere = [
        f"{program} {path}"
        for path in _paths(root.command, root)
        if path.rpartition(" ")[2] == name and " " in path
    ]
    # Those of this group, if there are some: `platform login` does not mean the login of another SDK.
    elsewhere = [path for path in elsewhere if path.startswith(f"{context.command_path} ")] or elsewhere
    if elsewhere:
        return f"{message} Did you mean {' or '.join(map(repr, elsewhere))}?"
    names = [path for path in _paths(group, context) if " " not in path]
    return f"{message} There are: {', '.join(names)}." if len(names) <= _MAX_LISTED else message


def _paths(group: object, context: typer.Context) -> Iterator[str]:
    """The visible commands below `group`, e.g. `platform user login`, groups included."""
    if not isinstance(group, TyperGroup):
        return
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None and not command.hidden:
            yield name
            yield from (f"{name} {below}" for below in _paths(command, context))
