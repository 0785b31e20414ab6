"""Reports of an impact: lines for a terminal, Markdown and JSON."""

import re
from collections.abc import Iterator, Mapping

from attrs import asdict

from seawall.codegen.diff.change import Diff
from seawall.codegen.diff.reports import Line, markdown_text
from seawall.codegen.impact.finding import Edit, EditKind, Effect, Finding, Impact
from seawall.codegen.impact.groups import EFFECT_TITLES, FindingGroup, finding_groups, place_words
from seawall.codegen.impact.trace.tracing import short_name
from seawall.codegen.spec.plain_data import Json

__all__ = ["edit_words", "json_report", "markdown_report", "summary", "text_report"]

_SHOWN_NAMES = 4


def summary(impact: Impact) -> str:
    """The number of findings of each effect, and of the changes that reach nothing, without a full stop."""
    counts = {effect: sum(one.effect is effect for one in impact.findings) for effect in Effect}
    places = ", ".join(
        f"{counts[effect]} {words}"
        for effect, words in (
            (Effect.BREAKS, "break"),
            (Effect.ALTERS, "alter"),
            (Effect.STALE, "stale"),
            (Effect.OFFER, "not offered yet"),
        )
    )
    quiet = len(impact.without_effect)
    return f"{places}; {quiet} change{'' if quiet == 1 else 's'} without effect"


def text_report(diff: Diff, impact: Impact) -> Iterator[Line]:
    """Yield the lines of the report: the worst effect first, by change, with each place."""
    yield Line(f"{_title(diff)}: {summary(impact)}.")
    for effect in Effect:
        found = list(finding_groups(impact, effect))
        if found:
            yield Line("")
            yield Line(EFFECT_TITLES[effect].upper())
        for group in found:
            if effect is not Effect.OFFER:
                yield Line("")
            yield from _group_lines(group)
    if impact.without_effect:
        yield Line("")
        yield Line("WITHOUT EFFECT ON THE LAYER")
        for change in impact.without_effect:
            yield Line(f"{change.words}. [{change.rule}]", 2, 4)


def _group_lines(group: FindingGroup) -> Iterator[Line]:
    rule = f" [{group.change.rule}]" if group.change is not None else ""
    yield Line(f"{group.words}.{rule}", 2, 4)
    for finding in group.findings:
        if finding.place is None:
            continue
        words = place_words(group, finding)
        yield Line(f"{finding.place.path}:{finding.place.line}{f' {words}' if words else ''}", 4, 6)
        if not finding.is_certain:
            yield Line(f"possible: {finding.reason}", 6, 8)
        if finding.edit is not None:
            yield Line(f"edit: {edit_words(finding.edit)}", 6, 8)
    if group.public and group.findings[0].place is not None:
        yield Line(f"reached by {_names(group.public)}", 4, 6)


def edit_words(edit: Edit) -> str:
    """An edit in words, with its question."""
    link = " against " if edit.kind is EditKind.GUARD else " to "
    change = link.join(f"`{text}`" for text in (edit.old, edit.new) if text)
    words = f"{str(edit.kind).replace('-', ' ')} {change}"
    return f"{words}? {edit.question}" if edit.question else words


def _names(names: tuple[str, ...]) -> str:
    short = list(dict.fromkeys(short_name(name) for name in names))
    shown = ", ".join(short[:_SHOWN_NAMES])
    more = len(short) - _SHOWN_NAMES
    return f"{shown} and {more} more" if more > 0 else shown


def _title(diff: Diff) -> str:
    return f"{diff.title} {diff.old_version} to {diff.new_version}"


def json_report(diff: Diff, impact: Impact) -> dict[str, Json]:
    """Return the impact as JSON: findings with their rule, place and edit, and the changes without effect."""
    counts: dict[str, Json] = {
        str(effect): sum(one.effect is effect for one in impact.findings) for effect in Effect
    }
    return {
        "title": diff.title,
        "old_version": diff.old_version,
        "new_version": diff.new_version,
        "counts": counts,
        "findings": [_json_finding(finding) for finding in impact.findings],
        "without_effect": [
            {"rule": change.rule, "words": change.words, "old": change.old, "new": change.new}
            for change in impact.without_effect
        ],
    }


def _json_finding(finding: Finding) -> dict[str, Json]:
    change, edit = finding.change, finding.edit
    return {
        "effect": str(finding.effect),
        "words": finding.words,
        "rule": None if change is None else change.rule,
        "level": None if change is None else str(change.level),
        "old": None if change is None else change.old,
        "new": None if change is None else change.new,
        "part": None if finding.part is None else {**asdict(finding.part), "kind": str(finding.part.kind)},
        "place": None if finding.place is None else asdict(finding.place),
        "function": finding.function,
        "public": list(finding.public),
        "is_certain": finding.is_certain,
        "reason": finding.reason,
        "edit": None if edit is None else asdict(edit) | {"kind": str(edit.kind)},
    }


def markdown_report(diff: Diff, impact: Impact, sources: Mapping[str, str]) -> str:
    """Return the report as Markdown, with the lines of `sources`; no text of the specs is markup."""
    lines = [f"# {markdown_text(_title(diff))}", "", f"{markdown_text(summary(impact))}."]
    for effect in Effect:
        found = list(finding_groups(impact, effect))
        if found:
            lines += ["", f"## {EFFECT_TITLES[effect]}"]
            lines += [""] if effect is Effect.OFFER else []
        for group in found:
            lines += _group(group, sources)
    if impact.without_effect:
        lines += ["", "## Without effect on the layer", ""]
        lines += [f"- {markdown_text(one.words)}. (`{one.rule}`)" for one in impact.without_effect]
    return "\n".join([*lines, ""])


def _group(group: FindingGroup, sources: Mapping[str, str]) -> Iterator[str]:
    rule = f" (`{group.change.rule}`)" if group.change is not None else ""
    if all(finding.place is None for finding in group.findings):
        yield f"- {markdown_text(group.words)}.{rule}"
        return
    yield from ("", f"### {markdown_text(group.words)}")
    if group.change is not None:
        yield from ("", f"`{group.change.rule}`, {group.change.level}.")
    if group.public:
        yield from ("", f"Reached by {markdown_text(_names(group.public))}.")
    yield ""
    for finding in group.findings:
        yield from _place(group, finding, sources)


def _place(group: FindingGroup, finding: Finding, sources: Mapping[str, str]) -> Iterator[str]:
    if finding.place is None:
        return
    path, number = finding.place.path, finding.place.line
    words = place_words(group, finding)
    doubt = "" if finding.is_certain else f" Possible: {finding.reason}."
    edit = "" if finding.edit is None else f" Edit: {edit_words(finding.edit)}."
    sentence = f"{words}." if words else ""
    yield f"- {markdown_text(f'{path}:{number} {sentence}{doubt}{edit}'.rstrip())}"
    lines = sources.get(path, "").splitlines()
    if 0 < number <= len(lines) and (code := lines[number - 1].strip()):
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", code)), default=0))
        yield from ("", f"  {fence}python", f"  {code}", f"  {fence}", "")
