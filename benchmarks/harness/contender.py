"""A contender, and the process in which it runs."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).parents[2]
# A setting of this machine must not reach a contender; byte code is cached, as in every installation.
_DROPPED = ("SEAWALL_", "PYTHONDONTWRITEBYTECODE", "PYTHONPROFILEIMPORTTIME", "COVERAGE_")


class ContenderError(RuntimeError):
    """A contender could not be opened, or failed in a run."""


@frozen
class Contender:
    """One thing to measure: a name for the table, `MODULE:FUNCTION` (see `worker`), and its arguments."""

    name: str
    function: str
    arguments: tuple[str, ...] = ()


@frozen
class Sample:
    """One run of a contender: how often, and its measures; "cpu_s" and "wall_s" are of all of the run."""

    count: int
    measures: dict[str, float]


@frozen
class Running:
    """A contender's process."""

    contender: Contender
    process: "subprocess.Popen[str]"

    def sample(self, count: int) -> Sample:
        """Run the contender `count` times. Raises ContenderError."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        try:
            print(count, file=self.process.stdin, flush=True)
            answer = self.process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            raise ContenderError(f"{self.contender.name} ({self.contender.function}) failed; see above.")
        return Sample(count, json.loads(answer))


@contextmanager
def running(
    contender: Contender, cores: frozenset[int] = frozenset(), under: Sequence[str] = ()
) -> Iterator[Running]:
    """Start a contender's process, on some cores if any are named, `under` a tool; it ends with the block."""
    arguments = (contender.function, *contender.arguments)
    with started("benchmarks.harness.worker", *arguments, cores=cores, under=under) as process:
        yield Running(contender, process)


@contextmanager
def started(
    module: str, *arguments: str, cores: frozenset[int], under: Sequence[str] = ()
) -> "Iterator[subprocess.Popen[str]]":
    """Start a module as a process that ends when its standard input does, with the block."""
    command, pipe = [*under, sys.executable, "-m", module, *arguments], subprocess.PIPE
    environment_ = environment()
    with subprocess.Popen(command, cwd=ROOT, env=environment_, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdin is not None
        if cores:
            os.sched_setaffinity(process.pid, cores)
        try:
            yield process
        finally:
            # It may have failed, and read no more.
            with suppress(BrokenPipeError):
                process.stdin.close()


def environment() -> dict[str, str]:
    """The environment of every contender: no settings of Seawall, byte code cached, the same hashes."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_DROPPED)}
    return kept | {"PYTHONHASHSEED": "0"}
