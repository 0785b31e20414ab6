"""Reports of a bump: text, Markdown, JSON and HTML."""

import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from attrs import evolve

from seawall.codegen.bump.page import bump_page
from seawall.codegen.bump.report import BumpReport, code_lines, edited_lines
from seawall.codegen.bump.reports import json_report, markdown_report, text_report
from seawall.codegen.diff.change import Rename
from seawall.codegen.impact.finding import Impact
from tests.chromium import CHROMIUM, chromium
from tests.codegen.bump.examples import GUARD, LIMIT, ORDERS, QUIET, RENAME, RENAMED, place, report

HOSTILE = (
    "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>\u202e\x1b[31m```\n# x ](http://e)"
)


def hostile_report() -> BumpReport:
    """A report with a hostile text in every field that a spec or a source file can fill."""
    rename = Rename(old=HOSTILE, new=HOSTILE, likelihood=0.9, reasons=(HOSTILE,))
    change = evolve(RENAMED, words=HOSTILE, place=HOSTILE, before=HOSTILE, after=f"{HOSTILE}2", rename=rename)
    spot = evolve(place(13, "amount"), path=f"{HOSTILE}.py")
    finding = evolve(
        GUARD,
        words=HOSTILE,
        change=change,
        place=spot,
        function=HOSTILE,
        public=(HOSTILE,) * 9,
        reason=HOSTILE,
        edit=evolve(GUARD.edit, old=HOSTILE, new=HOSTILE, question=HOSTILE) if GUARD.edit else None,
    )
    base = report()
    return evolve(
        base,
        name=HOSTILE,
        diff=evolve(base.diff, title=HOSTILE, old_version=HOSTILE, new_version=HOSTILE, changes=(change,)),
        impact=Impact(findings=(finding,), without_effect=(evolve(QUIET, words=HOSTILE),)),
        surface=tuple(evolve(line, words=HOSTILE, before=HOSTILE, after=HOSTILE) for line in base.surface),
        leaks=(HOSTILE,),
        failed_tests=(HOSTILE,),
        sources={spot.path: ORDERS.replace("amount", HOSTILE.replace("\n", " "))},
        notes=(HOSTILE,),
        questions=(HOSTILE,),
        changelog=HOSTILE,
        migration=HOSTILE,
    )


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, [name for name, _ in attrs]))


def test_the_page_has_no_markup_of_a_spec_and_no_other_resource() -> None:
    for page in (bump_page(hostile_report()), bump_page(report())):
        parser = _Tags()
        parser.feed(page)
        assert [tag for tag, _ in parser.tags].count("script") == 1
        assert not {"img", "link", "iframe", "a"} & {tag for tag, _ in parser.tags}
        assert not [name for _, names in parser.tags for name in names if name in {"src", "href", "onerror"}]
        assert "\u202e" not in page
        assert "\x1b" not in page
        assert "default-src 'none'" in page


def test_the_page_groups_findings_and_shows_code_and_edit() -> None:
    page = bump_page(report())
    titles = re.findall(r"<h2>(.*?)</h2>", page)
    assert titles == [
        "Breaks the layer",
        "Alters its behaviour",
        "Stale",
        "Not offered yet",
        "Without effect on the layer",
        "Surface",
        "Advice: major",
        "Changelog entry",
        "Migration note",
    ]
    assert "wire.<mark>amount</mark>" in page
    assert '<span class="plus"><i>+</i>return Order(id=wire.order_id, total=wire.total' in page
    assert "What is the state of an order without one?" in page
    assert "A decision is needed." in page


def test_many_notes_are_folded_and_stand_behind_the_findings() -> None:
    notes = tuple(f"note {number}" for number in range(9))
    many, one = (evolve(report(), notes=shown) for shown in (notes, notes[:1]))
    assert "<details><summary>9 notes</summary><p>note 0</p>" in bump_page(many)
    assert "<details><summary>1 note" not in bump_page(one)
    assert "<p>note 0</p>" in bump_page(one)
    text = markdown_report(many)
    assert text.index("## Breaks the layer") < text.index("## Notes") < text.index("- note 8")


def test_a_decided_bump_says_so() -> None:
    done = report(is_decided=True)
    assert not done.needs_decision
    assert "Nothing to decide." in bump_page(done)
    assert "Nothing to decide." in markdown_report(done)
    assert [line.text for line in text_report(done)][-1] == "Nothing to decide."


def test_decisions_are_counted_in_words() -> None:
    assert report().decisions == (
        "2 findings in the layer need a person",
        "1 change of the surface is incompatible",
        "1 part of the generated client can be seen by users",
    )


def test_a_failed_old_test_is_a_decision() -> None:
    failed = evolve(report(is_decided=True), failed_tests=("tests/test_a.py::test_b: KeyError",))
    assert failed.decisions == ("1 old test fails",)
    for text in (
        bump_page(failed),
        markdown_report(failed),
        "".join(line.text for line in text_report(failed)),
    ):
        assert "KeyError" in text


