"""`seawall generate` and `seawall spec`: the low-level client and the spec."""

import gc
import os
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seawall.cli.bump.settings import finish_interrupted
from seawall.cli.generated_file import check_or_write
from seawall.cli.spec_source import AllowRef, Overlays, http_reader
from seawall.core.errors import ConfigError, StorageError
from seawall.core.extras import needs_extra
from seawall.terminal.same_command import same_command

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seawall.codegen.config import SdkConfig
    from seawall.codegen.generate import GenerationResult
    from seawall.codegen.output import Difference

__all__ = ["SpecName", "generate", "spec"]

_CheckOption = Annotated[bool, typer.Option("--check", help="Write nothing; exit with 1 if a file differs.")]


class SpecName(Enum):
    """An API whose spec its local server exports."""

    PLATFORM = "platform"
    PLATFORM_2025_07 = "platform-2025-07"
    AGENTS = "agents"
    SESSIONS = "sessions"


_SPEC_FILES = {
    SpecName.PLATFORM: Path("openapi.json"),
    SpecName.PLATFORM_2025_07: Path("codegen/specs/platform-2025-07.json"),
    SpecName.AGENTS: Path("codegen/specs/agents.json"),
    SpecName.SESSIONS: Path("codegen/specs/sessions.json"),
}


def generate(  # noqa: PLR0917 - the options of the command
    context: typer.Context,
    sdk: Annotated[
        str | None,
        typer.Argument(
            metavar="[SDK]",
            help="SDK in seawall.toml; without it, a package.",
            show_default=False,
        ),
    ] = None,
    check: _CheckOption = False,
    config: Annotated[
        Path, typer.Option("--config", metavar="FILE", help="Configuration of the SDKs.")
    ] = Path("codegen/seawall.toml"),
    spec: Annotated[
        str | None,
        typer.Option("--spec", metavar="SPEC", help="Spec of a package: file, URL or git:REVISION:path."),
    ] = None,
    package: Annotated[
        str | None, typer.Option("--package", metavar="NAME", help="Name of the package to generate.")
    ] = None,
    output: Annotated[
        str | None, typer.Option("--output", metavar="DIR", help="Folder to put the package in.")
    ] = None,
    style: Annotated[
        str | None,
        typer.Option("--style", metavar="STYLE", help="seawall, or stock for that of openapi-python-client."),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="OPERATION", help="Generate only this operation; may be repeated."),
    ] = None,
    overlay: Overlays = None,
    allow_ref: AllowRef = None,
    keep_rest: Annotated[
        bool,
        typer.Option("--keep-rest", help="Write what can be generated; exit with 1 if something is lost."),
    ] = False,
) -> None:
    """Generate the low-level client of an SDK, or a package, from its spec."""
    with needs_extra("codegen", "Generation"):
        from seawall.codegen.config import load_config, package_config  # noqa: PLC0415
        from seawall.codegen.output import is_up_to_date  # noqa: PLC0415

    given = {"spec": spec, "package": package, "output": output, "only": only, "style": style}
    given["allow_refs"] = allow_ref
    given["overlays"] = [str(path) for path in overlay or ()]
    changes = {key: value for key, value in given.items() if value}
    if sdk is None:
        settings = package_config(Path(), changes)
    elif spec or package or output or overlay:
        raise typer.BadParameter(
            "An SDK has its spec, overlays and output in seawall.toml; give them or the SDK."
        )
    else:
        settings = load_config(config, sdk, changes)
    finish_interrupted(settings, check=check)
    try:
        if not check and is_up_to_date(settings):
            typer.echo(f"{settings.name}: nothing has changed.", err=True)
            return
    except OSError as error:
        raise StorageError(f"{error.filename} can not be read: {error.strerror}.") from error
    # Nearly nothing of millions of objects is garbage: to look for it would take a quarter of the time. Those
    # that are left are frozen, or the first look afterwards would go through all of them.
    gc.disable()
    try:
        _generate(context, settings, check=check, keep_rest=keep_rest)
    finally:
        gc.freeze()
        gc.enable()


def _generate(context: typer.Context, settings: "SdkConfig", *, check: bool, keep_rest: bool) -> None:
    # Imported late: the pipeline takes 200 ms.
    from seawall.codegen.generate import generate as generate_client  # noqa: PLC0415
    from seawall.codegen.generate import load_inputs  # noqa: PLC0415
    from seawall.codegen.output import find_differences, write_output  # noqa: PLC0415
    from seawall.codegen.verification import verify  # noqa: PLC0415

    with http_reader(settings.spec, settings.allow_refs) as http:
        inputs = load_inputs(settings, http)
    result = generate_client(inputs, keep_rest=keep_rest)
    if not check and settings.style != "stock":
        verify(result)
    if check:
        to_update = same_command(context, without="--check")
        _report_differences(settings, result, find_differences(settings, result), to_update)
    else:
        write_output(settings, result)
        _report_output(settings, result)
    _report_losses(settings, result)


def _report_differences(
    config: "SdkConfig", result: "GenerationResult", differences: "Sequence[Difference]", to_update: str
) -> None:
    for difference in differences:
        typer.echo(f"{difference.path} {difference.state}", err=True)
    if differences:
        typer.echo(f"To update: {to_update}", err=True)
        raise typer.Exit(1)
    typer.echo(f"{config.name}: {len(result.files)} generated files are up to date.", err=True)


def _report_output(config: "SdkConfig", result: "GenerationResult") -> None:
    for text in result.notes:
        typer.echo(f"Note: {text}", err=True)
    declared = result.declarations
    names = sum(len(module.declarations) for module in declared.modules)
    # Normalised, because the configured path is relative to seawall.toml: `codegen/../src/…`.
    folder = os.path.normpath(config.path(config.output))
    typer.echo(f"{config.name}: wrote {len(declared.calls)} calls and {names} types to {folder}.", err=True)


def _report_losses(config: "SdkConfig", result: "GenerationResult") -> None:
    lost = result.ledger.losses
    for part in lost:
        typer.echo(f"Lost: {ascii(part.name)[1:-1]}: {ascii(part.reason)[1:-1]}", err=True)
    if lost:
        typer.echo(f"{config.ledger} lists {len(lost)} lost parts.", err=True)
        raise typer.Exit(1)


def spec(
    context: typer.Context,
    api: Annotated[
        SpecName | None,
        typer.Argument(metavar="API", help="The API, or an older version of it; all if left out."),
    ] = None,
    check: _CheckOption = False,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FILE", help="File to write, for one API.", show_default=False),
    ] = None,
) -> None:
    """Export the spec of an API from its local server."""
    if to is not None and api is None:
        raise ConfigError("--to is for one API. Name it: seawall spec platform --to FILE")
    # Imported late: the servers take 970 ms.
    with needs_extra("local", "Exporting a spec"):
        from seawall.local import agents, platform, sessions  # noqa: PLC0415

    command = same_command(context, without="--check")
    exports = {
        SpecName.PLATFORM: platform.export_openapi,
        SpecName.PLATFORM_2025_07: lambda: platform.export_openapi("2025-07"),
        SpecName.AGENTS: agents.export_openapi,
        SpecName.SESSIONS: sessions.export_openapi,
    }
    for name in SpecName if api is None else (api,):
        path = to or _SPEC_FILES[name]
        check_or_write(path, exports[name](), check=check, command=command)
