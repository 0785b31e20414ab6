"""The agents SDK's description for its commands, and their shared arguments and options."""

from typing import Annotated

import typer

from seawall.sdks.agents import Client
from seawall.sdks.agents.settings import Settings
from seawall.terminal.options import timeout_option
from seawall.terminal.sdk import Sdk

__all__ = [
    "AGENTS",
    "OrganizationOption",
    "RunArgument",
    "TimeoutOption",
    "UrlOption",
    "client_for",
    "run_command",
]


def _client(url: str | None, context: str | None) -> Client:
    return Client(base_url=url, context=context, interface="cli")


AGENTS = Sdk(
    name="agents",
    command="seawall agents",
    server="agents server",
    environment_prefix="SEAWALL_AGENTS_",
    settings=lambda: Settings,
    client=_client,
    lists=("run list",),
    user_group="",
)


def client_for(context: typer.Context, url: str | None) -> Client:
    """Make the client that a command uses; `url` is the option --url."""
    return AGENTS.client_for(context, url)


def run_command(context: typer.Context, action: str, *words: str) -> str:
    """The text of a command of `run`, for the organization of the command of `context`."""
    organization = context.params.get("organization")
    option = () if organization is None else ("--org", str(organization))
    return AGENTS.next_command(context, "run", action, *words, *option)


UrlOption = Annotated[str | None, AGENTS.url_option()]
OrganizationOption = Annotated[
    int | None,
    typer.Option(
        "--org", min=1, metavar="ORG_ID", help="Organization. Default: that of `org use`, else your first."
    ),
]
TimeoutOption = Annotated[float, timeout_option("the run to end")]
RunArgument = Annotated[
    int, typer.Argument(min=0, metavar="RUN_ID", help="Id of the run.", show_default=False)
]
