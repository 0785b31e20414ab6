"""JSONPath as PostgreSQL's `@?` has it; tables."""

import json

import pytest

from seawall.local.platform.jsonpath import JsonPathError, parse, path_exists, path_exists_in_text

STUDY = {
    "study": "high",
    "score": 0.8,
    "count": 3,
    "ok": True,
    "none": None,
    "tags": ["draft", "urgent"],
    "gpu": {"count": 4, "memory": 16},
    "with space": 1,
    "sites": [{"name": "Ulm", "beds": 3}, {"name": "Bonn", "beds": 9}],
}


@pytest.mark.parametrize(
    "expression",
    [
        "$",
        "$.study",
        "study",
        "  study",
        "lax $.study",
        '$.study ? (@ == "high")',
        'study ? (@ == "high")',
        "$.score ? (@ > 0.75)",
        "$.score ? (@ >= 8e-1)",
        "$.count ? (@ == 3.0)",
        "$.count ? (@ <> 4)",
        "$.count ? (@ > -1)",
        "$.ok ? (@ == true)",
        "$.none ? (@ == null)",
        "$.study ? (@ != null)",
        '$.tags[*] ? (@ == "draft")',
        '$.tags ? (@ == "draft")',
        '$.tags[0] ? (@ == "draft")',
        '$.tags[last] ? (@ == "urgent")',
        '$.tags[0 to 1] ? (@ == "urgent")',
        "$.study[*]",
        "$.gpu ? (@.count > 2 && @.memory >= 16)",
        "$.gpu ? (@.count > 9 || @.memory == 16)",
        "$.gpu ? (!(@.count > 9))",
        "$.gpu.* ? (@ == 16)",
        '$."with space" ? (@ == 1)',
        "$.sites.name",
        '$.sites ? (@.beds > 5).name ? (@ == "Bonn")',
        '$ ? (@.study == "high" && exists (@.gpu))',
        '$ ? (exists (@.sites ? (@.name == "Ulm")))',
        "$ ? (@.gpu.count > $.count)",
        '$.study ? (@ like_regex "^hi")',
        '$.study ? (@ like_regex "^HI" flag "i")',
        '$.study ? (@ like_regex "hi" flag "q")',
        '$.study ? (@ starts with "hi")',
        "$ ? ((@.study > 3) is unknown)",
        '$ ? (@.tags == "urgent")',
        '$.study == "low"',  # a bare condition finds its own truth: PostgreSQL's `@?` matches always
        '$.study ? (@ == "h\\u0069gh")',
    ],
)
def test_it_matches(expression: str) -> None:
    assert path_exists(STUDY, parse(expression))


@pytest.mark.parametrize(
    "expression",
    [
        "$.missing",
        "$.study.deeper",
        '$.study ? (@ == "low")',
        "$.score ? (@ > 0.8)",
        '$.count ? (@ == "3")',
        "$.ok ? (@ == 1)",
        "$.study ? (!(@ > 3))",
        "$.tags[2]",
        "$.tags[1 to 0]",
        '$.tags[*] ? (@ == "done")',
        "$.gpu ? (@ == 4)",
        "$.gpu ? (@.count > 2 && @.memory > 16)",
        "$.none ? (@ != null)",
        '$.count ? (@ like_regex "3")',
        '$.count ? (@ starts with "3")',
        '$.study ? (@ like_regex "^i")',
        "$.missing ? (@ == null)",
        "$ ? (exists (@.missing))",
        "$.study.*",
    ],
)
def test_it_does_not_match(expression: str) -> None:
    assert not path_exists(STUDY, parse(expression))


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "$.",
        "$[",
        "$.a ?",
        "$.a ? (@ == )",
        "$.a ? (@ = 1)",
        "$.a ? ('x' == @)",
        '$.a ? (@ == "open)',
        "$.a ? (@)",
        "$.a && $.b",
        "$.a ? (@ == 1",
        "$.a extra",
        "$.size()",
        "$.a[-1]",
        "strict $.a",
        '$.a ? (@ like_regex "(")',
        '$.a ? (@ like_regex "a" flag "z")',
        '$.a ? (@ like_regex "(a)\\\\1")',
        '$.a ? (@ like_regex "(?=a)")',
        '$.a ? (@ like_regex "a" flag "x")',
        '$.a ? (@ == "\\x")',
        "$.a ? " + "(" * 100 + "@ == 1" + ")" * 100,
        "!" * 100 + "($.a == 1)",
        "$.a" * 400,
        "$.a; drop table runs",
    ],
)
def test_it_is_refused(expression: str) -> None:
    with pytest.raises(JsonPathError):
        parse(expression)


@pytest.mark.parametrize("pattern", ["(ab)+", "[a-z]+[0-9]*", "a|b", "(a|b)", "x{2,3}", "[(]+", "((a|aa)+)+"])
def test_plain_regular_expressions_are_welcome(pattern: str) -> None:
    parse(f'$.a ? (@ like_regex "{pattern}")')


def test_text_is_read_as_json_and_no_document_counts_as_null() -> None:
    assert path_exists_in_text('{"a": 1}', "$.a") is True
    assert path_exists_in_text('{"a": 1}', "$.b") is False
    assert path_exists_in_text(None, "$.a") is False
    assert path_exists_in_text(None, "$") is True


@pytest.mark.parametrize("pattern", ["a*a*a*a*a*a*b", "(a+)+$", "(a|aa)*c"])
def test_no_pattern_takes_long(pattern: str) -> None:
    document = {"a": "a" * 6000 + "!"}
    assert path_exists(document, parse(f'$.a ? (@ like_regex "{pattern}")')) is False


def test_filters_within_filters_come_to_an_end() -> None:
    expression = "@ == -1"
    for _ in range(6):
        expression = f"exists($.a[*] ? ({expression}))"
    document = json.dumps({"a": list(range(60))})
    assert path_exists_in_text(document, f"$.a[*] ? ({expression})") is None
