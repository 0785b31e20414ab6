"""Options that the commands of every SDK share. `--url` depends on the SDK; see `Sdk.url_option`."""

import math
from typing import TYPE_CHECKING, Annotated

import typer

from seawall.terminal.screen import Output

if TYPE_CHECKING:
    from typer.models import OptionInfo

__all__ = ["DebugOption", "OutputOption", "VerboseOption", "YesOption", "timeout_option"]

OutputOption = Annotated[
    Output, typer.Option("--output", "-o", help="Output format on stdout.", show_default=True)
]
# `CommandLine` takes these two out of the arguments; here they are for the help.
VerboseOption = Annotated[
    bool, typer.Option("--verbose", "-v", help="Show each call on stderr: status, duration, attempts.")
]
DebugOption = Annotated[
    bool,
    typer.Option("--debug", help="Show each attempt, and the traceback of an error. Or SEAWALL_DEBUG=1."),
]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask for confirmation.")]


def timeout_option(awaited: str) -> "OptionInfo":
    """Create `--timeout` for `Annotated[float, …]`; `awaited` completes "wait for", e.g. `the run to end`."""
    option: OptionInfo = typer.Option(
        "--timeout",
        min=0.1,
        callback=_require_finite,
        metavar="SECONDS",
        help=f"Maximum time to wait for {awaited}.",
    )
    return option


def _require_finite(seconds: float) -> float:
    # typer's `min` accepts nan and inf.
    if not math.isfinite(seconds):
        raise typer.BadParameter(f"{seconds} is not a finite number of seconds.")
    return seconds
