"""What an import costs, each in a process of its own."""

import subprocess
import sys
from collections.abc import Iterator

from benchmarks.measure import Figure

CODE = "import time; t = time.perf_counter(); import {}; print(time.perf_counter() - t)"
ROUNDS = 7


def seconds(module: str) -> float:
    done = subprocess.run(
        [sys.executable, "-c", CODE.format(module)], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def figures() -> Iterator[Figure]:
    for peer in ("httpx2", "requests"):
        ours, theirs = [], []
        for _ in range(ROUNDS):
            ours.append(seconds("seawall.sdks.platform"))
            theirs.append(seconds(peer))
        yield Figure(
            "import seawall.sdks.platform",
            sorted(ours)[3] * 1e3,
            sorted(theirs)[3] * 1e3,
            "ms",
            f"import {peer}",
        )
