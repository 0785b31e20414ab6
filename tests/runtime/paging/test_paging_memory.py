"""A list of a million items needs the memory of one page."""

import subprocess
import sys

import pytest

from tests.contract.source import ROOT

pytestmark = pytest.mark.slow

MOST_BYTES = 20_000_000


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not report the peak memory of a process.")
@pytest.mark.parametrize(
    ("strategy", "count", "kind"), [("offset", 1_000_000, "async"), ("cursor", 200_000, "sync")]
)
def test_a_long_list_needs_the_memory_of_one_page(strategy: str, count: int, kind: str) -> None:
    command = [sys.executable, "-m", "tests.runtime.paging.long_list", strategy, str(count), kind]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    found, growth = map(int, done.stdout.split())
    assert found == count
    assert growth < MOST_BYTES
