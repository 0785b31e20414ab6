"""Texts that match a pattern, and patterns that would take forever."""

import random
import re
import time

from seawall.codegen.mock.patterns import matching_text, search_of
from tests.rows import row

MATCHED = [
    "^[a-z]+$",
    "^([a-z]+\\.)*[a-z]+$",
    "^(a|b){3}[0-9]{2,4}x?$",
    "^\\d{4}-\\d{2}$",
    "[^a]b.",
    "^((a+)+b)+$",
    "(?=x)x",
    "",
]
ENDLESS = [
    "^(a+)+(?!)",
    "^(a|a)*$b",
    "^(a+)+$b",
    "(a*)*(?=b)c",
    "a*" * 60 + "(?!)",
    "((x{1000}){1000}){1000}",
    "(" * 5_000 + "a" + ")" * 5_000,
    "(a+)+" * 10_000 + "(?!)",
    "(a+)+\\1(?!)",
]


def test_a_text_matches() -> None:
    for pattern in MATCHED:
        with row(pattern):
            text = matching_text(pattern, random.Random(1))
            assert text is not None
            assert re.search(pattern, text)


def test_a_pattern_without_end_has_no_text() -> None:
    start = time.process_time()
    for pattern in ENDLESS:
        with row(pattern):
            assert matching_text(pattern, random.Random(1)) is None
    assert time.process_time() - start < 20


def test_a_search_ends_in_time() -> None:
    start = time.process_time()
    for pattern in ENDLESS:
        search = search_of(pattern)
        if search is not None:
            search("a" * 50_000)
    assert time.process_time() - start < 20


def test_a_search_has_the_result_of_python() -> None:
    texts = ["", "abc", "a.b", "aab", "ab1234x", "2026-01", "x", "1.0.0-rc.1"]
    version = r"^(\d+)\.(\d+)\.(\d+)(?:-((?:\d+|[a-z]+)(?:\.(?:\d+|[a-z]+))*))?$"
    for pattern in [*(one for one in MATCHED if "(?=" not in one), version]:
        with row(pattern):
            search = search_of(pattern)
            assert search is not None
            assert [bool(search(text)) for text in texts] == [
                bool(re.search(pattern, text)) for text in texts
            ]
