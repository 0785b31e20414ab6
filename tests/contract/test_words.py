"""Plain words: docstrings, comments, messages and docs use the terms of the field."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache

from tests.contract.source import ROOT, hand_written

# A docstring that starts so describes a thing by a clause and does not name it.
RIDDLE = re.compile(r"(?:What|Who|Whom|Whose|Where|How|Whether|Whoever|Nobody|Somebody|That|All)\b")
# Words that no engineer of this field would use, each with the plain ones.
UNCOMMON = {
    r"\b(?:nobody|somebody|whoever|whomever|whom)\b": "name the caller, the user or the server",
    r"\bwho (?:waits|asks|gives|calls|holds|looks|needs)\b": "name the caller",
    r"\banew\b": "again",
    r"\bheld against\b": "compared with",
    r"\bgoes before\b": "takes precedence over",
    r"\bof late\b": "recently",
    r"\bmend(?:s|ed|ing)?\b": "fix, repair",
    r"\b(?:is|are|was|were) told\b": "receives, is logged, is called with",
}
BAD = [(re.compile(pattern, re.IGNORECASE), plain) for pattern, plain in UNCOMMON.items()]


def docstrings() -> Iterator[tuple[str, str]]:
    """Every docstring of the hand-written code, with its place."""
    for module in hand_written():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                text = ast.get_docstring(node)
                if text:
                    yield f"{module.name}.{getattr(node, 'name', '')}", text


@cache
def prose() -> list[tuple[str, str]]:
    """Every comment and string of the hand-written code, and every line of the docs, with its place."""
    # FSTRING_MIDDLE: the text of an f-string, from Python 3.12 on.
    kinds = {tokenize.COMMENT, tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}
    code = [
        (f"{module.name}:{token.start[0]}", token.string)
        for module in hand_written()
        for token in tokenize.generate_tokens(io.StringIO(module.text).readline)
        if token.type in kinds
    ]
    pages = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
    return code + [
        (f"{page.relative_to(ROOT)}:{number}", line)
        for page in pages
        for number, line in enumerate(without_code(page.read_text(encoding="utf-8")).splitlines(), start=1)
    ]


def without_code(markdown: str) -> str:
    """`markdown` without its code blocks, with the same number of lines."""
    return re.sub(r"```.*?```", lambda block: "\n" * block[0].count("\n"), markdown, flags=re.DOTALL)


def test_a_docstring_names_the_thing() -> None:
    assert [f"{place}: {text.splitlines()[0]}" for place, text in docstrings() if RIDDLE.match(text)] == []


def test_no_uncommon_word() -> None:
    found = [
        f"{place}: {match[0]!r}, say: {plain}"
        for place, text in prose()
        for pattern, plain in BAD
        if (match := pattern.search(text))
    ]
    assert found == []


def test_where_is_not_used_for_if() -> None:
    sentence = re.compile(r"(?:^|[.:;] |\* |\| )Where (?!to\b|it is\b)")
    found = [
        f"{place}: {text.strip()[:80]}" for place, text in prose() if sentence.search(text.strip("\"'# "))
    ]
    assert found == []
