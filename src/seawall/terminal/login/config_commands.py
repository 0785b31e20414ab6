"""`config` of an SDK with saved logins: shows their file and sets its other values."""

import sys
from typing import TYPE_CHECKING, Annotated, Protocol, TypeVar

import typer

from seawall.core.errors import InputError
from seawall.runtime.identity.config_file import ConfigFile
from seawall.runtime.identity.config_values import SETTABLE, shown_values, value_of, with_value
from seawall.terminal.command_line import new_app
from seawall.terminal.commands.declared import Parts, command_of
from seawall.terminal.options import argument
from seawall.terminal.screen import facts, note, paragraphs
from seawall.terminal.sdk import Sdk, SdkCommand

if TYPE_CHECKING:
    from seawall.runtime.identity.login_settings import SavedLoginSettings

__all__ = ["add_config"]

_SECRET = "registry.secret"  # noqa: S105 - the name of a key


class _Closable(Protocol):
    def close(self) -> None: ...


S = TypeVar("S", bound="SavedLoginSettings")
C = TypeVar("C", bound=_Closable)


def add_config(app: typer.Typer, sdk: Sdk[S, C]) -> None:
    """Add the commands `config show`, `get`, `path` and `set` to `app`."""
    config = new_app("Show the file with logins and servers, set its other values.")
    command_of(sdk, config, "show", has_options=False, view=_shown)(_show)
    command_of(sdk, config, "get", has_options=False, view=_shown, examples=["config get console.width"])(
        _get
    )
    command_of(sdk, config, "path", has_options=False, view=_shown)(_path)
    examples = ["config set registry.username ada", "config set registry.secret - < secret.txt"]
    command_of(sdk, config, "set", has_options=False, view=_shown, examples=examples)(_set)
    app.add_typer(config, name="config")


def _file(command: SdkCommand[S, C]) -> ConfigFile:
    return ConfigFile(command.settings().settings.config_path)


def _shown(values: object) -> Parts:
    if isinstance(values, dict):
        yield facts([(str(key), _text(value)) for key, value in values.items()])
    else:
        yield paragraphs(_text(values))


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        # Not the text of the list, which would hide the values of the file.
        return ", ".join(map(_text, value))
    return "-" if value is None else str(value)


def _show(command: SdkCommand[S, C]) -> dict[str, object]:
    """Show all values; secrets are hidden."""
    return shown_values(_file(command).read())


def _get(
    command: SdkCommand[S, C], key: Annotated[str, argument("KEY", "Key, e.g. active or console.width.")]
) -> object:
    """Show a value, or the values below a key; secrets are hidden."""
    return value_of(_file(command).read(), key)


def _path(command: SdkCommand[S, C]) -> str:
    """Show the path of the file."""
    return str(_file(command).path)


def _set(
    command: SdkCommand[S, C],
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
