"""The platform SDK's description for its commands, and their shared arguments and options."""

from typing import Annotated

import typer

from seawall.sdks.platform import Client
from seawall.sdks.platform.settings import Settings
from seawall.terminal.options import timeout_option
from seawall.terminal.sdk import Sdk

__all__ = ["PLATFORM", "ApplicationArgument", "RunArgument", "TimeoutOption", "UrlOption", "client_for"]


def _client(url: str | None, context: str | None) -> Client:
    return Client(base_url=url, context=context, interface="cli")


PLATFORM = Sdk(
    name="platform",
    command="seawall platform",
    server="platform",
    environment_prefix="SEAWALL_PLATFORM_",
    settings=lambda: Settings,
    client=_client,
    lists=("application list", "run list"),
)


def client_for(context: typer.Context, url: str | None) -> Client:
    """Make the client that a command uses; `url` is the option --url."""
    return PLATFORM.client_for(context, url)


UrlOption = Annotated[str | None, PLATFORM.url_option()]
TimeoutOption = Annotated[float, timeout_option("the run to end")]
RunArgument = Annotated[str, typer.Argument(metavar="RUN_ID", help="Id of the run.", show_default=False)]
ApplicationArgument = Annotated[str, typer.Argument(metavar="APPLICATION_ID", help="Id of the application.")]
