"""The command tree. Each command is imported at its first use, so `seawall --help` imports none."""

from collections.abc import Callable
from typing import Annotated

import typer
from attrs import evolve

from seawall import __version__
from seawall.cli.errors import EXIT_CODES_BY_ERROR, hint_for
from seawall.terminal.command_line import CommandLine
from seawall.terminal.commands.late_commands import LateCommand, late_group
from seawall.terminal.options import DebugOption, VerboseOption
from seawall.terminal.sdk import Connections

__all__ = ["build_app", "command_line"]


def _command(name: str, source: str, about: str, *examples: str, hidden: bool = False) -> LateCommand:
    # In an epilog, \b keeps typer from rewrapping the lines after it.
    lines = ["Examples:" if len(examples) > 1 else "Example:", *(f"  seawall {each}" for each in examples)]
    epilog = "\n".join(["\b", *lines]) if examples else None
    return LateCommand(name=name, source=f"seawall.cli.{source}", about=about, epilog=epilog, hidden=hidden)


# In the order of a first session.
_COMMANDS = (
    _command(
        "demo",
        "demo.platform_demo:demo",
        "Show one run end to end, on real images and on this machine only.",
    ),
    LateCommand(
        name="platform",
        source="seawall.sdks.platform.cli:platform_app",
        about="Use a platform: log in, submit runs, download results.",
    ),
    LateCommand(
        name="agents",
        source="seawall.cli.demo.agents_demo:agents_app",
        about="Use an agents API: log in, create runs, follow them.",
    ),
    LateCommand(
        name="sessions",
        source="seawall.cli.demo.sessions_demo:sessions_app",
        about="Use a science platform: log in, start sessions, follow them.",
    ),
    _command("context", "context:context_app", "Manage named sets of settings."),
    _command("completion", "completion:completion_app", "Complete commands, options and ids in a shell."),
    _command(
        "checksum",
        "checksum:checksum",
        "Compute the CRC-32C of files, in base64 as the metadata of an item has it, and their size in bytes.",
        "checksum images/one.png images/two.png",
        "checksum - < images/one.png",
    ),
    _command("local", "local:local_app", "Run a local server that stands in for a real system."),
    _command(
        "validate",
        "validate:validate",
        "List what is wrong or unusual in a spec, and how it is fixed.",
        "validate openapi.yaml --strict",
    ),
    _command(
        "inspect",
        "inspection:inspect",
        "Show the operations, schemas, authentication, lists and states of a spec, and what is wrong with "
        "it.",
        "inspect openapi.json",
    ),
    _command(
        "diff",
        "bump.diff:diff",
        "List the changes between two versions of an API, and the operations that each reaches.",
        "diff git:HEAD:openapi.json openapi.json",
    ),
    _command(
        "impact",
        "bump.impact:impact",
        "Show what a new version of an API does to the code that stands on a generated client.",
        "impact git:HEAD:openapi.json openapi.json src/shop",
    ),
    _command(
        "adapt",
        "bump.adapt:adapt",
        "Edit the code that stands on a generated client, so that it fits a new version of the API.",
        "adapt git:HEAD:openapi.json openapi.json src/shop --apply",
    ),
    _command(
        "surface",
        "bump.surface:surface",
        "Show the public names of a layer, compare them with an earlier version, and find leaks.",
        "surface platform --against git:HEAD",
    ),
    _command(
        "bump",
        "bump.bump:bump",
        "Show what a new version of an API means for an SDK: changes, impact, surface and the next version.",
        "bump platform --to new-openapi.json --report report",
    ),
    _command(
        "history",
        "bump.history:history",
        "List the bumps of an SDK: versions of API and SDK, and counts of changes and findings.",
        "history platform",
    ),
    _command(
        "generate",
        "generation:generate",
        "Generate the low-level client of an SDK, or a package, from its spec.",
        "generate platform --check",
    ),
    _command(
        "drift",
        "drift:drift",
        "Propose an overlay that makes a spec allow what its server sends.",
        "drift drift.jsonl openapi.json > overlay.yaml",
    ),
    _command("mock", "mock:mock", "Serve a spec until Ctrl-C.", "mock openapi.json --port 8000"),
    _command("spec", "generation:spec", "Export the spec of an API from its local server."),
    # Hidden: only maintainers of Seawall need them.
    _command(
        "reference",
        "reference:reference",
        "Write the reference of all commands, and beside it, in the folder `reference`, that of all names.",
        hidden=True,
    ),
    _command(
        "schemas",
        "schemas:schemas",
        "Write the JSON Schemas of the SDKs' metadata: one file for the version and one for the latest.",
        hidden=True,
    ),
)


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
    app = typer.Typer(
        cls=late_group(_COMMANDS),
        rich_markup_mode=None,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
        epilog="\b\nStart with:\n  seawall demo",
    )
    app.callback()(_root(connections or Connections()))
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
