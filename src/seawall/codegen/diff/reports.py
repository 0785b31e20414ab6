"""Reports of a diff: JSON, lines of text, and Markdown."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from attrs import asdict, frozen

from seawall.codegen.diff.change import Change, Diff, Level
from seawall.codegen.diff.rules import RULES
from seawall.codegen.spec.plain_data import Json

__all__ = [
    "Group",
    "Line",
    "groups",
    "json_report",
    "markdown_report",
    "markdown_text",
    "rename_words",
    "text_report",
]

_SHOWN = 3
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&$])")


@frozen(kw_only=True)
class Group:
    """Changes of one level that reach the same operations."""

    level: Level
    operations: tuple[str, ...]
    changes: tuple[Change, ...]


@frozen
class Line:
    """A line of a text report: indents of its first and other rows; its text is as in the spec."""

    text: str
    indent: int = 0
    below: int = 0


def groups(diff: Diff) -> Iterator[Group]:
    """Group changes by level, then by the operations that they reach."""
    for level in Level:
        found: dict[tuple[str, ...], list[Change]] = {}
        for change in diff.changes:
            if change.level is level:
                found.setdefault(change.operations, []).append(change)
        for operations, changes in found.items():
            yield Group(level=level, operations=operations, changes=tuple(changes))


def rename_words(change: Change) -> str:
    """The likelihood of a rename and its reasons; empty for another change."""
    if change.rename is None:
        return ""
    return f"likelihood {change.rename.likelihood:.2f}: {', '.join(change.rename.reasons)}"


def json_report(diff: Diff) -> dict[str, Json]:
    """Return the diff as JSON: the versions, counts by level, and each change with its operations."""
    changes: list[Json] = [
        asdict(change)
        | {
            "level": str(change.level),
            "direction": str(change.direction),
            "requests": list(change.requests),
            "responses": list(change.responses),
            "rename": None
            if change.rename is None
            else asdict(change.rename) | {"reasons": list(change.rename.reasons)},
        }
        for change in diff.changes
    ]
    counts: dict[str, Json] = {str(level): count for level, count in diff.counts().items()}
    return {
        "title": diff.title,
        "old_version": diff.old_version,
        "new_version": diff.new_version,
        "counts": counts,
        "changes": changes,
    }


def _title(diff: Diff) -> str:
    return f"{diff.title} {diff.old_version} to {diff.new_version}"


def _counts(diff: Diff) -> str:
    if not diff.changes:
        return "No changes."
    return f"{', '.join(f'{count} {level}' for level, count in diff.counts().items())}."


def text_report(diff: Diff) -> Iterator[Line]:
    """Yield the lines of the report, by level, then by operation."""
    yield Line(f"{_title(diff)}: {_counts(diff)}")
    for level, found in groupby(groups(diff), key=lambda group: group.level):
        yield Line("")
        yield Line(str(level).upper())
        for group in found:
            yield Line("")
            yield Line(_heading(group.operations), 2, 4)
            for change in group.changes:
                yield from _change_lines(change)


def _heading(operations: Sequence[str]) -> str:
    if not operations:
        return "No operation"
    more = len(operations) - _SHOWN
    shown = ", ".join(operations[:_SHOWN])
    return f"{shown} and {more} more" if more > 0 else shown


def _change_lines(change: Change) -> Iterator[Line]:
    yield Line(f"{change.words}. [{change.rule}, {change.direction}]", 4, 6)
    if change.rename is not None:
        yield Line(rename_words(change), 6, 8)
    elif change.rule in _WITH_EXCERPTS:
        for mark, text in (("-", change.before), ("+", change.after)):
            if text:
                yield Line(f"{mark} {text}", 6, 8)


# Their words do not name the values.
_WITH_EXCERPTS = frozenset(
    {
        "pattern-added",
        "pattern-changed",
        "pattern-removed",
        "became-enum",
        "became-not-enum",
        "became-nullable",
        "became-not-nullable",
        "encoding-changed",
        "security-flow-changed",
        "server-variable-changed",
    }
)


def markdown_report(diff: Diff) -> str:
    """Return the report as Markdown, in which no text of the specs is markup."""
    lines = [f"# {markdown_text(_title(diff))}", "", markdown_text(_counts(diff))]
    for level, found in groupby(groups(diff), key=lambda group: group.level):
        lines += ["", f"## {str(level).capitalize()}"]
        for group in found:
            lines += ["", f"### {markdown_text(_heading(group.operations))}", ""]
            for change in group.changes:
                lines.append(f"- {markdown_text(change.words)}. (`{change.rule}`, {change.direction})")
                if change.rename is not None:
                    lines.append(f"  {markdown_text(rename_words(change)).capitalize()}.")
            if len(group.operations) > _SHOWN:
                names = ", ".join(markdown_text(name) for name in group.operations)
                lines += ["", f"  <details><summary>Operations</summary>{names}</details>"]
    rules = sorted({change.rule for change in diff.changes})
    if rules:
        lines += ["", "## Rules", ""]
        lines += [f"- `{rule}`: {RULES[rule].explanation}" for rule in rules]
    return "\n".join([*lines, ""])


def markdown_text(text: str) -> str:
    """`text` on one line, as it is in Markdown; neither a link nor a mention."""
    line = " ".join("".join(part if part.isprintable() else " " for part in text).split())
    return _SPECIAL.sub(r"\\\1", line).replace("@", "@&#8203;").replace("://", ":&#8203;//")
