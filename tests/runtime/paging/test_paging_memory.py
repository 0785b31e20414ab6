"""A long list needs the memory of one page."""

import subprocess
import sys

import pytest

from tests.contract.source import ROOT

pytestmark = pytest.mark.slow

# An object kept for each item takes more than 32 bytes, so it would exceed this.
MAX_BYTES = 8_000_000


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not report the peak memory of a process.")
@pytest.mark.parametrize(
    ("strategy", "count", "kind"), [("offset", 250_000, "async"), ("cursor", 250_000, "sync")]
)
def test_a_long_list_needs_the_memory_of_one_page(strategy: str, count: int, kind: str) -> None:
    command = [sys.executable, "-m", "tests.runtime.paging.long_list", strategy, str(count), kind]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    found, growth = map(int, done.stdout.split())
    assert found == count
    assert growth < MAX_BYTES
