"""The table of parameter styles (OpenAPI 3.1, section 4.8.12.6), which docs/calls.md shows too."""

import pytest

from seawall.core.http.styles import (
    Style,
    StyleError,
    TextValue,
    cookie_pairs,
    form_pairs,
    header_text,
    path_text,
    query_text,
)
from tests.rows import row

LIST: TextValue = ["blue", "black"]
OBJECT: TextValue = {"R": "100", "G": "200"}
NESTED: TextValue = {"a": {"b": ["1", "2"], "c": "3"}, "d": [{"e": "4"}, {"e": "5"}]}

PATH: list[tuple[Style, bool, TextValue, str]] = [
    ("simple", False, "blue", "blue"),
    ("simple", False, "a/b c", "a%2Fb%20c"),
    ("simple", False, LIST, "blue,black"),
    ("simple", False, ["a,b", "c"], "a%2Cb,c"),
    ("simple", True, LIST, "blue,black"),
    ("simple", False, OBJECT, "R,100,G,200"),
    ("simple", True, OBJECT, "R=100,G=200"),
    ("label", False, "blue", ".blue"),
    ("label", False, LIST, ".blue,black"),
    ("label", True, LIST, ".blue.black"),
    ("label", False, OBJECT, ".R,100,G,200"),
    ("label", True, OBJECT, ".R=100.G=200"),
    ("matrix", False, "blue", ";color=blue"),
    ("matrix", False, "", ";color"),
    ("matrix", False, LIST, ";color=blue,black"),
    ("matrix", True, LIST, ";color=blue;color=black"),
    ("matrix", False, OBJECT, ";color=R,100,G,200"),
    ("matrix", True, OBJECT, ";R=100;G=200"),
]
QUERY: list[tuple[Style, bool, TextValue, list[str]]] = [
    ("form", True, "blue", ["color=blue"]),
    ("form", True, "", ["color="]),
    ("form", True, "a&b=c#d/é", ["color=a%26b%3Dc%23d%2F%C3%A9"]),
    ("form", True, LIST, ["color=blue", "color=black"]),
    ("form", False, LIST, ["color=blue,black"]),
    ("form", False, ["a,b", "c"], ["color=a%2Cb,c"]),
    ("form", True, OBJECT, ["R=100", "G=200"]),
    ("form", False, OBJECT, ["color=R,100,G,200"]),
    ("form", True, [], []),
    ("form", False, [], []),
    ("form", True, {}, []),
    ("form", True, {"a": {"b": "1"}}, ["a%5Bb%5D=1"]),
    ("form", True, [["1", "2"]], ["color%5B%5D%5B%5D=1", "color%5B%5D%5B%5D=2"]),
    ("spaceDelimited", False, LIST, ["color=blue%20black"]),
    ("spaceDelimited", True, LIST, ["color=blue", "color=black"]),
    ("spaceDelimited", False, OBJECT, ["color=R%20100%20G%20200"]),
    ("pipeDelimited", False, LIST, ["color=blue%7Cblack"]),
    ("pipeDelimited", False, OBJECT, ["color=R%7C100%7CG%7C200"]),
    ("pipeDelimited", True, LIST, ["color=blue", "color=black"]),
    ("deepObject", True, OBJECT, ["color%5BR%5D=100", "color%5BG%5D=200"]),
    ("deepObject", True, LIST, ["color%5B%5D=blue", "color%5B%5D=black"]),
    ("deepObject", True, "blue", ["color=blue"]),
    (
        "deepObject",
        True,
        NESTED,
        [
            "color%5Ba%5D%5Bb%5D%5B%5D=1",
            "color%5Ba%5D%5Bb%5D%5B%5D=2",
            "color%5Ba%5D%5Bc%5D=3",
            "color%5Bd%5D%5B0%5D%5Be%5D=4",
            "color%5Bd%5D%5B1%5D%5Be%5D=5",
        ],
    ),
]
HEADERS: list[tuple[bool, TextValue, str]] = [
    (False, "blue", "blue"),
    (False, LIST, "blue,black"),
    (False, OBJECT, "R,100,G,200"),
    (True, OBJECT, "R=100,G=200"),
]
COOKIES: list[tuple[bool, TextValue, list[tuple[str, str]]]] = [
    (True, "blue", [("color", "blue")]),
    (True, 'a b;c,"d\\é', [("color", "a%20b%3Bc%2C%22d%5C%C3%A9")]),
    (True, "a=b/c", [("color", "a=b/c")]),
    (True, "100%", [("color", "100%25")]),
    (True, LIST, [("color", "blue"), ("color", "black")]),
    (False, LIST, [("color", "blue%2Cblack")]),
    (True, OBJECT, [("R", "100"), ("G", "200")]),
    (False, OBJECT, [("color", "R%2C100%2CG%2C200")]),
]


def test_path_parameters() -> None:
    for style, explode, value, text in PATH:
        with row(style, explode, value):
            assert path_text("color", value, style, explode=explode) == text


def test_query_parameters() -> None:
    for style, explode, value, texts in QUERY:
        with row(style, explode, value):
            assert query_text("color", value, style, explode=explode) == texts


def test_headers() -> None:
    for explode, value, text in HEADERS:
        with row(explode, value):
            assert header_text(value, explode=explode) == text


def test_cookies() -> None:
    for explode, value, pairs in COOKIES:
        with row(explode, value):
            assert cookie_pairs("color", value, explode=explode) == pairs


def test_a_form_has_the_styles_of_a_query_and_its_own_encoding() -> None:
    for style, explode, value, texts in QUERY:
        with row(style, explode, value):
            found = form_pairs("color", value, style, explode=explode)
            assert [text.replace("+", "%20") for text in found] == texts
    assert form_pairs("a b", "c d+e", "form", explode=True) == ["a+b=c+d%2Be"]


def test_reserved_characters_stay_if_they_are_allowed() -> None:
    for value, text in [
        ("a/b?c:d@e", "q=a/b?c:d@e"),
        ("a&b=c#d+e", "q=a%26b%3Dc%23d%2Be"),
        ("100%2F5%", "q=100%2F5%25"),
        ("é [x]", "q=%C3%A9%20%5Bx%5D"),
    ]:
        with row(value):
            assert query_text("q", value, "form", explode=True, allow_reserved=True) == [text]


def test_a_style_refuses_values_for_which_it_has_no_form() -> None:
    deep: TextValue = {"a": {"b": "1"}}
    rows: list[tuple[Style, bool, TextValue]] = [
        ("form", False, deep),
        ("form", False, [["1"]]),
        ("spaceDelimited", False, [["1"]]),
        ("pipeDelimited", False, deep),
    ]
    for style, explode, value in rows:
        with row(style, value), pytest.raises(StyleError, match="has no form"):
            query_text("q", value, style, explode=explode)
    for path_style in ("simple", "label", "matrix"):
        with row(path_style), pytest.raises(StyleError, match="has no form"):
            path_text("q", deep, path_style, explode=True)
    with pytest.raises(StyleError):
        header_text(deep, explode=False)
