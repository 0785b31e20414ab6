"""Where commands get their client from: the one seam between them and the network."""

import math
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
    "settings_for",
]


@frozen
class Connections:
    """What a command's context holds: the name of the context of settings that was asked for, if any.

    Where there is an `open_client`, it makes the clients, for the URL that a command was given or None.
    """

    open_client: Callable[[str | None], Client] | None = None
    context_name: str | None = None


def client_for(context: typer.Context, url: str | None) -> Client:
    """The client of a command; close it, or use it in a `with` block. Raises ConfigError."""
    connections = _connections(context)
    if connections.open_client is not None:
        return connections.open_client(url)
    return Client(base_url=url, context=connections.context_name, interface="cli")


def settings_for(context: typer.Context, url: str | None) -> "Settings":
    """The settings for the platform at `url`, the rest from environment and context; raises ConfigError."""
    # Imported here: pydantic takes longer than the rest of a command's start.
    from seawall.runtime.settings import read_settings  # noqa: PLC0415
    from seawall.sdks.platform.settings import Settings  # noqa: PLC0415

    return read_settings(Settings, {"base_url": url}, context=_connections(context).context_name)


def _connections(context: typer.Context) -> Connections:
    return context.find_object(Connections) or Connections()


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
