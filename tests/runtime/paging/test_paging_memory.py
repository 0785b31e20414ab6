"""A list of a million items costs the memory of a page."""

import subprocess
import sys

import pytest

from tests.contract.source import ROOT

pytestmark = pytest.mark.slow

MOST_BYTES = 20_000_000


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell a process how much memory it had.")
@pytest.mark.parametrize(
    ("way", "count", "kind"), [("offset", 1_000_000, "async"), ("cursor", 200_000, "sync")]
)
def test_a_long_list_costs_the_memory_of_a_page(way: str, count: int, kind: str) -> None:
    command = [sys.executable, "-m", "tests.runtime.paging.paging_a_million", way, str(count), kind]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    found, grown = map(int, done.stdout.split())
    assert found == count
    assert grown < MOST_BYTES
