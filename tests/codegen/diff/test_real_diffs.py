"""The diff of real specs: none from itself, quick, and as that of another tool, with judged exceptions."""

import sys
import time
from pathlib import Path

import pytest

from benchmarks.diff import compared, judgement
from seawall.codegen.diff.change import Level
from seawall.codegen.diff.compare import compare_specs
from seawall.codegen.effective_spec import effective_spec
from seawall.codegen.fetch.fetch import fetch
from tests.codegen.generating import SPECS
from tests.machine_speed import allowed_s

NEWEST = sorted(
    max(folder.glob("[0-9]*.[jy]*"))
    for folder in (SPECS.glob("*") if SPECS.is_dir() else ())
    if folder.is_dir()
)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.exhaustive,
    pytest.mark.skipif(not SPECS.is_dir(), reason=f"the real specs are not at {SPECS}"),
]


@pytest.mark.parametrize("path", NEWEST, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_real_spec_has_no_changes_from_itself(path: Path) -> None:
    first, second = (effective_spec(fetch(str(path))) for _ in range(2))
    assert compare_specs(first, second).changes == ()


def test_the_largest_specs_take_less_than_3_s() -> None:
    # Coverage takes three times as long.
    most_s = 3 if sys.gettrace() is None else 9
    versions = sorted(SPECS.glob("discord/[0-9]*.json"))
    old, new = (effective_spec(fetch(str(path))) for path in (versions[0], versions[-1]))
    started = time.process_time()
    assert compare_specs(old, new).changes
    assert time.process_time() - started < allowed_s(most_s)


@pytest.mark.parametrize(
    "folder", sorted({path.parent for path in SPECS.glob("*/oasdiff_*.json")}), ids=lambda path: path.name
)
def test_each_breaking_verdict_of_oasdiff_is_found_or_judged(folder: Path) -> None:
    missed = [one for pair in compared(folder) for one in pair.outcomes if one.level is not Level.BREAKING]
    assert [one.verdict for one in missed if judgement(one) == "open"] == []
