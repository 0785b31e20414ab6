"""What an import costs, each in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator

from benchmarks.measure import Figure

CODE = "import time; t = time.perf_counter(); {}; print(time.perf_counter() - t)"
ROUNDS = 7
# Byte code is kept: who imports twice compiles once.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def seconds(statement: str) -> float:
    command = [sys.executable, "-c", CODE.format(statement)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=ENVIRONMENT)
    return float(done.stdout)


def figures() -> Iterator[Figure]:
    mine = "from seawall.sdks.platform import Client"
    for peer in ("httpx2", "requests"):
        ours, theirs = [], []
        for _ in range(ROUNDS):
            ours.append(seconds(mine))
            theirs.append(seconds(f"import {peer}"))
        yield Figure(
            mine,
            sorted(ours)[3] * 1e3,
            sorted(theirs)[3] * 1e3,
            "ms",
            f"import {peer}",
        )