def test_a_package_without_a_layer_lists_the_changes() -> None:
    bare = evolve(report(is_decided=True), has_layer=False, impact=Impact(findings=()), applied=())
    for text in (bump_page(bare), markdown_report(bare)):
        assert "no stable layer" in text or "## Advice" in text
        assert "may be REFUNDED now" in text


def test_markdown_has_no_markup_of_a_spec() -> None:
    text = markdown_report(hostile_report())
    outside = re.sub(r"(?ms)^(`{3,})\w*\n.*?^\1$", "", text)
    # An escaped bracket is text.
    assert set(re.findall(r"(?<!\\)</?\w+", outside)) == {"<details", "<summary", "</summary", "</details"}
    assert "\n# x" not in outside
    assert "://" not in outside


def test_text_fits_a_terminal_and_has_places_and_questions() -> None:
    lines = [line.text for line in text_report(report())]
    assert "orders.py:13" in lines
    assert "Question: What is the state of an order without one?" in lines
    assert "The field amount of Order is called total now. [fixed by an edit]" in lines
    assert "The default of page_size is above the maximum of the API. [possible]" in lines
    assert lines[0] == "Shop API 1.6.0 to 1.7.0: 6 changes."


def test_json_has_everything_and_findings_name_their_change() -> None:
    found = json.loads(json.dumps(json_report(report())))
    assert (found["needs_decision"], found["advice"]["next_version"]) == (True, "2.0.0")
    first = found["findings"][0]
    assert found["diff"]["changes"][first["change"]]["rule"] == "property-renamed"
    assert (first["is_applied"], first["place"]["line"], first["edit"]["new"]) == (True, 13, "total")
    assert found["without_effect"] == [5]


def test_code_lines_mark_the_place_without_the_common_indent() -> None:
    lines = code_lines({"orders.py": ORDERS}, place(13, "amount"))
    marked = next(line for line in lines if line.end)
    assert (marked.number, marked.text[marked.start : marked.end]) == (13, "amount")
    assert not any(line.text.startswith("  ") for line in lines if line.number == 15)
    assert code_lines({}, place(13, "amount")) == ()
    assert code_lines({"orders.py": "x\n"}, place(13, "amount")) == ()
    feed = {"orders.py": ORDERS.replace("newest first", "newest\x0cfirst")}
    assert [line.number for line in code_lines(feed, place(17, "return"), around=0)] == [17]


def test_two_places_on_one_line_are_shown_once() -> None:
    twice = evolve(LIMIT, place=place(15, "page_size"))
    shown = bump_page(evolve(report(), impact=Impact(findings=(LIMIT, twice))))
    assert shown.count("<code>orders.py:15</code>") == 1
    lines = [line.text for line in text_report(evolve(report(), impact=Impact(findings=(LIMIT, twice))))]
    assert lines.count("orders.py:15") == 1


def test_edited_lines_are_those_at_the_place() -> None:
    assert [mark for mark, _ in edited_lines(report(), place(13, "amount"))] == ["-", "+"]
    assert edited_lines(report(), place(15, "100")) == ()
    added = evolve(report(), edited={"orders.py": f"import x\n{ORDERS}"})
    assert edited_lines(added, place(1, "Orders")) == (("+", "import x"),)


SHOWN = "[...document.querySelectorAll('[data-item]')].filter(item => !item.hidden).length"
FOCUSED = "document.activeElement.querySelector('h3')?.textContent"
PRESS = "document.dispatchEvent(new KeyboardEvent('keydown', {key: '%s', bubbles: true}))"


@pytest.mark.slow  # Starts a browser.
@pytest.mark.skipif(CHROMIUM is None or sys.platform == "win32", reason="Chromium is not installed")
def test_the_page_in_a_browser(tmp_path: Path) -> None:
    page, hostile = tmp_path / "bump.html", tmp_path / "hostile.html"
    page.write_text(bump_page(report()), encoding="utf-8")
    hostile.write_text(bump_page(hostile_report()), encoding="utf-8", errors="surrogateescape")
    with chromium(tmp_path / "profile") as tab:
        tab.open(page.as_uri())
        assert tab.value(SHOWN) == 6
        tab.value("document.querySelector('input[value=breaks]').click()")
        assert tab.value(SHOWN) == 4
        tab.value("document.querySelector('input[value=breaks]').click()")
        tab.value(PRESS % "j")
        assert tab.value(FOCUSED) == GUARD.words
        tab.value(PRESS % "j")
        assert tab.value(FOCUSED) == RENAME.words
        tab.value(PRESS % "j")
        assert tab.value(FOCUSED) == LIMIT.words
        tab.value(PRESS % "k")
        assert tab.value(FOCUSED) == RENAME.words
        tab.value("document.querySelector('input[type=search]').value = 'note of SCHEMA'")
        tab.value("document.querySelector('form').dispatchEvent(new Event('input'))")
        assert tab.value(SHOWN) == 1
        assert tab.value("document.querySelector('details[data-section]').open")
        tab.value("document.querySelector('button[data-search]').click()")
        assert tab.value(SHOWN) == 3
        width = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        assert tab.value(width)
        tab.open(hostile.as_uri())
        assert tab.value(SHOWN) == 2
        assert tab.value(width)
