"""`seawall local`: servers on this machine that stand in for the real systems."""

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
    help="Run a system on this machine that stands in for the real one.",
)


@local_app.callback()
def _local() -> None:
    # A callback keeps `platform` a command of its own while it is the only one.
    pass


@local_app.command(epilog="\b\nExample:\n  seawall local platform --data data --inputs images --auto-approve")
def platform(
    data: Annotated[
        Path,
        typer.Option("--data", metavar="FOLDER", help="Keeps database, files and keys; made if missing."),
    ],
    inputs: Annotated[
        Path | None,
        typer.Option("--inputs", metavar="FOLDER", help="The only folder whose files may be processed."),
    ] = None,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, metavar="PORT", help="0 takes a free one.")
    ] = 0,
    auto_approve: Annotated[
        bool, typer.Option("--auto-approve", help="Let anyone on this machine log in without being asked.")
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", min=1, metavar="N", help="Items processed at the same time; 4 at most if not given."
        ),
    ] = None,
) -> None:
    """Run a platform until Ctrl-C. Prints one line of JSON once it is ready: url, pid and data."""
    if inputs is not None and not inputs.is_dir():
        raise ConfigError(f"{inputs} is no folder. Give one that is there with --inputs.")
    with needs_extra("local", "A local platform"):
        from seawall.local.platform import DataFolderInUseError, PlatformSettings, serve  # noqa: PLC0415

    def tell(url: str) -> None:
        ready = {"url": url, "pid": os.getpid(), "data": str(data.resolve())}
        sys.stdout.write(f"{json.dumps(ready)}\n")
        sys.stdout.flush()

    settings = PlatformSettings(data_dir=data, inputs_dir=inputs, auto_approve=auto_approve, workers=workers)
    try:
        serve(settings, port=port, ready=tell)
    except DataFolderInUseError as error:
        raise ConfigError(str(error)) from error
    except SystemExit as error:
        # uvicorn's way to say so; it has told why.
        raise ConfigError("The local platform did not start; what stands above says why.") from error
    except OSError as error:
        raise _unable(error, port, data) from error


def _unable(error: OSError, port: int, data: Path) -> ConfigError:
    """Why the platform can not run: its port, or its data folder."""
    why = os.strerror(error.errno or 0)
    if error.filename is None and port:
        return ConfigError(
            f"Port {port} can not be used: {why}. Give another with --port; 0 takes a free one."
        )
    return ConfigError(f"The data folder {data} can not be used: {why}. Give another with --data.")
