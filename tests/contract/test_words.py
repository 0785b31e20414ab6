"""Plain words: docstrings, comments, messages and docs use the terms of the field."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.contract.source import ROOT, SOURCE, is_generated

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
SUSPICIOUS = re.compile("|".join([*UNCOMMON, r"\bWhere "]), re.IGNORECASE)
BAD = [(re.compile(pattern, re.IGNORECASE), plain) for pattern, plain in UNCOMMON.items()]


def written_by_hand() -> Iterator[tuple[str, str]]:
    """Yield the path and the text of each hand-written file of code and tests, except for this one."""
    for path in sorted([*SOURCE.glob("**/*.py"), *(ROOT / "tests").glob("**/*.py")]):
        if "_sync" not in path.parts and not is_generated(path) and path != Path(__file__):
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def docstrings() -> Iterator[tuple[str, str]]:
    """Yield the docstrings of each file of code and tests that has a suspicious one, with their places."""
    for path, source in written_by_hand():
        if not re.search(rf'"""\s*{RIDDLE.pattern}', source):
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                text = ast.get_docstring(node)
                if text:
                    yield f"{path} {getattr(node, 'name', '')}", text


@cache
def prose() -> list[tuple[str, str]]:
    """Every comment and string of the code and tests, and every line of the docs, with its place."""
    # FSTRING_MIDDLE: the text of an f-string, from Python 3.12 on.
    kinds = {tokenize.COMMENT, tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}
    code = [
        (f"{path}:{token.start[0]}", token.string)
        for path, source in written_by_hand()
        # To split each file into tokens takes seconds.
        if SUSPICIOUS.search(source)
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
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
