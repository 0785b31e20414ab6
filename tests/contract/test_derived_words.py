"""Derived code reads right: its comments, docstrings and messages have no words of async code."""

import io
import re
import tokenize
from pathlib import Path

from tests.contract.source import ROOT

ASYNC_WORDS = re.compile(
    r"\b(?:async\w*|await(?:s|ed|ing)?|asyncio|coroutines?|event loops?|tasks?)\b", re.IGNORECASE
)
ALLOWED = (
    # True in both halves.
    "One half of this package: the async code is written by hand, the sync code is derived from it.",
    "For any thread and any event loop.",
    "The execution has a task or thread of its own",
)
# Since Python 3.12, the text of an f-string is a token of its own.
TEXT = {tokenize.COMMENT, tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}


def text_of(source: str) -> str:
    """Return the comments and strings of `source` as one line, without its first line, the marker."""
    _, _, code = source.partition("\n")
    tokens = tokenize.generate_tokens(io.StringIO(code).readline)
    return " ".join(" ".join(token.string.strip("#").split()) for token in tokens if token.type in TEXT)


def async_words(source: str) -> list[str]:
    """Return each async word in the text of `source` with the words around it."""
    text = text_of(source)
    for sentence in ALLOWED:
        text = text.replace(sentence, "")
    return [text[max(0, match.start() - 40) : match.end() + 20] for match in ASYNC_WORDS.finditer(text)]


def derived_files() -> list[Path]:
    return sorted(path for root in ("src", "tests") for path in (ROOT / root).glob("**/_sync/**/*.py"))


def test_no_derived_file_has_async_words_in_its_text() -> None:
    found = {str(path.relative_to(ROOT)): async_words(path.read_text("utf-8")) for path in derived_files()}
    assert found
    assert {path: words for path, words in found.items() if words} == {}


def test_words_are_found_in_comments_docstrings_and_messages() -> None:
    code = """marker
# Never held
# across an await.
def f(x):
    '''Cancel the
    task.'''
    g(f"no {x} coroutine")
"""
    assert len(async_words(code)) == 3
    assert "across an await" in async_words(code)[0]


def test_each_allowed_sentence_is_used() -> None:
    texts = [text_of(path.read_text("utf-8")) for path in derived_files()]
    assert [sentence for sentence in ALLOWED if not any(sentence in text for text in texts)] == []


def test_no_derived_module_has_async_names() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{token.start[0]}: {token.string}"
        for path in derived_files()
        if path.is_relative_to(ROOT / "src")
        for token in tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline)
        if token.type == tokenize.NAME and "async" in token.string.lower()
    ]
    assert found == []
