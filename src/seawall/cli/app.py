"""The tree of commands. What needs an SDK is loaded when it is entered: `seawall --help` loads none."""

from collections.abc import Callable
from typing import Annotated, Any

import typer
from attrs import evolve
from typer.core import TyperGroup
from typer.main import get_group

from seawall import __version__
from seawall.cli.demo import demo
from seawall.cli.exit_codes import ENDINGS
from seawall.cli.generation import generate, spec
from seawall.cli.hints import hint_for
from seawall.cli.local import local_app
from seawall.cli.reference import reference
from seawall.cli.schemas import schemas
from seawall.terminal.running import CommandLine
from seawall.terminal.sdk import Connections

__all__ = ["build_app", "command_line"]

_ORDER = ("demo", "platform", "context", "local", "generate", "spec")


class _RootGroup(TyperGroup):
    """Lists its commands in the order in which people meet them."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - typer's signature
        return sorted(self.commands, key=lambda name: _ORDER.index(name) if name in _ORDER else len(_ORDER))


class _LateGroup(TyperGroup):
    """Gets its commands when they are first asked for."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - typer's signature
        return list(self._loaded())

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - typer's signature
        return self._loaded().get(cmd_name)

    def _loaded(self) -> dict[str, Any]:
        if not self.commands:
            self.commands.update(get_group(self._app()).commands)
        return dict(self.commands)

    def _app(self) -> typer.Typer:
        raise NotImplementedError


class _PlatformGroup(_LateGroup):
    def _app(self) -> typer.Typer:
        from seawall.sdks.platform.cli import platform_app  # noqa: PLC0415

        return platform_app


class _ContextGroup(_LateGroup):
    def _app(self) -> typer.Typer:
        from seawall.cli.context import context_app  # noqa: PLC0415

        return context_app


def command_line(connections: Connections | None = None) -> CommandLine:
    """The program `seawall`, ready to run; `connections` as in `build_app`."""
    return CommandLine(program="seawall", app=build_app(connections), endings=ENDINGS, hint=hint_for)


def build_app(connections: Connections | None = None) -> typer.Typer:
    """The `seawall` command.

    `connections` say where commands get their clients; without them that is as the environment says. Tests
    hand in some that stand on a transport of theirs.
    """
    app = typer.Typer(
        cls=_RootGroup,
        rich_markup_mode=None,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
        epilog="\b\nStart with:\n  seawall demo",
    )
    app.callback()(_root(connections or Connections()))
    app.add_typer(
        typer.Typer(),
        name="platform",
        cls=_PlatformGroup,
        no_args_is_help=True,
        help="Work with a platform: log in, submit runs, fetch results.",
    )
    app.add_typer(
        typer.Typer(),
        name="context",
        cls=_ContextGroup,
        no_args_is_help=True,
        help="Keep settings under names, and choose among them.",
    )
    app.add_typer(local_app, name="local")
    app.command()(demo)
    app.command(epilog="\b\nExample:\n  seawall generate platform --check")(generate)
    app.command()(spec)
    app.command(hidden=True)(reference)
    app.command(hidden=True)(schemas)
    return app


def _root(connections: Connections) -> Callable[..., None]:
    def seawall(
        context: typer.Context,
        version: Annotated[  # noqa: ARG001 - its callback acts
            bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Show the version.")
        ] = False,
        context_name: Annotated[
            str | None,
            typer.Option("--context", metavar="NAME", help="Context to use; see `seawall context list`."),
        ] = None,
    ) -> None:
        """Keeps API churn out of your code: SDKs, local servers to try them on, and what makes them."""
        context.obj = evolve(connections, context_name=context_name or connections.context_name)

    return seawall


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"seawall {__version__}")
        raise typer.Exit
