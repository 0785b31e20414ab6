"""Reports: grouped, complete, and without control of a terminal, a page or a Markdown reader by a spec."""

import json
import re
from html.parser import HTMLParser

from seawall.codegen.diff.page import html_report
from seawall.codegen.diff.reports import json_report, markdown_report, text_report
from tests.codegen.diff.pairs import TEXT, answer, diff_of, document, operation, thing

HOSTILE = "<script>alert(1)</script>\"' [x](https://evil.example) @team `a` \x1b[31m\u202e |"
OLD = document(
    {
        "/things": {"get": operation(operationId="get_things")},
        f"/{HOSTILE}": {"get": operation(operationId="evil")},
    }
) | {"info": {"title": HOSTILE, "version": HOSTILE}}
NEW = answer(thing(("a",), a=TEXT)) | {"info": {"title": HOSTILE, "version": "2"}}
DIFF = diff_of(OLD, NEW)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_text_is_grouped_by_level_and_operation() -> None:
    lines = [line.text for line in text_report(DIFF)]
    assert "BREAKING" in lines
    assert "GET /things" in lines
    assert any(line.startswith("answer 200 is object instead of any value") for line in lines) or any(
        "[operation-removed, request]" in line for line in lines
    )


def test_json_has_each_change_once() -> None:
    report = json_report(DIFF)
    text = json.dumps(report)
    assert json.loads(text)["counts"].keys() == {"breaking", "risky", "safe"}
    assert len(json.loads(text)["changes"]) == len(DIFF.changes)


def test_a_page_has_no_markup_of_a_spec_and_no_other_resource() -> None:
    page = _Page()
    page.feed(html_report(DIFF))
    assert [tag for tag, _ in page.tags].count("script") == 1
    names = {name for _, attributes in page.tags for name in attributes}
    assert not {name for name in names if name.startswith("on")} | ({"src", "href"} & names)
    assert not re.search(r"https?://(?!evil|api\.example)", html_report(DIFF))
    assert "\x1b" not in html_report(DIFF)
    assert "\u202e" not in html_report(DIFF)


def test_markdown_has_no_markup_of_a_spec() -> None:
    text = markdown_report(DIFF)
    assert "\\<script\\>" in text
    assert not re.search(r"(?<!\\)\]\(", text)
    assert "@team" not in text
    assert "https://" not in text
    assert "\x1b" not in text
    assert "\u202e" not in text
