"""Where commands get their client from: the one seam between them and the network."""

import math
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer
from attrs import frozen

from seawall.sdks.platform import Client
from seawall.sdks.platform.cli.screen import Output

if TYPE_CHECKING:
    from seawall.sdks.platform.settings import Settings

__all__ = [
    "Connections",
    "OutputOption",
    "RunArgument",
    "TimeoutOption",
    "UrlOption",
    "client_for",
    "open_client",
    "settings_for",
]


def open_client(url: str | None) -> Client:
    """A client for the platform at `url`; None is the one that the environment names."""
    return Client(base_url=url)


@frozen
class Connections:
    """What a command's context holds: `open_client` makes its client, for the URL that it was given."""

    open_client: Callable[[str | None], Client] = open_client


def client_for(context: typer.Context, url: str | None) -> Client:
    """The client of a command; close it, or use it in a `with` block. Raises ConfigError."""
    return (context.find_object(Connections) or Connections()).open_client(url)


def settings_for(url: str | None) -> "Settings":
    """The settings for the platform at `url`, the rest from the environment; raises ConfigError."""
    # Imported here: pydantic takes longer than the rest of a command's start.
    from seawall.sdks.platform.settings import settings_from  # noqa: PLC0415

    return settings_from(os.environ, {"base_url": url})


UrlOption = Annotated[
    str | None,
    typer.Option(
        "--url", metavar="URL", help="Root URL of the platform; SEAWALL_PLATFORM_BASE_URL if not given."
    ),
]
OutputOption = Annotated[
    Output, typer.Option("--output", "-o", help="Form of the data on stdout.", show_default=True)
]
RunArgument = Annotated[str, typer.Argument(metavar="RUN_ID", help="Id of the run.", show_default=False)]


def _finite(seconds: float) -> float:
    if not math.isfinite(seconds):
        raise typer.BadParameter(f"{seconds} is no number of seconds.")
    return seconds


TimeoutOption = Annotated[
    float,
    typer.Option(
        "--timeout",
        min=0.1,
        callback=_finite,
        metavar="SECONDS",
        help="How long to wait for the run to end at most.",
    ),
]
