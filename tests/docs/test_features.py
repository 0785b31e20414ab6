"""Each row of the pages on the features of older clients names a test that exists."""

import re

import pytest

from tests.contract.source import ROOT
from tests.docs.test_guarantees import exists

PAGES = {
    name: (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    for name in ("agents-features", "platform-features", "sessions-features")
}
TEST = re.compile(r"`([\w/]+\.py)(?:::(\w+))?`")


def rows(page: str) -> list[str]:
    """The rows of the tables with tests."""
    tables = re.findall(r"\| test \|\n\|[-|]+\|\n((?:\|.*\n)+)", page)
    return [row for table in tables for row in table.splitlines()]


@pytest.mark.parametrize("page", PAGES)
def test_each_row_names_a_test(page: str) -> None:
    found = rows(PAGES[page])
    assert len(found) > 30
    assert [row for row in found if not TEST.search(row.rpartition("|")[0].rpartition("|")[2])] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_named_test_exists(page: str) -> None:
    named: list[tuple[str, str]] = TEST.findall(PAGES[page])
    assert [f"{path}::{test}" for path, test in named if not exists(path, test)] == []


def test_the_page_of_the_platform_has_each_row_once() -> None:
    numbers = re.findall(r"^\| (\d+) \|", PAGES["platform-features"], re.MULTILINE)
    assert sorted(map(int, numbers)) == list(range(1, 119))
