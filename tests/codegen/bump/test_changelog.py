"""The changelog entry and the note on migration."""

import re

import pytest

from seawall.codegen.bump.advice import visible_alterations
from seawall.codegen.bump.changelog import (
    changelog_entry,
    grown_entry,
    migration_note,
    with_changelog_entry,
)
from seawall.codegen.impact.finding import Effect, Finding, Impact
from seawall.codegen.surface.change import SurfaceChange
from tests.codegen.bump.examples import DIFF, IMPACT, SURFACE


def test_an_entry_says_what_users_see() -> None:
    assert changelog_entry("2.0.0", DIFF, visible_alterations(IMPACT), SURFACE).splitlines() == [
        "## 2.0.0",
        "",
        "For API 1.7.0; before, it was 1.6.0.",
        "",
        "### Changed incompatibly",
        "",
        "- Order.total is called Order.sum.",
        "",
        "### Added",
        "",
        "- Orders.refund is new.",
        "",
        "### Changed",
        "",
        "- query parameter page\\_size is at most 50 now.",
    ]


def test_an_entry_of_a_bump_that_reaches_no_user_says_so() -> None:
    assert "do not reach users" in changelog_entry("1.4.3", DIFF, (), ())
    assert "do not reach users" not in changelog_entry("1.4.3", DIFF, (), (), is_open=True)


def test_only_an_incompatible_surface_has_a_migration_note() -> None:
    note = migration_note("1.4.2", "2.0.0", SURFACE)
    assert note.startswith("## From 1.4.2 to 2.0.0\n")
    assert "- Order.total is called Order.sum.\n  Before: `total: int`\n  Now: `sum: int`\n" in note
    assert "refund" not in note
    assert migration_note("1.4.2", "1.5.0", SURFACE[1:]) == ""


ENTRY = "## 2.0.0\n\nFor API 2.\n"
PLACES = [
    ("", "# Changelog of shop\n\n## 2.0.0\n\nFor API 2.\n"),
    ("# Log\n", "# Log\n\n## 2.0.0\n\nFor API 2.\n"),
    ("# Log\n\n## 1.0.0\n\nOld.\n", "# Log\n\n## 2.0.0\n\nFor API 2.\n\n## 1.0.0\n\nOld.\n"),
    (
        "# Log\n\n## [Unreleased]\n\n- x\n\n## 1.0.0\n",
        "# Log\n\n## [Unreleased]\n\n- x\n\n## 2.0.0\n\nFor API 2.\n\n## 1.0.0\n",
    ),
    ("# Log\n\n## 2.0.0\n\nMine.\n", "# Log\n\n## 2.0.0\n\nMine.\n"),
]


@pytest.mark.parametrize(("changelog", "expected"), PLACES)
def test_an_entry_stands_above_the_newest_version(changelog: str, expected: str) -> None:
    assert with_changelog_entry(changelog, ENTRY, name="shop") == expected


NEW = "## 2.0.0\n\nFor API 2.\n\n### Changed incompatibly\n\n- A is gone.\n\n### Changed\n\n- B.\n- C.\n"
GROWN = [
    # The text by hand is kept, and each line stands in its part once.
    (
        "# L\n\n## 1.0.1\n\nMine.\n\n### Changed\n\n- B.\n\n### Notes\n\n- N.\n\n## 1.0.0\n",
        (
            "# L\n\n## 2.0.0\n\nMine.\n\n### Changed\n\n- B.\n- C.\n\n### Notes\n\n- N.\n\n"
            "### Changed incompatibly\n\n- A is gone.\n\n## 1.0.0\n"
        ),
    ),
    (
        "# L\n\n## 1.0.1\n\nFor API 2.\n\nThe changes of the API do not reach users of this SDK.\n",
        (
            "# L\n\n## 2.0.0\n\nFor API 2.\n\n### Changed incompatibly\n\n- A is gone.\n\n"
            "### Changed\n\n- B.\n- C.\n"
        ),
    ),
    ("# L\n\n## 1.0.1\n\n### Changed\n\n- B.\n", None),
    ("# L\n\n## 1.0.0\n\nOld.\n", "# L\n\n## 1.0.0\n\nOld.\n"),
]


def test_a_version_that_grew_has_a_new_heading_and_the_lines_it_lacks() -> None:
    for changelog, expected in GROWN:
        grown = grown_entry(changelog, "1.0.1", NEW)
        if expected is not None:
            assert grown.rstrip() == expected.rstrip()
        # A second time, there is nothing to add.
        assert grown_entry(grown, "2.0.0", NEW) == grown
        for line in ("- A is gone.", "- B.", "- C."):
            assert grown.count(line) == ("1.0.1" in changelog), (line, grown)


def test_text_of_a_spec_is_no_markup() -> None:
    hostile = "](http://evil) <script> `x` @all\n# Heading"
    finding = Finding(effect=Effect.ALTERS, words=hostile, public=("x",))
    line = SurfaceChange(rule="renamed", name="Order.sum", words=hostile, before="``x` y\n# z", after="")
    entry = changelog_entry("1.0.0", DIFF, visible_alterations(Impact(findings=(finding,))), (line,))
    note = migration_note("1", "2", (line,))
    for text in (entry, note):
        assert not re.search(r"(?<!\\)<script", text)
        assert "://" not in text
        assert "\n# " not in text
    assert "Before: ``` ``x` y # z ```" in note
