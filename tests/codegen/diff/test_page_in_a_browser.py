"""The page of a diff in a browser: the filter by level, and the search."""

import sys
from pathlib import Path

import pytest

from seawall.codegen.diff.page import html_report
from tests.chromium import CHROMIUM, chromium
from tests.codegen.diff.pairs import TEXT, answer, diff_of, thing

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None or sys.platform == "win32", reason="Chromium is not installed"),
]

SHOWN = "document.querySelectorAll('li:not([hidden])').length"
BREAKING = "document.querySelector('input[value=breaking]')"
SEARCH = "document.querySelector('input[type=search]')"
DIFF = diff_of(
    answer(thing(("a", "b"), a=TEXT, b=TEXT)), answer(thing(("b", "c"), a=TEXT, b={}, c={"type": "integer"}))
)


def test_the_page_filters_by_level_and_text(tmp_path: Path) -> None:
    page = tmp_path / "diff.html"
    page.write_text(html_report(DIFF), encoding="utf-8")
    with chromium(tmp_path / "profile") as tab:
        tab.open(page.as_uri())
        assert tab.value(SHOWN) == len(DIFF.changes) == 3
        tab.value(f"{BREAKING}.click()")
        assert tab.value(SHOWN) == 1
        tab.value(f"{BREAKING}.click()")
        tab.value(f"{SEARCH}.value = 'PROPERTY things'")
        tab.value(f"{SEARCH}.dispatchEvent(new Event('input', {{bubbles: true}}))")
        assert tab.value(SHOWN) == 2
        assert tab.value("document.querySelector('output').textContent") == "2 shown"
