"""The sessions SDK's description for its commands, and their shared arguments and options."""

from typing import Annotated

from seawall.sdks.sessions import Client
from seawall.sdks.sessions.settings import Settings
from seawall.terminal.commands.completion import id_completion
from seawall.terminal.options import argument, option, timeout_option
from seawall.terminal.sdk import IdList, Sdk, SdkCommand

__all__ = ["SESSIONS", "IdArgument", "IdsArgument", "KindOption", "SessionsCommand", "TimeoutOption"]

SessionsCommand = SdkCommand[Settings, Client]
"""A running command of `seawall sessions`."""

SESSIONS = Sdk(
    name="sessions",
    command="seawall sessions",
    server="sessions server",
    environment_prefix="SEAWALL_SESSIONS_",
    settings=lambda: Settings,
    client=lambda given: Client(**given, interface="cli"),
    options={
        "server": Annotated[str | None, option("--server", "NAME", "Saved server. Default: the active one.")]
    },
    lists={"/v1/session/{session_id}": IdList("ps --all")},
    user_group="",
)
_ids = id_completion(
    SESSIONS,
    lambda client: [(one.session_id, f"{one.name} {one.status}") for one in client.sessions.list()],
)
IdArgument = Annotated[str, argument("SESSION_ID", "Id of the session.", completion=_ids)]
IdsArgument = Annotated[list[str], argument("SESSION_ID...", "Ids of sessions.", completion=_ids)]
KindOption = Annotated[
    str | None, option("--kind", "KIND", "Only a kind, e.g. headless or notebook.", short="-k")
]
TimeoutOption = Annotated[float, timeout_option("a session")]
