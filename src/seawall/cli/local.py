"""`seawall local`: local servers that stand in for the real systems."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import Annotated, Protocol, TypeVar

import typer

from seawall.core.errors import ConfigError
from seawall.core.extras import needs_extra

__all__ = ["AgentsDialect", "PlatformApiVersion", "agents", "local_app", "platform", "sessions"]

S_contra = TypeVar("S_contra", contravariant=True)

local_app = typer.Typer(
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Run a local server that stands in for a real system.",
)

_Data = Annotated[
    Path,
    typer.Option("--data", metavar="FOLDER", help="Folder for database, files and keys; created if missing."),
]
_Port = Annotated[
    int, typer.Option("--port", min=0, max=65535, metavar="PORT", help="Port; 0 selects a free one.")
]


class PlatformApiVersion(Enum):
    """Version of the platform API."""

    BETA_2025_05 = "2025-05"
    BETA_2025_06 = "2025-06"
    BETA_2025_07 = "2025-07"
    CURRENT = "1.7.0"


class AgentsDialect(Enum):
    """Spelling of states and times."""

    LIVE = "live"
    DOCUMENTED = "documented"


@local_app.command(epilog="\b\nExample:\n  seawall local platform --data data --inputs images --auto-approve")
def platform(
    *,
    data: _Data,
    inputs: Annotated[
        Path | None,
        typer.Option("--inputs", metavar="FOLDER", help="The only folder that input files are read from."),
    ] = None,
    input_networks: Annotated[
        list[str] | None,
        typer.Option(
            "--input-network",
            metavar="NETWORK",
            help="A network that inputs may be downloaded from besides public addresses, "
            "e.g. 127.0.0.0/8. Repeatable.",
        ),
    ] = None,
    port: _Port = 0,
    auto_approve: Annotated[
        bool, typer.Option("--auto-approve", help="Approve every login from this machine without a question.")
    ] = False,
    sends_issuer: Annotated[
        bool,
        typer.Option("--send-issuer", help="Send the issuer with each authorization code (RFC 9207)."),
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            min=1,
            metavar="N",
            help="Number of items processed at the same time. Default: one for each CPU, at most 4.",
        ),
    ] = None,
    api_version: Annotated[
        PlatformApiVersion,
        typer.Option("--api-version", help="Version of the API; all of them work on the same data."),
    ] = PlatformApiVersion.CURRENT,
    users: Annotated[
        list[str] | None,
        typer.Option(
            "--user",
            metavar="NAME:ORG[:admin]",
            help="A further user, besides the admin `user` of the organization `local`. Repeatable.",
        ),
    ] = None,
    faults: Annotated[
        list[str] | None,
        typer.Option(
            "--fault",
            metavar="NAME=NUMBER",
            help="A fault of the API, e.g. busy=3 or latency_s=0.5. Repeatable.",
        ),
    ] = None,
    webhook: Annotated[
        str | None,
        typer.Option("--webhook", metavar="URL", help="Send the states of new runs to this address."),
    ] = None,
) -> None:
    """Run a platform until Ctrl-C. When it is ready, prints one line of JSON: url, pid and data.

    With --webhook the line has `webhook_secret`, the file with the secret that signs webhooks.
    """
    if inputs is not None and not inputs.is_dir():
        raise ConfigError(f"{inputs} is not a folder. Give an existing folder with --inputs.")
    # Imported late: the server takes 970 ms.
    with needs_extra("local", "A local platform"):
        from seawall.local.faults.call_faults import parse_faults  # noqa: PLC0415
        from seawall.local.platform import WEBHOOK_SECRET_FILE, LocalUser, PlatformSettings, serve  # noqa: PLC0415
        from seawall.local.platform.instance.faults import PlatformFaults  # noqa: PLC0415
        from seawall.local.serving.address_rule import AddressRule  # noqa: PLC0415

    try:
        AddressRule(input_networks or ())
        parse_faults(faults or (), PlatformFaults)
        settings = PlatformSettings(
            data_dir=data,
            inputs_dir=inputs,
            input_networks=tuple(input_networks or ()),
            auto_approve=auto_approve,
            sends_issuer=sends_issuer,
            workers=workers,
            users=tuple(LocalUser.parse(each) for each in users or ()),
            faults=tuple(faults or ()),
            webhook_url=webhook,
            api_version=api_version.value,
        )
    except ValueError as error:
        raise ConfigError(str(error)) from error
    secrets = {"webhook_secret": WEBHOOK_SECRET_FILE} if webhook else {}
    _serve(serve, settings, "platform", data, port, **secrets)


@local_app.command(epilog="\b\nExample:\n  seawall local agents --data data --dialect documented")
def agents(
    *,
    data: _Data,
    port: _Port = 0,
    dialect: Annotated[
        AgentsDialect,
        typer.Option("--dialect", help="Spelling of states and times: of the live system, or as documented."),
    ] = AgentsDialect.LIVE,
    run_duration_s: Annotated[
        float,
        typer.Option("--run-duration", min=0, max=86400, metavar="SECONDS", help="Time that a run takes."),
    ] = 1.0,
    run_limit: Annotated[
        int | None,
        typer.Option("--run-limit", min=0, metavar="N", help="Runs of an organization; more get status 402."),
    ] = None,
    rate_limits: Annotated[
        bool, typer.Option("--rate-limits/--no-rate-limits", help="Limit the calls of each token.")
    ] = True,
) -> None:
    """Run an agents server until Ctrl-C. When it is ready, prints one line of JSON: url, pid, data, tokens.

    `tokens` is the file with the tokens of the first users: ada (administrator), grace (manager), linus
    (member), and mallory of another organization.
    """
    # Imported late: the server takes 970 ms.
    with needs_extra("local", "A local agents server"):
        from seawall.local.agents import TOKEN_FILE, AgentsSettings, serve  # noqa: PLC0415

    settings = AgentsSettings(
        data_dir=data,
        dialect=dialect.value,
        run_duration_s=run_duration_s,
        run_limit=run_limit,
        rate_limits=rate_limits,
    )
    _serve(serve, settings, "agents server", data, port, tokens=TOKEN_FILE)


@local_app.command(epilog="\b\nExample:\n  seawall local sessions --data data --pending 5")
def sessions(
    *,
    data: _Data,
    port: _Port = 0,
    pending_s: Annotated[
        float,
        typer.Option(
            "--pending", min=0, max=86400, metavar="SECONDS", help="Time that a session is Pending."
        ),
    ] = 1.0,
    headless_duration_s: Annotated[
        float,
        typer.Option(
            "--headless-duration",
            min=0,
            max=86400,
            metavar="SECONDS",
            help="Time that a headless session runs.",
        ),
    ] = 2.0,
    tls: Annotated[
        bool, typer.Option("--tls", help="Serve https, with an authority of its own; accept certificates.")
    ] = False,
    host_names: Annotated[
        list[str] | None,
        typer.Option("--host-name", metavar="NAME", help="A further name of the server. Repeatable."),
    ] = None,
    plain_http: Annotated[
        bool,
        typer.Option(
            "--plain-http",
            help="Without TLS, take X-Skaha-Authentication-Type: X509 for a certificate of ada.",
        ),
    ] = False,
    auto_approve: Annotated[
        bool, typer.Option("--auto-approve", help="Approve every device login for ada, without a prompt.")
    ] = False,
    unavailable: Annotated[
        bool, typer.Option("--unavailable", help="Say that the service is not available.")
    ] = False,
    execute: Annotated[
        bool,
        typer.Option("--execute", help="Really run the commands of headless sessions. This is no sandbox."),
    ] = False,
) -> None:
    """Run a sessions server until Ctrl-C. When it is ready, prints one line of JSON.

    It has url, pid, data, tokens and ca. `url` ends in /skaha. `tokens` is the file with the tokens of the
    users: ada and grace, and linus and mallory, who get status 403. `ca` is the certificate of the authority,
    which clients of --tls must trust.
    """
    # Imported late: the server takes 970 ms.
    with needs_extra("local", "A local sessions server"):
        from seawall.local.sessions import (  # noqa: PLC0415
            CA_FILE,
            TOKEN_FILE,
            IdentitySettings,
            SessionsSettings,
            serve,
        )

    settings = SessionsSettings(
        data_dir=data,
        pending_s=pending_s,
        headless_duration_s=headless_duration_s,
        execute=execute,
        identity=IdentitySettings(
            tls=tls,
            host_names=tuple(host_names or ()),
            certificate_header=plain_http,
            approved_by="ada" if auto_approve else None,
            is_available=not unavailable,
        ),
    )
    _serve(serve, settings, "sessions server", data, port, tokens=TOKEN_FILE, ca=CA_FILE)


class _Serve(Protocol[S_contra]):
    def __call__(self, settings: S_contra, *, port: int, ready: Callable[[str], None]) -> None: ...


def _serve(
    serve: _Serve[S_contra], settings: S_contra, server: str, data: Path, port: int, **files: str
) -> None:
    """Serve until Ctrl-C, and print the ready line: JSON, so that a program can read the URL of its server.

    The line also has the paths of `files`, which are in the data folder.
    """

    def print_ready(url: str) -> None:
        paths = {name: str((data / file).resolve()) for name, file in files.items()}
        ready = {"url": url, "pid": os.getpid(), "data": str(data.resolve()), **paths}
        sys.stdout.write(f"{json.dumps(ready)}\n")
        sys.stdout.flush()

    with _start_errors(server, data, port):
        serve(settings, port=port, ready=print_ready)


@contextmanager
def _start_errors(server: str, data: Path, port: int) -> Iterator[None]:
    """Turn the errors of a start into ConfigError."""
    from seawall.local.serving.data_folder import DataFolderInUseError  # noqa: PLC0415

    try:
        yield
    except DataFolderInUseError as error:
        raise ConfigError(str(error)) from error
    except SystemExit as error:
        # uvicorn exits after it has logged the reason.
        raise ConfigError(f"The local {server} did not start; the log above has the reason.") from error
    except OSError as error:
        raise _start_error(error, port, data) from error


def _start_error(error: OSError, port: int, data: Path) -> ConfigError:
    """Name the setting that prevents the start: the port or the data folder."""
    reason = os.strerror(error.errno or 0)
    # A socket error has no file name.
    if error.filename is None and port:
        return ConfigError(
            f"Port {port} can not be used: {reason}. Give another with --port; 0 selects a free one."
        )
    return ConfigError(f"The data folder {data} can not be used: {reason}. Give another with --data.")
