"""Options that commands of every SDK have; `--url` is built by its `Sdk`."""

import math
from typing import TYPE_CHECKING, Annotated

import typer

from seawall.terminal.screen import Output

if TYPE_CHECKING:
    from typer.models import OptionInfo

__all__ = ["OutputOption", "YesOption", "timeout_option"]

OutputOption = Annotated[
    Output, typer.Option("--output", "-o", help="Form of the data on stdout.", show_default=True)
]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


def timeout_option(awaited: str) -> "OptionInfo":
    """`--timeout` for a wait until `awaited`, e.g. `the run to end`; for `Annotated[float, …]`."""
    option: OptionInfo = typer.Option(
        "--timeout",
        min=0.1,
        callback=_finite,
        metavar="SECONDS",
        help=f"How long to wait for {awaited} at most.",
    )
    return option


def _finite(seconds: float) -> float:
    if not math.isfinite(seconds):
        raise typer.BadParameter(f"{seconds} is no number of seconds.")
    return seconds
