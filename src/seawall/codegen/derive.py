"""Derive the sync code from the async code: each `_async` folder has a `_sync` twin that is never edited.

The rules are regular expressions. They apply to code, comments and docstrings alike, so the text of an async
file must be true for the sync file too. A word of async code that no rule replaces, such as `asyncio.gather`,
is an error, and nothing is written. So is a `_sync` file without an `_async` file, and with `--strict` a rule
that matches nothing.

    python -m seawall.codegen.derive [--check] [--strict] ROOT [ROOT ...]
"""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath

from attrs import frozen

__all__ = ["RULES", "Rule", "async_words", "derive", "derived_files", "differences", "main"]


@frozen
class Rule:
    """A regular expression and its replacement; with `folder`, for the files below that folder only."""

    pattern: str
    replacement: str
    folder: str = ""

    def applies_to(self, path: PurePath) -> bool:
        """Return whether `path` lies below `folder`."""
        return f"/{self.folder}/" in f"/{path.parent.as_posix()}/" if self.folder else True


RULES = (
    # The names that libraries give to their async and sync classes.
    Rule(r"\bhandle_async_request\b", "handle_request", "transports/httpx2"),
    Rule(r"\baread\b", "read", "transports/httpx2"),
    Rule(r"\b(Client|ClientBuilder)\b", r"Sync\1", "transports/pyreqwest"),
    # Blocking code runs in a thread in the async half, and in place in the sync half.
    Rule(r"(?m)^from seawall\.runtime\.concurrency\.event_loop import .*\n", ""),
    Rule(r"\b(?:run_in_thread|shielded)\((\s*)([\w.]+)(?:,\s*|(?=\)))", r"\2(\1"),
    Rule(r"\bconcurrency\.tasks\b", "concurrency.threads"),
    # asyncio, which the sync half never imports.
    # `sleep(0)` lets other tasks run; threads switch by themselves, and `time.sleep(0)` takes 80 us.
    Rule(r"(?m)^( *)(?:if [^\n]+:\n\1 +)?(?:#.*\n *)?await asyncio\.sleep\(0\)\n", ""),
    Rule(r"(?m)^import asyncio\n", ""),
    Rule(r"\basyncio\.sleep\b", "time.sleep"),
    Rule(r"  # noqa: ASYNC\d+\b", ""),
    # Redis: redis-py and limits have an asyncio half; only the one of limits has a choice of clients.
    Rule(r"\bredis\.asyncio\b", "redis", "redis"),
    Rule(r"\blimits\.aio\b", "limits", "rate_limit"),
    Rule(r'\n *implementation="redispy",', "", "rate_limit"),
    # Advice that holds for tasks only.
    Rule(", or cancel its task", "", "runtime/sse"),
    # The language.
    Rule(r"\b[Aa]sync (def|with|for)\b", r"\1"),
    Rule(r"\bawait ", ""),
    Rule(r"\b__aenter__\b", "__enter__"),
    Rule(r"\b__aexit__\b", "__exit__"),
    Rule(r"\b__aiter__\b", "__iter__"),
    Rule(r"\baiter\(", "iter("),
    Rule(r"\banext\(", "next("),
    Rule(r"\bAbstractAsyncContextManager\b", "AbstractContextManager"),
    Rule(r"\basynccontextmanager\b", "contextmanager"),
    Rule(r"\benter_async_context\b", "enter_context"),
    # Brackets may nest twice: Awaitable[Result[list[T]]].
    Rule(r"\bAwaitable\[((?:[^][]|\[(?:[^][]|\[[^][]*\])*\])+)\]", r"\1"),
    Rule(r"\bAwaitable, ", ""),
    # Our own names, and the article before a name that loses its vowel: an `AsyncClient`, a `Client`.
    Rule(r"\b_async\b", "_sync"),
    Rule(r"\b([Aa])n(\s+`*)Async(?=[B-DF-HJ-NP-TV-Z])", r"\1\2"),
    Rule(r"\b(_?)Async([A-Z]\w*)", r"\1\2"),
    Rule(r"\b(_?)async_([a-z]\w*)", r"\1\2"),
    Rule(r"\baclose\b", "close"),
    Rule(r"\baiter_(bytes|raw)\b", r"iter_\1"),
)
"""All rules, in the order in which they are applied."""

