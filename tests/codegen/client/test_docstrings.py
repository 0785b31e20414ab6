"""Docstrings of generated code: whole sentences, whatever the description looks like."""

import ast
from pathlib import Path

import pytest

from seawall.codegen.client.docstrings import MAX_SENTENCE, docstring, first_sentence
from seawall.codegen.client.layout import LINE_WIDTH
from tests.codegen.generating import client, spec_with

WHOLE = [
    ("A run.", "A run."),
    ("A run. It has items.", "A run."),
    ("A run", "A run."),
    ("Is it ready? Then go.", "Is it ready?"),
    ("  A run\n  of items.\n  More. ", "A run of items."),
    ("A run.\n\nMore about it.", "A run."),
    ("A run\n\nMore about it.", "A run."),
    # Abbreviations.
    ("One piece of work, e.g. one slide. It has a name.", "One piece of work, e.g. one slide."),
    ("One unit, e.g. Slides or i.e. Images. More.", "One unit, e.g. Slides or i.e. Images."),
    ("Work (e.g. One slide. Or two) of a run. More.", "Work (e.g. One slide. Or two) of a run."),
    ("Speed vs. Quality, cf. Section 3. More.", "Speed vs. Quality, cf. Section 3."),
    ("It takes approx. 5 minutes. More.", "It takes approx. 5 minutes."),
    ("Form No. 5 of max. 10 pages. More.", "Form No. 5 of max. 10 pages."),
    ("Does it end? No. It waits.", "Does it end?"),
    ("It says no. It waits.", "It says no."),
    ("Images, masks, etc. Each has a name.", "Images, masks, etc."),
    ("Images, masks, etc. of a run. More.", "Images, masks, etc. of a run."),
    ("Data from the U.S. Government. More.", "Data from the U.S. Government."),
    ("Named by J. Smith. More.", "Named by J. Smith."),
    ("Set by each carrier, Ex. AT&T. More.", "Set by each carrier, Ex. AT&T."),
    ("Made by Acme Inc.", "Made by Acme Inc."),
    ("The log of a ref. If it is empty, none.", "The log of a ref."),
    ("Made by Acme Inc. Germany. More.", "Made by Acme Inc. Germany."),
    ("See Ref. No. 5 of Jan. 2026. More.", "See Ref. No. 5 of Jan. 2026."),
    ("Ein Lauf, z. B. Bilder. Mehr.", "Ein Lauf, z. B. Bilder."),
    ("As Smith et al. (2020) say. More.", "As Smith et al. (2020) say."),
    # Versions, hosts, numbers, ellipses.
    ("Since v1.2 of example.com it is 3.5 m. More.", "Since v1.2 of example.com it is 3.5 m."),
    ("Since version 2. It has items.", "Since version 2."),
    ("It waits ... Then it runs. More.", "It waits ... Then it runs."),
    ("It waits\u2026 Then it runs. More.", "It waits\u2026 Then it runs."),
    ("The sizes 1, 2, 3, ...", "The sizes 1, 2, 3, ..."),
    # Code spans, quotes, brackets, Markdown.
    ("See `a. B` and ``c. D``. More.", "See `a. B` and ``c. D``."),
    ("The state. `DONE` is the last.", "The state."),
    ("The state `DONE`", "The state `DONE`."),
    ('It says "done." Then it ends.', 'It says "done."'),
    ("(A run.) It has items.", "(A run.)"),
    ("**Deprecated.** Use runs.", "**Deprecated.**"),
    ("See [the page. It is long](https://a.example/b.c). More.", "See [the page. It is long](https://a.example/b.c)."),
    ("# A title\n\nA run. More.", "A run."),
    ("- one\n- two\n\nA run.", "A run."),
    ("A run.\n- one\n- two", "A run."),
    ("A run has states. They are:\n- one\n- two", "A run has states."),
    ("<p>Markup</p>\n\nA run.", "A run."),
    # Other scripts.
    ("\u5b9f\u884c\u3002\u72b6\u614b\u3002", "\u5b9f\u884c\u3002"),
    ("Ein Lauf. \u00c4ltere fehlen.", "Ein Lauf."),
    # A long sentence is whole too.
    (f"A run {'of items ' * 20}ends. More.", f"A run {'of items ' * 20}ends."),
]  # fmt: skip

# No whole sentence, or too long: the generic line takes its place.
NONE = [
    "",
    " \n\n ",
    "One of:",
    "One of:\n- a\n- b",
    "The value must be\n- a\n- b",
    "One of the following,",
    "One piece of work, e.g.",
    "A run \u2013",
    "- one\n- two",
    "1. one\n2. two",
    "| a | b |\n|---|---|",
    "```\ncode.\n```",
    "N" * 100_000,
    "word " * MAX_SENTENCE,
]


def test_the_first_sentence_is_whole() -> None:
    found = [(text, first_sentence(text)) for text, _ in WHOLE]
    assert found == WHOLE


def test_a_text_without_a_whole_sentence_gives_none() -> None:
    assert [text for text in NONE if first_sentence(text) != ""] == []


def test_a_lead_stands_before_the_sentence_and_counts() -> None:
    assert first_sentence("Get run. More.", lead="GET /runs: ") == "GET /runs: Get run."
    assert first_sentence("Get run.", lead="x" * MAX_SENTENCE) == ""


@pytest.mark.parametrize("note", ["", f"`level` is one of {', '.join(map(str, range(100)))}."])
@pytest.mark.parametrize("text", ["A run.", f"A run {'of items ' * 20}ends.", '"""\\ ' * 60 + "\U0001f600."])
def test_a_long_docstring_is_wrapped_and_keeps_its_text(text: str, note: str) -> None:
    source = docstring(text, note)
    assert source.isascii()
    assert max(len(line) for line in f"    {source}".splitlines()) <= LINE_WIDTH
    assert " ".join(ast.literal_eval(source).split()) == " ".join(f"{text} {note}".split())


def test_generated_classes_and_functions_have_whole_docstrings(tmp_path: Path) -> None:
    thing = {
        "type": "object",
        "description": "One unit, e.g. one slide. More.",
        "properties": {"a": {"enum": ["b", "c"]}},
    }
    generated = client(spec_with(thing), tmp_path)
    assert generated.models.Thing.__doc__ == "One unit, e.g. one slide."
    assert generated.models.ThingA.__doc__ == "The values of ThingA."
    assert generated.calls.get_thing.__doc__ == "GET /thing."
