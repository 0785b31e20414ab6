"""Each row of docs/agents-features.md names a test that exists."""

import re

from tests.contract.source import ROOT
from tests.docs.test_guarantees import exists

PAGE = (ROOT / "docs" / "agents-features.md").read_text(encoding="utf-8")
TEST = re.compile(r"`([\w/]+\.py)(?:::(\w+))?`")


def rows() -> list[str]:
    """The rows of the tables with tests."""
    tables = re.findall(r"\| test \|\n\|[-|]+\|\n((?:\|.*\n)+)", PAGE)
    return [row for table in tables for row in table.splitlines()]


def test_each_row_names_a_test() -> None:
    assert len(rows()) > 30
    assert [row for row in rows() if not TEST.search(row.rpartition("|")[0].rpartition("|")[2])] == []


def test_every_named_test_exists() -> None:
    named: list[tuple[str, str]] = TEST.findall(PAGE)
    assert [f"{path}::{test}" for path, test in named if not exists(path, test)] == []
