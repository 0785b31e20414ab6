"""`seawall local`: local servers that stand in for the real systems."""

import json
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from seawall.core.errors import ConfigError
from seawall.core.extras import needs_extra

__all__ = ["local_app", "platform"]

local_app = typer.Typer(
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Run a local server that stands in for a real system.",
)


@local_app.callback()
def _local() -> None:
    # Without a callback typer drops the name of a single command.
    pass


@local_app.command(epilog="\b\nExample:\n  seawall local platform --data data --inputs images --auto-approve")
def platform(
    data: Annotated[
        Path,
        typer.Option(
            "--data", metavar="FOLDER", help="Folder for database, files and keys; created if missing."
        ),
    ],
    inputs: Annotated[
        Path | None,
        typer.Option("--inputs", metavar="FOLDER", help="The only folder that input files are read from."),
    ] = None,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, metavar="PORT", help="Port; 0 selects a free one.")
    ] = 0,
    auto_approve: Annotated[
        bool, typer.Option("--auto-approve", help="Approve every login from this machine without a question.")
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
) -> None:
    """Run a platform until Ctrl-C. When it is ready, prints one line of JSON: url, pid and data."""
    if inputs is not None and not inputs.is_dir():
        raise ConfigError(f"{inputs} is not a folder. Give an existing folder with --inputs.")
    # Imported late: the server takes 970 ms.
    with needs_extra("local", "A local platform"):
        from seawall.local.platform import DataFolderInUseError, PlatformSettings, serve  # noqa: PLC0415

    # JSON, so that a program can start a platform and read its URL.
    def print_ready(url: str) -> None:
        ready = {"url": url, "pid": os.getpid(), "data": str(data.resolve())}
        sys.stdout.write(f"{json.dumps(ready)}\n")
        sys.stdout.flush()

    settings = PlatformSettings(data_dir=data, inputs_dir=inputs, auto_approve=auto_approve, workers=workers)
    try:
        serve(settings, port=port, ready=print_ready)
    except DataFolderInUseError as error:
        raise ConfigError(str(error)) from error
    except SystemExit as error:
        # uvicorn exits after it has logged the reason.
        raise ConfigError("The local platform did not start; the log above has the reason.") from error
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
