"""The platform SDK's description for its commands, and their shared arguments and options."""

from typing import TYPE_CHECKING, Annotated

import typer

from seawall.core.errors import InputError
from seawall.core.redaction.secret import Secret
from seawall.sdks.platform import Client
from seawall.sdks.platform.settings import Settings
from seawall.terminal.commands.completion import id_completion
from seawall.terminal.json_input import STDIN
from seawall.terminal.options import argument, option, timeout_option
from seawall.terminal.sdk import IdList, Sdk, SdkCommand
from seawall.terminal.text_input import given_text

if TYPE_CHECKING:
    # Loads lists, transfers and pictures, which `user whoami` does not need.
    from seawall.sdks.platform import Run

__all__ = [
    "PLATFORM",
    "ApplicationArgument",
    "NoShareTokenOption",
    "PlatformCommand",
    "RunArgument",
    "ShareTokenOption",
    "TimeoutOption",
    "VersionOption",
    "shared_run",
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
    lists={
        "/v1/applications/{application_id}": IdList("application list"),
        "/v1/applications/{application_id}/versions/{version}": IdList(
            "application version list {application_id}"
        ),
        "/v1/applications/{application_id}/versions/{version}/documents/{name}": IdList(
            "application version document list {application_id}"
        ),
        "/v1/runs/{run_id}": IdList(
            "run list",
            "A run of another user needs a grant, or a share token to read it, not revoked and not expired.",
        ),
        "/v1/runs/{run_id}/items/{external_id}": IdList("run describe {run_id}"),
        "/v1/runs/{application_run_id}": IdList("run list"),  # of the API of 2025, which shares no runs
        "/v1/access/grants": IdList("run list", "A subject is a user or an organization of the platform."),
        "/v1/access/grants/{grant_id}": IdList("share grant list"),
        "/v1/access/share-tokens/{share_token_id}": IdList("share token list"),
    },
)


def _refuse_share_token(given: str | None) -> None:
    if given is not None:
        raise InputError("With a share token you can only read a run. Log in as a user who may change it.")


def shared_run(command: PlatformCommand, run_id: str, share_token: str | None) -> "Run":
    """The run of a command with `--share-token`, made without a request.

    Raises InputError for a token that is not in a file or on stdin: other users of the machine can see the
    arguments of a command.
    """
    if share_token is None:
        return command.client.run(run_id)
    if share_token in ("", "@"):
        raise InputError("--share-token names no file. Give @ and the name of its file, or - for stdin.")
    if share_token != str(STDIN) and not share_token.startswith("@"):
        raise InputError(
            "Other users of this machine can see a secret in an argument. Write the share token to a file, "
            "and give --share-token @FILE, or - to read it from stdin, or set SEAWALL_PLATFORM_SHARE_TOKEN."
        )
    secret = Secret(given_text(share_token, "--share-token").strip())
    return command.client.run(run_id, share_token=secret)


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
ShareTokenOption = Annotated[
    str | None,
    option(
        "--share-token",
        "@FILE",
        "Share token that gives you access: @ and the name of its file, or - for stdin. "
        "Default: SEAWALL_PLATFORM_SHARE_TOKEN.",
    ),
]
NoShareTokenOption = Annotated[
    str | None,
    typer.Option(
        "--share-token",
        hidden=True,
        callback=_refuse_share_token,
        help="Refused: a share token only lets you read a run.",
    ),
]
"""`--share-token` of a command that changes a run: refused with the reason."""
ApplicationArgument = Annotated[
    str, argument("APPLICATION_ID", "Id of the application.", completion=_applications)
]
VersionOption = Annotated[
    str | None, option("--version", "VERSION", "Version of the application. Default: the latest.")
]
