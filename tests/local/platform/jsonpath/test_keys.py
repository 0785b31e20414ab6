"""Keys of documents and expressions: each document that matches has one of the keys that are required."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from seawall.local.platform.jsonpath import keys_of_text, parse, path_exists, required_keys
from seawall.local.platform.jsonpath.keys import EVERY_EXPRESSION, MOST_VALUES, Key, KeyRange

NAMES = ("a", "b", "c d")
scalars: st.SearchStrategy[Any] = st.sampled_from(
    [
        *(None, True, False, 0, 1, 1.0, -0.0, 0.5, -2, -2.5, 10**30, 1e30, 10**400, -(10**400)),
        *("", "x", "xy", "1", "true", "null", "ü", "x" * 32, "x" * 33, "x" * 32 + "ü", "X"),
    ]
)
documents = st.dictionaries(
    st.sampled_from(NAMES),
    st.recursive(
        scalars,
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3)
        ),
        max_leaves=8,
    ),
    max_size=3,
)

steps = st.sampled_from(['."a"', '."b"', '."c d"', ".*", "[*]", "[0]", "[last]", "[0 to 1]"])
literals = scalars.map(json.dumps).filter(lambda text: "+" not in text)
texts = scalars.filter(lambda value: isinstance(value, str))
patterns = st.sampled_from(
    [
        '"x"',
        '"^x"',
        '"^xy*"',
        '"^x|1"',
        '"^(x)"',
        '"^x" flag "i"',
        '"^x" flag "m"',
        '"^1" flag "q"',
        '"^x{0}1"',
    ]
)


def paths(start: str, inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    filters = inner.map(lambda condition: f"?({condition})")
    return st.lists(steps | filters, max_size=4).map(lambda parts: start + "".join(parts))


def conditions(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operand = paths("@", inner) | paths("$", inner)
    operators = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
    return st.one_of(
        st.tuples(operand | literals, operators, operand | literals).map(" ".join),
        operand.map(lambda path: f"exists ({path})"),
        st.tuples(operand, texts).map(lambda each: f"{each[0]} starts with {json.dumps(each[1])}"),
        st.tuples(operand, patterns).map(" like_regex ".join),
        inner.map(lambda condition: f"!({condition})"),
        inner.map(lambda condition: f"({condition}) is unknown"),
        st.tuples(inner, st.sampled_from(["&&", "||"]), inner).map(
            lambda each: f"({each[0]}) {each[1]} ({each[2]})"
        ),
    )


expressions = paths("$", st.recursive(st.just('@.a == "x"'), conditions, max_leaves=4)) | st.recursive(
    st.just("$.a == 1"), conditions, max_leaves=3
).map(lambda condition: condition.replace("@", "$"))


def keys(document: object) -> set[Key]:
    found = keys_of_text(json.dumps(document))
    assert found is not None
    return {(path, value) for path, value in json.loads(found)}


def is_candidate(document: object, required: frozenset[KeyRange] | None) -> bool:
    return required is None or any(
        path == wanted.path and wanted.first <= value <= wanted.last
        for wanted in required
        for path, value in keys(document)
    )


@given(documents, expressions)
def test_each_document_that_matches_has_a_required_key(document: dict[str, Any], expression: str) -> None:
    node = parse(expression)
    if path_exists(document, node):
        assert is_candidate(document, required_keys(node)), expression


def test_expressions_that_an_index_serves_and_documents_that_they_exclude() -> None:
    rows: list[tuple[str, object, bool]] = [
        # expression, document, whether the document is a candidate
        ("study", {"study": 1}, True),
        ("study", {"other": {"study": 1}}, False),
        ("$.a.b", {"a": [{"b": 1}]}, True),
        ("$.a", {"a": []}, True),
        ("$.a.b", {"a": 1, "b": 1}, False),
        ('$.a ? (@ == "x")', {"a": ["x"]}, True),
        ('$.a ? (@ == "x")', {"a": "y"}, False),
        ('$.a ? ("x" == @)', {"a": "y"}, False),
        ("$.a ? (@ == 1)", {"a": 1.0}, True),
        ("$.a ? (@ == 1)", {"a": True}, False),
        ("$.a ? (@ > 1)", {"a": 2}, True),
        ("$.a ? (@ > 1)", {"a": -2}, False),
        ("$.a ? (1 > @)", {"a": 2}, False),
        ("$.a ? (@ > 1)", {"a": "2"}, False),
        ('$.a ? (@ < "b")', {"a": "c"}, False),
        ("$.a ? (@ != 1)", {"b": 2}, False),
        ('$.a ? (@ starts with "ab")', {"a": "abc"}, True),
        ('$.a ? (@ starts with "ab")', {"a": "ac"}, False),
        ('$.a ? (@ like_regex "^ab")', {"a": "ac"}, False),
        ('$.a ? (@ like_regex "b")', {"a": "ac"}, True),
        ("$ ? (@.a == 1 && @.b > 2)", {"a": 2, "b": 3}, False),
        ("$ ? (@.a == 1 || @.b == 2)", {"b": 2}, True),
        ("$ ? (@.a == 1 || @.b == 2)", {"a": 2, "b": 1}, False),
        ("$ ? (exists (@.a))", {"b": 1}, False),
        ('$.*.b ? (@ == "x")', {"a": {"b": "y"}}, True),  # the path is not known
        ('$ ? ($.a == "\\ud800")', {"a": "x"}, False),
    ]
    for expression, document, expected in rows:
        assert is_candidate(document, required_keys(parse(expression))) is expected, expression


def test_expressions_that_no_index_serves() -> None:
    for expression in (
        "$",
        "$.*",
        "$ ? (@ == null)",
        '$.study == "x"',
        "$ ? (!(@.a == 1))",
        "$ ? (@.a == 1 || 1 == 1)",
    ):
        assert required_keys(parse(expression)) is None, expression


def test_a_large_document_is_a_candidate_of_each_expression() -> None:
    for values in (dict.fromkeys(map(str, range(MOST_VALUES + 1))), {"a": [0] * MOST_VALUES}):
        assert keys(values) == {EVERY_EXPRESSION}
    found = keys(dict.fromkeys(map(str, range(MOST_VALUES))))
    assert (len(found), EVERY_EXPRESSION in found) == (MOST_VALUES, False)
    assert keys_of_text(None) is None