# A method `create_task` may be one of an SDK; the function of asyncio, and that of a task group, are not.
_LIBRARY = re.compile(
    r"\b(?:asyncio|anyio|trio)\b(?:\.\w+)*|\bTaskGroup\b|(?<![.\w])(?:create_task|ensure_future|gather)(?=\()"
    r"|\b(?:loop|group|tg|nursery)\.create_task\b"
)
_LANGUAGE = re.compile(r"\b(?:await|async|coroutines?|__await__|__anext__)\b", re.IGNORECASE)
_LIBRARY_ADVICE = (
    "the sync half has no event loop. Use a part that both halves have: the clock of the client to sleep, "
    "AsyncBulk for many calls; or move it to a module outside of _async"
)
_LANGUAGE_ADVICE = (
    "no rule makes sync code of it. Write it in another way, or a text that is true for both halves"
)

_MARKER = '# DO NOT EDIT. Derived from ../_async/{name} by "python -m seawall.codegen.derive".\n'


def derive(source: str, path: PurePath, *, rules: Sequence[Rule] = RULES) -> tuple[str, set[Rule]]:
    """Return the sync twin of the async file `path`, whose text is `source`, and the rules that matched."""
    matched: set[Rule] = set()
    for rule in rules:
        if rule.applies_to(path):
            source, count = re.subn(rule.pattern, rule.replacement, source)
            if count:
                matched.add(rule)
    return _MARKER.format(name=path.name) + source, matched


def async_words(source: str, path: PurePath, *, rules: Sequence[Rule] = RULES) -> list[str]:
    """Return a sentence for each word of async code in the async file `path` that no rule replaces.

    It names file, line, word and a remedy. A line that also speaks of `sync` code may say `async`.
    """
    numbers = list(range(1, source.count("\n") + 2))
    for rule in rules:
        if rule.applies_to(path):
            numbers = _kept_lines(source, rule, numbers)
            source = re.sub(rule.pattern, rule.replacement, source)
    found = []
    for number, line in zip(numbers, source.split("\n"), strict=True):
        both = re.search(r"\bsync\b", line) is not None
        words = [(match[0], _LIBRARY_ADVICE) for match in _LIBRARY.finditer(line)]
        words += [(match[0], _LANGUAGE_ADVICE) for match in _LANGUAGE.finditer(line) if not both]
        found += [f"{path}:{number}: `{word}`: {advice}" for word, advice in words]
    return found


def _kept_lines(source: str, rule: Rule, numbers: list[int]) -> list[int]:
    """Return the `numbers` of the lines that `rule` leaves; each stands for a line of `source`."""
    kept, removed = [*numbers], 0
    for match in re.finditer(rule.pattern, source):
        count = match[0].count("\n") - match.expand(rule.replacement).count("\n")
        if count:
            at = source.count("\n", 0, match.start()) - removed
            del kept[at : at + count]
            removed += count
    return kept


def derived_files(
    roots: Sequence[Path], *, rules: Sequence[Rule] = RULES
) -> Iterator[tuple[Path, str, set[Rule]]]:
    """Yield each `_sync` file that belongs below `roots`: its path, its text and the rules that matched."""
    for source in sorted(path for root in roots for path in root.glob("**/_async/**/*.py")):
        text, matched = derive(source.read_text(encoding="utf-8"), source, rules=rules)
        yield Path(*("_sync" if part == "_async" else part for part in source.parts)), text, matched


def differences(roots: Sequence[Path], expected: dict[Path, str]) -> list[str]:
    """Compare the `_sync` files below `roots` with `expected`; return one sentence for each difference."""
    existing = {path for root in roots for path in root.glob("**/_sync/**/*.py")}
    stray = [f"{path}: no _async file has this name; delete it" for path in sorted(existing - set(expected))]
    stale = [
        f"{path}: differs from what its _async file gives; derive it again"
        for path, text in expected.items()
        if path not in existing or path.read_bytes() != text.encode()
    ]
    return stray + stale


def main(arguments: Sequence[str] | None = None, *, rules: Sequence[Rule] = RULES) -> int:
    """Write the sync code, or with `--check` only compare it; return 1 if anything is wrong, else 0."""
    parser = argparse.ArgumentParser(prog="derive", description="Derive the sync code from the async code.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 on any difference")
    parser.add_argument("--strict", action="store_true", help="fail if a rule matches nothing")
    parser.add_argument("roots", nargs="+", type=Path)
    options = parser.parse_args(arguments)
    files = list(derived_files(options.roots, rules=rules))
    expected = {path: text for path, text, _ in files}
    words = [
        sentence
        for root in options.roots
        for path in sorted(root.glob("**/_async/**/*.py"))
        for sentence in async_words(path.read_text(encoding="utf-8"), path, rules=rules)
    ]
    if not options.check and not words:
        for path, text in expected.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    problems = words or differences(options.roots, expected)
    if options.strict:
        matched = set[Rule]().union(*(matched for _, _, matched in files))
        problems += [
            f"rule {rule.pattern!r} matches nothing; delete it" for rule in rules if rule not in matched
        ]
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
