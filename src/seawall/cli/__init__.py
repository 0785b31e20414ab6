"""The `seawall` command. Its parts are loaded when a command needs them, not before."""

import sys

__all__ = ["main"]

_USAGE, _STOPPED = 2, 130


def main() -> None:
    """Run the command line and end the process with its exit code; see `exit_codes`."""
    try:
        sys.exit(_run())
    except KeyboardInterrupt:
        # Pressed before there was anything that could tell of it.
        sys.stderr.write("Stopped. Nothing was done.\n")
        sys.exit(_STOPPED)


def _run() -> int:
    try:
        from seawall.cli.app import command_line  # noqa: PLC0415
    except ImportError as error:
        if error.name not in {"rich", "typer"}:
            raise
        sys.stderr.write("Error: The command line needs the extra `cli`.\n")
        sys.stderr.write("Hint: pip install 'seawall[cli]'\n")
        return _USAGE
    return command_line().run(sys.argv[1:])
