"""Instructions of a run, counted by callgrind of valgrind: a busy machine does not change them.

Code of the kernel is not counted. All threads of the process are.
"""

import re
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.harness.comparison import Comparison, Measure, Measured
from benchmarks.harness.contender import Contender, ContenderError, Sample, running

INSTRUCTIONS = Measure(
    "instructions", "k", lambda sample: sample.measures["instructions"] / sample.count / 1e3
)
# The first 100 calls of a process over pyreqwest are made in another way.
WARM_UPS = 120
AT_ONCE = 2


def can_count() -> bool:
    """Return whether valgrind is installed."""
    return shutil.which("valgrind") is not None and shutil.which("callgrind_control") is not None


def counted(comparison: Comparison) -> Measured:
    """Count each contender's instructions in `comparison.count` runs. Raises ContenderError."""
    assert comparison.count is not None
    count = comparison.count
    with ThreadPoolExecutor(AT_ONCE) as pool:
        samples = pool.map(lambda contender: _sample(contender, count), comparison.contenders)
        names = (contender.name for contender in comparison.contenders)
        return Measured(comparison, {name: [sample] for name, sample in zip(names, samples, strict=True)})


def _sample(contender: Contender, count: int) -> Sample:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "callgrind")
        options = [f"--callgrind-out-file={out}", f"--log-file={folder}/log", "--instr-atstart=no"]
        with running(contender, under=("valgrind", "--tool=callgrind", *options)) as one:
            # Only what follows is counted: neither imports nor first calls are.
            one.sample(WARM_UPS)
            _control("--instr=on", one.process.pid)
            one.sample(WARM_UPS)
            _control("--zero", one.process.pid)
            one.sample(count)
            _control("--dump", one.process.pid)
        found = re.search(r"^summary: (\d+)", out.with_name("callgrind.1").read_text(), re.MULTILINE)
    if found is None:
        raise ContenderError(f"callgrind reported no instructions of {contender.name}.")
    return Sample(count, {"instructions": float(found[1])})


def _control(command: str, process_id: int) -> None:
    subprocess.run(["callgrind_control", command, str(process_id)], check=True, capture_output=True)
