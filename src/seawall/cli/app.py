"""The command tree. The commands of an SDK are imported on first use, so `seawall --help` imports none."""

from collections.abc import Callable
from importlib import import_module
from typing import Annotated, Any, ClassVar

import typer
from attrs import evolve
from typer.core import TyperGroup
from typer.main import get_group

from seawall import __version__
from seawall.cli.bump.adapt import adapt
from seawall.cli.bump.bump import bump
from seawall.cli.bump.diff import diff
from seawall.cli.bump.history import history
from seawall.cli.bump.impact import impact
from seawall.cli.bump.surface import surface
from seawall.cli.checksum import checksum
from seawall.cli.demo.platform_demo import demo
from seawall.cli.drift import drift
from seawall.cli.errors import EXIT_CODES_BY_ERROR, hint_for
from seawall.cli.generation import generate, spec
from seawall.cli.inspection import inspect
from seawall.cli.local import local_app
from seawall.cli.mock import mock
from seawall.cli.reference import reference
from seawall.cli.schemas import schemas
from seawall.cli.validate import validate
from seawall.terminal.command_line import CommandLine
from seawall.terminal.options import DebugOption, VerboseOption
from seawall.terminal.sdk import Connections

__all__ = ["build_app", "command_line"]

_ORDER = (
    *("demo", "platform", "agents", "sessions", "context", "completion", "checksum", "local"),
    *("validate", "inspect", "diff", "impact", "adapt", "surface", "bump", "history"),
    *("generate", "drift", "mock", "spec"),
)


class _RootGroup(TyperGroup):
    """Lists the commands in the order of a first session."""

    def list_commands(self, _ctx: Any) -> list[str]:
        return sorted(self.commands, key=lambda name: _ORDER.index(name) if name in _ORDER else len(_ORDER))


class _LazyGroup(TyperGroup):
    """Imports its commands on first use, from the app `source` (`module:attribute`)."""

    source: ClassVar[str]

    def list_commands(self, _ctx: Any) -> list[str]:
        return list(self._load())

    def get_command(self, _ctx: Any, cmd_name: str) -> Any:
        return self._load().get(cmd_name)

    def _load(self) -> dict[str, Any]:
        if not self.commands:
            module, _, attribute = self.source.partition(":")
            self.commands.update(get_group(getattr(import_module(module), attribute)).commands)
        return dict(self.commands)


_GROUPS = (
    # 270 ms each: the client.
    (
        "platform",
        "seawall.sdks.platform.cli:platform_app",
        "Use a platform: log in, submit runs, download results.",
    ),
    (
        "agents",
        "seawall.cli.demo.agents_demo:agents_app",
        "Use an agents API: log in, create runs, follow them.",
    ),
    (
        "sessions",
        "seawall.cli.demo.sessions_demo:sessions_app",
        "Use a science platform: log in, start sessions, follow them.",
    ),
    # 45 ms: settings and rich.
    ("context", "seawall.cli.context:context_app", "Manage named sets of settings."),
    (
        "completion",
        "seawall.cli.completion:completion_app",
        "Complete commands, options and ids in a shell.",
    ),
)


def _add_groups(app: typer.Typer) -> None:
    for name, source, about in _GROUPS:
        group = type(f"_{name.capitalize()}Group", (_LazyGroup,), {"source": source})
        # An empty app, filled by its lazy group.
        app.add_typer(typer.Typer(), name=name, cls=group, no_args_is_help=True, help=about)


def command_line(connections: Connections | None = None) -> CommandLine:
    """Create the program `seawall`; `connections` as in `build_app`."""
    return CommandLine(
        program="seawall", app=build_app(connections), exit_codes=EXIT_CODES_BY_ERROR, hint=hint_for
    )


def build_app(connections: Connections | None = None) -> typer.Typer:
    """Build the `seawall` command.

    `connections` replaces the clients that commands create from the environment; tests pass clients on a
    memory transport.
    """
    # In an epilog, \b keeps typer from rewrapping the lines after it.
    app = typer.Typer(
        cls=_RootGroup,
        rich_markup_mode=None,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
        epilog="\b\nStart with:\n  seawall demo",
    )
    app.callback()(_root(connections or Connections()))
    _add_groups(app)
    app.add_typer(local_app, name="local")
    app.command()(demo)
    app.command(
        epilog="\b\nExamples:\n  seawall checksum images/one.png images/two.png\n"
        "  seawall checksum - < images/one.png"
    )(checksum)
    app.command(epilog="\b\nExample:\n  seawall drift drift.jsonl openapi.json > overlay.yaml")(drift)
    app.command(epilog="\b\nExample:\n  seawall generate platform --check")(generate)
    app.command(epilog="\b\nExample:\n  seawall inspect openapi.json")(inspect)
    app.command(epilog="\b\nExample:\n  seawall diff git:HEAD:openapi.json openapi.json")(diff)
    app.command(epilog="\b\nExample:\n  seawall impact git:HEAD:openapi.json openapi.json src/shop")(impact)
    app.command(epilog="\b\nExample:\n  seawall bump platform --to new-openapi.json --report report")(bump)
    app.command(epilog="\b\nExample:\n  seawall history platform")(history)
    app.command(epilog="\b\nExample:\n  seawall surface platform --against git:HEAD")(surface)
    app.command(epilog="\b\nExample:\n  seawall adapt git:HEAD:openapi.json openapi.json src/shop --apply")(
        adapt
    )
    app.command(epilog="\b\nExample:\n  seawall mock openapi.json --port 8000")(mock)
    app.command(epilog="\b\nExample:\n  seawall validate openapi.yaml --strict")(validate)
    app.command()(spec)
    # Hidden: only maintainers of Seawall need them.
    app.command(hidden=True)(reference)
    app.command(hidden=True)(schemas)
    return app


def _root(connections: Connections) -> Callable[..., None]:
    def seawall(
        context: typer.Context,
        _version: Annotated[
            bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
        ] = False,
        context_name: Annotated[
            str | None,
            typer.Option(
                "--context",
                metavar="NAME",
                help="Settings context; see `seawall context list`.",
                autocompletion=_context_names,
            ),
        ] = None,
        _verbose: VerboseOption = False,
        _debug: DebugOption = False,
    ) -> None:
        """SDKs that keep API changes out of your code, local servers to try them, and their generator."""
        context.obj = evolve(connections, context_name=context_name or connections.context_name)

    return seawall


def _context_names(incomplete: str) -> list[str]:
    """The names of contexts that a shell completes; none after an error, for which a shell has no place."""
    # Imported late: 20 ms, and few command lines are completed.
    from seawall.core.errors import SeawallError  # noqa: PLC0415
    from seawall.runtime.settings.contexts import ContextFile  # noqa: PLC0415

    try:
        return [name for name in ContextFile().read().entries if name.startswith(incomplete)]
    except SeawallError:
        return []


def _show_version(requested: bool) -> None:
    if requested:
        typer.echo(f"seawall {__version__}")
        raise typer.Exit
