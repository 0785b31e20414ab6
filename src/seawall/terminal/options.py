"""Options that the commands of every SDK share. `--url` depends on the SDK; see `Sdk.url_option`."""

import math
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.models import ArgumentInfo, OptionInfo

__all__ = [
    "DebugOption",
    "Output",
    "OutputOption",
    "VerboseOption",
    "YesOption",
    "argument",
    "limit_option",
    "option",
    "time_option",
    "timeout_option",
]


class Output(StrEnum):
    """Output format of a command."""

    TABLE = "table"
    JSON = "json"


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


def argument(
    metavar: str,
    about: str,
    *,
    least: int | None = None,
    completion: "Callable[[typer.Context, str], list[tuple[str, str]]] | None" = None,
) -> "ArgumentInfo":
    """Create an argument for `Annotated[…]`; `about` is its help. A number is at least `least`."""
    made: ArgumentInfo = typer.Argument(
        metavar=metavar, help=about, min=least, show_default=False, autocompletion=completion
    )
    return made


def option(
    name: str, metavar: str | None, about: str, *, least: int | None = None, short: str | None = None
) -> "OptionInfo":
    """Create an option for `Annotated[…]`; `about` is its help, and `metavar` is None for a flag.

    `short` is its short name, e.g. `-n`.
    """
    names = (name,) if short is None else (name, short)
    made: OptionInfo = typer.Option(*names, metavar=metavar, help=about, min=least)
    return made


def time_option(name: str, about: str) -> "OptionInfo":
    """Create an option for `Annotated[datetime | None, …]`: a day or a time, in UTC unless it has a zone."""
    made: OptionInfo = typer.Option(name, metavar="TIME", help=about, parser=_time)
    return made


def _time(text: str) -> datetime:
    try:
        time = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(
            f"{text[:40]!r} is no time. Give e.g. 2099-01-31, or 2099-01-31T12:00:00Z."
        ) from error
    return time.replace(tzinfo=time.tzinfo or UTC)


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


def limit_option(counted: str) -> "OptionInfo":
    """Create `--limit` for `Annotated[int, …]`; `counted` are the things that are listed, e.g. `runs`."""
    option: OptionInfo = typer.Option(
        "--limit", min=1, metavar="N", help=f"Maximum number of {counted} to show."
    )
    return option


def _require_finite(seconds: float) -> float:
    # typer's `min` accepts nan and inf.
    if not math.isfinite(seconds):
        raise typer.BadParameter(f"{seconds} is not a finite number of seconds.")
    return seconds
