"""`seawall sessions config`: the file with logins and servers."""

import sys
from typing import Annotated

import typer

from seawall.core.errors import InputError
from seawall.runtime.identity.config_file import ConfigFile
from seawall.runtime.identity.config_values import SETTABLE, shown_values, value_of, with_value
from seawall.sdks.sessions.cli.sdk import SESSIONS, SessionsCommand
from seawall.terminal.command_line import new_app
from seawall.terminal.commands.declared import Parts, command_of
from seawall.terminal.options import argument
from seawall.terminal.screen import facts, note, paragraphs

__all__ = ["config_app"]

config_app: typer.Typer = new_app("Show the file with logins and servers, set its other values.")

_SECRET = "registry.secret"  # noqa: S105 - the name of a key


def _file(command: SessionsCommand) -> ConfigFile:
    return ConfigFile(command.settings().settings.config_path)


def _shown(values: object) -> Parts:
    if isinstance(values, dict):
        yield facts([(str(key), "-" if value is None else str(value)) for key, value in values.items()])
    else:
        yield paragraphs(str(values))


@command_of(SESSIONS, config_app, has_options=False, view=_shown)
def _show(command: SessionsCommand) -> dict[str, object]:
    """Show all values; secrets are hidden."""
    return shown_values(_file(command).read())


@command_of(SESSIONS, config_app, has_options=False, view=_shown, examples=["config get console.width"])
def _get(
    command: SessionsCommand, key: Annotated[str, argument("KEY", "Key, e.g. active or console.width.")]
) -> object:
    """Show a value, or the values below a key; secrets are hidden."""
    return value_of(_file(command).read(), key)


@command_of(SESSIONS, config_app, "path", has_options=False, view=_shown)
def _path(command: SessionsCommand) -> str:
    """Show the path of the file."""
    return str(_file(command).path)


@command_of(
    SESSIONS,
    config_app,
    "set",
    has_options=False,
    view=_shown,
    examples=["config set registry.username ada", "config set registry.secret - < secret.txt"],
)
def _set(
    command: SessionsCommand,
    key: Annotated[str, argument("KEY", f"One of {', '.join(SETTABLE)}.")],
    value: Annotated[str, argument("VALUE", "Value; - reads it from stdin, which a secret needs.")],
) -> dict[str, object]:
    """Set a value. Logins and servers are saved by `login` and `server use`."""
    if value == "-":
        value = sys.stdin.read().strip()
    elif key == _SECRET:
        raise InputError("A secret on the command line is seen by others. Give - and the secret on stdin.")
    changed = _file(command).change(lambda document: with_value(document, key, value))
    note(f"Set {key}.")
    return {key: value_of(changed, key)}
