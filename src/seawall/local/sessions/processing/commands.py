"""The output and the end of a command that is not really run."""

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from attrs import frozen

__all__ = ["SimulatedRun", "simulated"]


@frozen
class SimulatedRun:
    """Output of a command, its exit code, and its duration if the command tells it."""

    output: tuple[str, ...]
    exit_code: int = 0
    duration_s: float | None = None


def simulated(command: str | None, arguments: Sequence[str], environment: Mapping[str, str]) -> SimulatedRun:
    """The run of a command; one that is not known prints its name and arguments."""
    program = PurePosixPath(command or "").name
    if program in {"env", "printenv"}:
        return SimulatedRun(tuple(f"{name}={value}" for name, value in environment.items()))
    if program == "echo":
        return SimulatedRun((" ".join(arguments),))
    if program == "sleep":
        return SimulatedRun((), duration_s=_seconds(arguments))
    if program in {"true", "false"}:
        return SimulatedRun((), exit_code=int(program == "false"))
    if command is None:
        return SimulatedRun(("The container has started.",))
    return SimulatedRun((f"Started {' '.join([command, *arguments])}", "Done."))


def _seconds(arguments: Sequence[str]) -> float | None:
    text = arguments[0] if arguments else ""
    return float(text) if text.isascii() and text.replace(".", "", 1).isdigit() else None
