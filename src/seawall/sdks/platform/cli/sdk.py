"""The platform SDK's description for its commands, and their shared arguments and options."""

from typing import Annotated

from seawall.sdks.platform import Client
from seawall.sdks.platform.settings import Settings
from seawall.terminal.commands.completion import id_completion
from seawall.terminal.options import argument, option, timeout_option
from seawall.terminal.sdk import Sdk, SdkCommand

__all__ = [
    "PLATFORM",
    "ApplicationArgument",
    "PlatformCommand",
    "RunArgument",
    "TimeoutOption",
    "VersionOption",
]

PlatformCommand = SdkCommand[Settings, Client]
"""A running command of `seawall platform`."""

PLATFORM = Sdk(
    name="platform",
    command="seawall platform",
    server="platform",
    environment_prefix="SEAWALL_PLATFORM_",
    settings=lambda: Settings,
    client=lambda given: Client(**given, interface="cli"),
    lists=("application list", "run list"),
)
_applications = id_completion(
    PLATFORM, lambda client: [(each.application_id, each.name) for each in client.applications.list()]
)
_runs = id_completion(
    PLATFORM,
    lambda client: [
        (run.run_id, f"{run.application_id} {run.state}")
        for run in client.runs.list(sort="-submitted_at", page_size=20).to_list(limit=20)
    ],
)
TimeoutOption = Annotated[float, timeout_option("the run to end")]
RunArgument = Annotated[str, argument("RUN_ID", "Id of the run.", completion=_runs)]
ApplicationArgument = Annotated[
    str, argument("APPLICATION_ID", "Id of the application.", completion=_applications)
]
VersionOption = Annotated[
    str | None, option("--version", "VERSION", "Version of the application. Default: the latest.")
]
