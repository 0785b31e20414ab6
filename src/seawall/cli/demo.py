"""`seawall demo`: a run, end to end, on real images and on this machine alone."""

from pathlib import Path
from typing import Annotated

import typer

from seawall.core.extras import needs_extra

__all__ = ["demo"]


def demo(
    images: Annotated[
        Path | None,
        typer.Option(
            "--images",
            metavar="FOLDER",
            help="Your own PNG, JPEG or TIFF images; four that come along if not given.",
        ),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FOLDER", help="Where the results go; demo-output/RUN_ID if not given."),
    ] = None,
) -> None:
    """Show a run end to end, on real images and on this machine alone.

    Logs in, submits, waits, downloads and checks. Starts a local platform with a temporary folder and stops
    it at the end, whatever happens. Nothing leaves this machine; nothing stays but the results.
    """
    with needs_extra("local", "The demo"):
        from seawall.cli.demonstration import demonstrate  # noqa: PLC0415

    demonstrate(images, to)
