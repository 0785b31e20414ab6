"""Commands of a group that are imported when they are used; the help of the group imports none of them."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any, ClassVar, cast

import typer
from attrs import frozen
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

__all__ = ["LateCommand", "late_group"]


@frozen(kw_only=True)
class LateCommand:
    """A command `name` that the module in `source` (`module:attribute`) defines.

    The attribute is the function of the command, the typer app of a group of commands, or, if `is_part`, an
    app with a command of this name. `about` is the line of the command in the help of its group: the first
    sentence of its own help. `epilog` ends the help of a function; functions alone may be `hidden`.
    """

    name: str
    source: str
    about: str
    epilog: str | None = None
    hidden: bool = False
    is_part: bool = False

    def load(self) -> TyperCommand | TyperGroup:
        """Import the command."""
        module, _, attribute = self.source.partition(":")
        found = getattr(import_module(module), attribute)
        app = typer.Typer(rich_markup_mode=None)
        if isinstance(found, typer.Typer):
            # Without a name, typer adds the commands of an app to those of the other.
            app.add_typer(found, name=None if self.is_part else self.name)
        else:
            app.command(self.name, epilog=self.epilog, hidden=self.hidden)(found)
        return cast("TyperCommand | TyperGroup", get_group(app).commands[self.name])


class _LateGroup(TyperGroup):
    """Lists the late commands in the order of their table, and then the other commands."""

    late: ClassVar[dict[str, LateCommand]]

    def list_commands(self, _ctx: Any) -> list[str]:
        return [*self.late, *(name for name in self.commands if name not in self.late)]

    def get_command(self, _ctx: Any, cmd_name: str) -> Any:
        if cmd_name in self.late and cmd_name not in self.commands:
            self.commands[cmd_name] = self.late[cmd_name].load()
        return self.commands.get(cmd_name)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        described: dict[str, Any] = {
            each.name: TyperCommand(each.name, help=each.about, hidden=each.hidden)
            for each in self.late.values()
        }
        others = {name: self.commands[name] for name in self.list_commands(ctx) if name not in described}
        TyperGroup(commands={**described, **others}).format_commands(ctx, formatter)


def late_group(commands: Sequence[LateCommand]) -> type[TyperGroup]:
    """A class of groups with `commands`, for the parameter `cls` of a typer app."""
    return type("LateGroup", (_LateGroup,), {"late": {each.name: each for each in commands}})
