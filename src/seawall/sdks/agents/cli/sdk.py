"""The agents SDK's description for its commands, and their shared arguments and options."""

from typing import Annotated

from seawall.sdks.agents import Client
from seawall.sdks.agents.settings import Settings
from seawall.terminal.commands.completion import id_completion
from seawall.terminal.options import argument, option, timeout_option
from seawall.terminal.sdk import IdList, Sdk, SdkCommand

__all__ = ["AGENTS", "AgentsCommand", "RunArgument", "TimeoutOption"]

AgentsCommand = SdkCommand[Settings, Client]
"""A running command of `seawall agents`."""

_OrganizationOption = Annotated[
    int | None,
    option("--org", "ORG_ID", "Organization. Default: that of `org use`, else your first.", least=1),
]
AGENTS = Sdk(
    name="agents",
    command="seawall agents",
    server="agents server",
    environment_prefix="SEAWALL_AGENTS_",
    settings=lambda: Settings,
    client=lambda given: Client(**given, interface="cli"),
    options={"organization_id": _OrganizationOption},
    lists={
        "/v1/organizations/{org_id}/agent/run/{agent_run_id}": IdList("run list"),
        "/v1/organizations/{org_id}/agent/run/ban": IdList("run list"),
        "/v1/organizations/{org_id}/agent/run/unban": IdList("run list"),
        "/v1/organizations/{org_id}/agent/run/resume": IdList("run list"),
        "/v1/organizations/{org_id}/agent/run/remove-from-pr": IdList("run list"),
        "/v1/alpha/organizations/{org_id}/agent/run/{agent_run_id}": IdList("run list"),
        "/v1/organizations/{org_id}/repos/{repo_id}": IdList("repo list"),
    },
    user_group="",
)
TimeoutOption = Annotated[float, timeout_option("the run to end")]
_run_ids = id_completion(
    AGENTS, lambda client: [(run.id, run.summary) for run in client.runs.list().to_list(limit=20)]
)
RunArgument = Annotated[int, argument("RUN_ID", "Id of the run.", least=0, completion=_run_ids)]
