"""RESULTS.md can be read, and the pictures in the README are drawn from it."""

import pytest

from benchmarks.harness.contender import ROOT
from benchmarks.harness.picture import CHARTS, COLOURS, path_of, pictures
from benchmarks.harness.results import TARGET_COLUMNS, TARGETS, ResultsError, from_markdown, to_markdown

RESULTS = (ROOT / "benchmarks" / "RESULTS.md").read_text(encoding="utf-8")


def test_results_have_targets_a_machine_and_versions() -> None:
    tables = from_markdown(RESULTS)
    assert tables[TARGETS].columns == TARGET_COLUMNS
    assert tables[TARGETS].rows
    assert tables["Machine"].row("cores")["value"].isdigit()
    assert tables["Versions"].row("seawall")["version"]
    head = RESULTS.partition("\n## ")[0]
    assert to_markdown(head, list(tables.values())) == RESULTS


def test_the_pictures_are_those_of_the_results() -> None:
    drawn = pictures(RESULTS)
    assert {name for name in drawn if path_of(name).read_text(encoding="utf-8") != drawn[name]} == set()


def test_a_picture_needs_every_row_and_shows_it() -> None:
    tables = from_markdown(RESULTS)
    for svg in pictures(RESULTS).values():
        assert svg.count("<rect") == 1 + sum(len(chart.contenders) for chart in CHARTS)
    del tables[CHARTS[0].table]
    with pytest.raises(ResultsError, match="make bench"):
        pictures(to_markdown("# Results", list(tables.values())))


def test_the_readme_shows_both_pictures() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in COLOURS:
        assert path_of(name).relative_to(ROOT).as_posix() in readme
