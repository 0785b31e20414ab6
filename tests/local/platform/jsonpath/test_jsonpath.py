"""JSONPath filters, as PostgreSQL's `@?` evaluates them."""

import json

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


def is_valid(expression: str) -> bool:
    try:
        parse(expression)
    except JsonPathError:
        return False
    return True


def test_expressions_that_match() -> None:
    cases: list[str] = [
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
        '$.study == "low"',  # a bare condition always returns a value, so `@?` matches
        '$.study ? (@ == "h\\u0069gh")',
    ]
    for expression in cases:
        assert path_exists(STUDY, parse(expression)), expression


def test_expressions_that_do_not_match() -> None:
    cases: list[str] = [
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
    ]
    for expression in cases:
        assert not path_exists(STUDY, parse(expression)), expression


def test_invalid_expressions() -> None:
    cases = [
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
    ]
    assert [expression for expression in cases if is_valid(expression)] == []


def test_valid_regular_expressions() -> None:
    cases: list[str] = ["(ab)+", "[a-z]+[0-9]*", "a|b", "(a|b)", "x{2,3}", "[(]+", "((a|aa)+)+"]
    for pattern in cases:
        parse(f'$.a ? (@ like_regex "{pattern}")')


def test_no_document_counts_as_null() -> None:
    assert path_exists_in_text('{"a": 1}', "$.a") is True
    assert path_exists_in_text('{"a": 1}', "$.b") is False
    assert path_exists_in_text(None, "$.a") is False
    assert path_exists_in_text(None, "$") is True


def test_patterns_run_in_linear_time() -> None:
    cases: list[str] = ["a*a*a*a*a*a*b", "(a+)+$", "(a|aa)*c"]
    for pattern in cases:
        document = {"a": "a" * 6000 + "!"}
        assert path_exists(document, parse(f'$.a ? (@ like_regex "{pattern}")')) is False, pattern


def test_nested_filters_stop_at_the_step_limit() -> None:
    expression = "@ == -1"
    for _ in range(6):
        expression = f"exists($.a[*] ? ({expression}))"
    document = json.dumps({"a": list(range(60))})
    assert path_exists_in_text(document, f"$.a[*] ? ({expression})") is None
