"""`seawall generate` and `seawall spec`: the low-level client and the spec."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seawall.cli.generated_file import check_or_write
from seawall.core.extras import needs_extra

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seawall.codegen.config import SdkConfig
    from seawall.codegen.generate import GenerationResult
    from seawall.codegen.output import Difference

__all__ = ["generate", "spec"]

_CheckOption = Annotated[bool, typer.Option("--check", help="Write nothing; exit with 1 if a file differs.")]


def generate(
    sdk: Annotated[
        str, typer.Argument(metavar="SDK", help="Name of the SDK in seawall.toml.", show_default=False)
    ],
    check: _CheckOption = False,
    config: Annotated[
        Path, typer.Option("--config", metavar="FILE", help="Configuration of the SDKs.")
    ] = Path("codegen/seawall.toml"),
) -> None:
    """Generate the low-level client of an SDK from its spec."""
    # Imported late: the parser takes 420 ms.
    with needs_extra("codegen", "Generation"):
        from seawall.codegen.config import load_config  # noqa: PLC0415
        from seawall.codegen.generate import generate as generate_client  # noqa: PLC0415
        from seawall.codegen.generate import load_inputs  # noqa: PLC0415
        from seawall.codegen.output import find_differences, write_output  # noqa: PLC0415

    settings = load_config(config, sdk)
    result = generate_client(load_inputs(settings))
    if check:
        _report_differences(settings, result, find_differences(settings, result))
    else:
        write_output(settings, result)
        _report_output(settings, result)


def _report_differences(
    config: "SdkConfig", result: "GenerationResult", differences: "Sequence[Difference]"
) -> None:
    for difference in differences:
        typer.echo(f"{difference.path} {difference.state}", err=True)
    if differences:
        typer.echo(f"To update: {config.command}", err=True)
        raise typer.Exit(1)
    typer.echo(f"{config.name}: {len(result.files)} generated files are up to date.", err=True)


def _report_output(config: "SdkConfig", result: "GenerationResult") -> None:
    for text in result.notes:
        typer.echo(f"Note: {text}", err=True)
    declared = result.declarations
    counts = f"{len(declared.calls)} calls, {len(declared.models)} models, {len(declared.enums)} enums"
    # Normalised, because the configured path is relative to seawall.toml: `codegen/../src/…`.
    folder = os.path.normpath(config.path(config.output))
    typer.echo(f"{config.name}: wrote {counts} to {folder}.", err=True)


def spec(
    check: _CheckOption = False,
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="File to write.")] = Path("openapi.json"),
) -> None:
    """Export the spec of the platform API from the local platform."""
    # Imported late: the server takes 970 ms.
    with needs_extra("local", "Exporting the spec"):
        from seawall.local.platform import export_openapi  # noqa: PLC0415

    check_or_write(to, export_openapi(), check=check, command="seawall spec")
