"""`seawall demo`: one run end to end, on real images and on this machine only."""

from pathlib import Path
from typing import Annotated

import typer

from seawall.core.extras import needs_extra
from seawall.terminal.same_command import same_command

__all__ = ["demo"]


def demo(
    context: typer.Context,
    images: Annotated[
        Path | None,
        typer.Option(
            "--images",
            metavar="FOLDER",
            help="Folder with PNG, JPEG or TIFF images. Default: four sample images.",
        ),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FOLDER", help="Folder for the results. Default: demo-output/RUN_ID."),
    ] = None,
) -> None:
    """Show one run end to end, on real images and on this machine only.

    Logs in, submits a run, waits, downloads the results and verifies their checksums. Starts a local platform
    in a temporary folder and always stops it. No data leaves this machine, and only the results remain.
    """
    # Imported late: 270 ms, most of it for the client.
    with needs_extra("local", "The demo"):
        from seawall.cli.demo.platform_steps import run_platform_demo  # noqa: PLC0415

    run_platform_demo(images, to, again=same_command(context))
