"""The `seawall` command. Its parts are loaded when a command needs them, not before."""

import sys

__all__ = ["main"]

_USAGE, _STOPPED = 2, 130


def main() -> None:
    """Run the command line and end the process with its exit code; see `exit_codes`."""
    try:
        from seawall.cli.app import build_app  # noqa: PLC0415
        from seawall.cli.running import run  # noqa: PLC0415
    except ModuleNotFoundError as error:
        if error.name not in {"rich", "typer"}:
            raise
        sys.stderr.write("Error: The command line needs the extra `cli`.\n")
        sys.stderr.write("Hint: pip install 'seawall[cli]'\n")
        sys.exit(_USAGE)
    except KeyboardInterrupt:
        sys.exit(_STOPPED)
    sys.exit(run(build_app(), sys.argv[1:]))
