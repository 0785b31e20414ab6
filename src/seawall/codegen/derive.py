"""Derives the sync code from the async code: every `_async` folder has a `_sync` twin that nobody edits.

Rules replace words, in code, comments and docstrings alike. A file in a `_sync` folder that no `_async` file
stands behind is an error.

    python -m seawall.codegen.derive [--check] ROOT [ROOT ...]
"""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import frozen

__all__ = ["RULES", "Rule", "derived", "derived_files", "differences", "main"]


@frozen
class Rule:
    """One replacement: a regular expression and what stands in its place."""

    pattern: str
    replacement: str


RULES = (
    Rule(r"\b[Aa]sync (def|with|for)\b", r"\1"),
    Rule(r"\bawait ", ""),
    Rule(r"\b_async\b", "_sync"),
    Rule(r"\bAbstractAsyncContextManager\b", "AbstractContextManager"),
    Rule(r"\basynccontextmanager\b", "contextmanager"),
    Rule(r"\bAsync([A-Z]\w*)", r"\1"),
    Rule(r"\basync_([a-z]\w*)", r"\1"),
    # Brackets may nest twice: Awaitable[Answer[list[T]]].
    Rule(r"\bAwaitable\[((?:[^][]|\[(?:[^][]|\[[^][]*\])*\])+)\]", r"\1"),
    Rule(r"\bAwaitable, ", ""),
    Rule(r"\b__aenter__\b", "__enter__"),
    Rule(r"\b__aexit__\b", "__exit__"),
    Rule(r"\b__aiter__\b", "__iter__"),
    Rule(r"\baclose\b", "close"),
    Rule(r"\baiter_(bytes|raw)\b", r"iter_\1"),
    Rule(r"\b(in_thread|to_its_end)\b", "in_place"),
)
"""All rules, in the order in which they are applied."""

_MARKER = '# DO NOT EDIT. Derived from ../_async/{name} by "python -m seawall.codegen.derive".\n'


def derived(source: str, name: str, used: set[Rule]) -> str:
    """The sync twin of the async module `name` with text `source`; adds the rules that fired to `used`."""
    for rule in RULES:
        source, count = re.subn(rule.pattern, rule.replacement, source)
        if count:
            used.add(rule)
    return _MARKER.format(name=name) + source


def derived_files(roots: Sequence[Path], used: set[Rule]) -> Iterator[tuple[Path, str]]:
    """Every `_sync` file that should exist below `roots`, with its text."""
    for source in sorted(path for root in roots for path in root.glob("**/_async/**/*.py")):
        parts = ["_sync" if part == "_async" else part for part in source.parts]
        yield Path(*parts), derived(source.read_text(encoding="utf-8"), source.name, used)


def differences(roots: Sequence[Path], expected: dict[Path, str]) -> list[str]:
    """What stands in the `_sync` folders below `roots` and should not, or the other way round."""
    there = {path for root in roots for path in root.glob("**/_sync/**/*.py")}
    stray = [f"{path}: no _async file stands behind it; delete it" for path in sorted(there - set(expected))]
    stale = [
        f"{path}: is not what its _async file derives to; derive it again"
        for path, text in expected.items()
        if path not in there or path.read_bytes() != text.encode()
    ]
    return stray + stale


def main(arguments: Sequence[str] | None = None) -> int:
    """Derive, or with `--check` compare only; 1 when something is not as it should be."""
    parser = argparse.ArgumentParser(prog="derive", description="Derive the sync code from the async code.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 on any difference")
    parser.add_argument("roots", nargs="+", type=Path)
    options = parser.parse_args(arguments)
    expected = dict(derived_files(options.roots, set()))
    if not options.check:
        for path, text in expected.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    faults = differences(options.roots, expected)
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
