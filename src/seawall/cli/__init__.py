"""The `seawall` command. Each command imports its parts when it runs."""

import gc
import sys

__all__ = ["main"]

# The values of `ExitCode`, which can not be imported yet.
_USAGE, _INTERRUPTED = 2, 130


def main() -> None:
    """Run the command line and exit the process with its exit code, see `ExitCode`."""
    try:
        sys.exit(_run())
    except KeyboardInterrupt:
        # Ctrl-C during the imports, before `CommandLine` handles it.
        sys.stderr.write("Stopped. Nothing was done.\n")
        sys.exit(_INTERRUPTED)


def _run() -> int:
    try:
        # Imported late, so that a missing extra becomes a message and not a traceback.
        from seawall.cli.app import command_line  # noqa: PLC0415
    except ImportError as error:
        if error.name not in {"rich", "typer"}:
            raise
        # Only now: the start of each command would wait for it.
        from seawall.core.extras import install_command  # noqa: PLC0415

        sys.stderr.write(f"Error: The command line needs the extra `cli` ({error.name} is missing).\n")
        sys.stderr.write(f"Hint: {install_command('cli')}\n")
        return _USAGE
    code = command_line().run(sys.argv[1:])
    # The end of the program would look through everything that is left for garbage: 0.15 s for a large spec.
    gc.freeze()
    return code
