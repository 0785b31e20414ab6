"""Fragments of HTML: escaped, bounded, without anything that loads or runs."""

import pytest

from seawall.core.notebook.html import box, facts, fold, note, prose, table, text

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</td></table></div><h1>",
    "' onmouseover='alert(1)",
    "&lt;b&gt;",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_markup_is_text(value: str) -> None:
    assert not {*text(value)} & {*"<>\"'"}
    assert "&amp;lt;" in text("&lt;")


def test_a_character_that_does_not_print_shows_its_code() -> None:
    assert text("a\u202eb\u200fc\x1b[31m\x00") == r"a\u202eb\u200fc\x1b[31m\x00"
    assert text("a\n\t b") == "a b"


def test_text_from_right_to_left_is_isolated() -> None:
    assert text("שלום") == "<bdi>שלום</bdi>"


def test_text_is_cut() -> None:
    assert text("x" * 10_000, max_characters=10) == "<bdi>xxxxxxxxx…</bdi>"
    assert len(text("\u202e" * 1_000_000)) < 300
    assert text("x" * 10, max_characters=10) == "x" * 10


def test_names_of_columns_and_facts_are_escaped() -> None:
    hostile = "<b>"
    for html in (table([hostile], [["1"]]), facts([(hostile, "1")])):
        assert "<b>" not in html
        assert "&lt;b&gt;" in html


def test_an_output_is_not_typeset_and_has_no_background_of_its_own() -> None:
    html = box("title", note("remark"), fold("more", facts([("a", "1")])), table(["a"], [["1"]]))
    assert "tex2jax_ignore mathjax_ignore" in html
    for word in ("<script", "<style", "src=", "href=", "url(", "#fff", "white;", "black"):
        assert word not in html


def test_code_in_a_sentence_is_code() -> None:
    assert prose("Read it with `for <item>`.") == "Read it with <code>for &lt;item&gt;</code>."
