"""`seawall generate` and `seawall spec`: make what is made from the spec, and the spec itself."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seawall.cli.text_file import check_or_write
from seawall.core.extras import needs_extra

if TYPE_CHECKING:
    from seawall.codegen.config import SdkConfig
    from seawall.codegen.generate import GenerationResult

__all__ = ["generate", "spec"]

_CheckOption = Annotated[
    bool, typer.Option("--check", help="Write nothing; exit with 1 where something differs.")
]


def generate(
    sdk: Annotated[
        str, typer.Argument(metavar="SDK", help="Its name in the configuration.", show_default=False)
    ],
    check: _CheckOption = False,
    config: Annotated[
        Path, typer.Option("--config", metavar="FILE", help="What to generate, from what.")
    ] = Path("codegen/seawall.toml"),
) -> None:
    """Generate the low-level client of an SDK from its spec."""
    with needs_extra("codegen", "Generation"):
        from seawall.codegen.config import load_config  # noqa: PLC0415
        from seawall.codegen.generate import generate as generation  # noqa: PLC0415

    settings = load_config(config, sdk)
    result = generation(settings)
    if check:
        _check(settings, result)
    else:
        _write(settings, result)


def _check(config: "SdkConfig", result: "GenerationResult") -> None:
    from seawall.codegen.output import differences  # noqa: PLC0415

    found = differences(config, result)
    for difference in found:
        typer.echo(f"{difference.path} {difference.how}", err=True)
    if found:
        typer.echo(f"Mend it with: {config.command}", err=True)
        raise typer.Exit(1)
    typer.echo(f"{config.name}: {len(result.files)} generated files are up to date.", err=True)


def _write(config: "SdkConfig", result: "GenerationResult") -> None:
    from seawall.codegen.output import write  # noqa: PLC0415

    write(config, result)
    for text in result.notes:
        typer.echo(f"Note: {text}", err=True)
    made = result.declarations
    counts = f"{len(made.calls)} calls, {len(made.models)} models, {len(made.enums)} enums"
    # The configured path leads out of the folder of seawall.toml and in again.
    folder = os.path.normpath(config.path(config.output))
    typer.echo(f"{config.name}: wrote {counts} to {folder}.", err=True)


def spec(
    check: _CheckOption = False,
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="Where the spec goes.")] = Path(
        "openapi.json"
    ),
) -> None:
    """Export the spec of the platform API from the local platform."""
    with needs_extra("local", "Exporting the spec"):
        from seawall.local.platform import export_openapi  # noqa: PLC0415

    check_or_write(to, export_openapi(), check=check, command="seawall spec")
