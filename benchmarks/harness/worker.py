"""The process of one contender: it opens the contender and runs it as often as a pipe says.

python -m benchmarks.harness.worker MODULE:FUNCTION [ARGUMENT ...]

The function is a context manager that yields `run(count)`. Standard input has a count on each line, standard
output the `Sample` of that run as JSON. `run` may return more measures by name, which are passed on.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from importlib import import_module
from typing import TypeAlias

Run: TypeAlias = Callable[[int], Mapping[str, float] | None]


def open_contender(name: str, arguments: list[str]) -> AbstractContextManager[Run]:
    """Return the context manager of the contender that MODULE:FUNCTION names."""
    module, _, function = name.partition(":")
    found: AbstractContextManager[Run] = getattr(import_module(module), function)(*arguments)
    return found


def measured(run: Run, count: int) -> dict[str, float]:
    """Return the seconds of CPU time (all threads, and processes that have ended) and of wall time."""
    cpu_s, wall_s = _cpu_s(), time.perf_counter()
    more = run(count)
    taken = {"cpu_s": _cpu_s() - cpu_s, "wall_s": time.perf_counter() - wall_s}
    return taken | dict(more or {})


def _cpu_s() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def main() -> None:
    # What a library prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    with open_contender(sys.argv[1], sys.argv[2:]) as run:
        for line in sys.stdin:
            print(json.dumps(measured(run, int(line))), file=answers, flush=True)


if __name__ == "__main__":
    main()
