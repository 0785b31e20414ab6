"""Reports of a bump: lines for a terminal, Markdown and JSON."""

import re
from collections.abc import Iterator

from attrs import asdict

from seawall.codegen.bump.advice import short_name
from seawall.codegen.bump.report import (
    BumpReport,
    Subject,
    code_lines,
    counted,
    edited_lines,
    subjects,
)
from seawall.codegen.diff.change import Change
from seawall.codegen.diff.reports import Line, markdown_text
from seawall.codegen.diff.reports import json_report as json_diff
from seawall.codegen.impact.finding import Effect, Finding
from seawall.codegen.impact.groups import EFFECT_TITLES
from seawall.codegen.spec.plain_data import Json

__all__ = ["json_report", "markdown_report", "text_report"]

_SHOWN_NAMES = 4
_SHOWN_SUBJECTS = 12
_SHOWN_PLACES = 5
_MOST_CHANGES = 200


def text_report(report: BumpReport) -> Iterator[Line]:
    """Yield the lines of a short summary: the findings that need a person first."""
    yield Line(f"{report.title}: {counted(len(report.diff.changes), 'change')}.")
    yield Line(f"{report.version_words}.")
    for effect in (Effect.BREAKS, Effect.ALTERS, Effect.STALE):
        found = list(subjects(report, effect))
        if found:
            yield Line("")
            yield Line(f"{EFFECT_TITLES[effect].upper()} ({len(found)})")
            for subject in found[:_SHOWN_SUBJECTS]:
                yield from _subject_lines(subject)
            if len(found) > _SHOWN_SUBJECTS:
                yield Line(f"and {len(found) - _SHOWN_SUBJECTS} more", 2)
    failed = [f"old test: {name}" for name in report.failed_tests]
    moved = [*report.leaks, *failed, *(f"{line.words} ({line.step})" for line in report.surface)]
    if moved:
        yield Line("")
        yield Line(f"SURFACE ({len(moved)})")
        yield from (Line(words, 2, 4) for words in moved[:_SHOWN_SUBJECTS])
    yield Line("")
    yield from _rest(report)
    yield Line("")
    yield Line(f"Decide: {'; '.join(report.decisions)}." if report.needs_decision else "Nothing to decide.")


def _subject_lines(subject: Subject) -> Iterator[Line]:
    mark = " [fixed by an edit]" if subject.is_applied else ""
    mark = mark if subject.group.is_certain else f"{mark} [possible]"
    yield Line(f"{subject.words}{mark}", 2, 4)
    found = [finding.place for finding in subject.group.findings if finding.place is not None]
    places = list(dict.fromkeys(f"{place.path}:{place.line}" for place in found))
    for place in places[:_SHOWN_NAMES]:
        yield Line(place, 4, 6)
    if len(places) > _SHOWN_NAMES:
        yield Line(f"and {counted(len(places) - _SHOWN_NAMES, 'more place')}", 4)
    for question in dict.fromkeys(_questions(subject)):
        yield Line(f"Question: {question}", 4, 6)


def _questions(subject: Subject) -> Iterator[str]:
    return (
        finding.edit.question for finding in subject.group.findings if finding.edit and finding.edit.question
    )


def _rest(report: BumpReport) -> Iterator[Line]:
    if not report.has_layer:
        yield Line("This package has no stable layer: its users see the generated client.")
        return
    offers = report.effect_count(Effect.OFFER)
    yield Line(f"{counted(offers, 'new part')} of the API not offered yet.")
    yield Line(f"{counted(len(report.impact.without_effect), 'change')} without effect on the layer.")


def json_report(report: BumpReport) -> dict[str, Json]:
    """Return the whole report as JSON; changes are numbered, and findings name theirs by number."""
    numbers = {id(change): number for number, change in enumerate(report.diff.changes)}
    applied = {id(finding) for finding in report.applied}
    advice = report.advice
    return {
        "name": report.name,
        "needs_decision": report.needs_decision,
        "decisions": list(report.decisions),
        "has_layer": report.has_layer,
        "diff": json_diff(report.diff),
        "findings": [
            _json_finding(finding, numbers, is_applied=id(finding) in applied)
            for finding in report.impact.findings
        ],
        "without_effect": [numbers.get(id(change)) for change in report.impact.without_effect],
        "surface": [asdict(line) | {"step": str(line.step)} for line in report.surface],
        "leaks": list(report.leaks),
        "failed_tests": list(report.failed_tests),
        "questions": list(report.questions),
        "advice": {
            "step": str(advice.step),
            "version": advice.version,
            "next_version": advice.next_version,
            "open_count": advice.open_count,
            "votes": [{"step": str(vote.step), "reason": vote.reason} for vote in advice.votes],
        },
        "changelog": report.changelog,
        "migration": report.migration,
        "notes": list(report.notes),
    }


def _json_finding(finding: Finding, numbers: dict[int, int], *, is_applied: bool) -> dict[str, Json]:
    edit = finding.edit
    return {
        "effect": str(finding.effect),
        "words": finding.words,
        "change": None if finding.change is None else numbers.get(id(finding.change)),
        "part": None if finding.part is None else {**asdict(finding.part), "kind": str(finding.part.kind)},
        "place": None if finding.place is None else asdict(finding.place),
        "function": finding.function,
        "public": list(finding.public),
        "is_certain": finding.is_certain,
        "reason": finding.reason,
        "is_applied": is_applied,
        "edit": None
        if edit is None
        else {
            "kind": str(edit.kind),
            "place": asdict(edit.place),
            "old": edit.old,
            "new": edit.new,
            "is_sure": edit.is_sure,
            "question": edit.question,
        },
    }


def markdown_report(report: BumpReport) -> str:
    """Return the report as Markdown for a pull request, in which no text of the specs is markup."""
    lines = [f"# {markdown_text(report.title)}", "", f"{markdown_text(report.version_words)}.", ""]
    if report.needs_decision:
        lines += ["**A decision is needed:**", "", *(f"- {sentence}." for sentence in report.decisions)]
    else:
        lines.append("Nothing to decide.")
    for effect in Effect:
        found = list(subjects(report, effect))
        if found:
            lines += ["", f"## {EFFECT_TITLES[effect]} ({len(found)})"]
            is_list = effect is Effect.OFFER
            lines += [""] if is_list else []
            for subject in found:
                lines += [f"- {markdown_text(subject.words)}"] if is_list else _subject(report, subject)
    lines += [*_surface(report), *_advice(report), *_texts(report), *_quiet(report)]
    if report.notes:
        lines += ["", "## Notes", "", *(f"- {markdown_text(note)}" for note in report.notes)]
    return "\n".join([*lines, ""])


def _subject(report: BumpReport, subject: Subject) -> Iterator[str]:
    yield ""
    yield f"### {markdown_text(subject.words)}"
    facts = []
    if subject.group.change is not None:
        facts.append(f"`{subject.group.change.rule}`, {subject.group.change.level}")
    if subject.is_applied:
        facts.append("fixed by an edit")
    if not subject.group.is_certain:
        facts.append("possible")
    if facts:
        yield from ("", f"{'; '.join(facts)}.")
    if subject.group.public:
        names = list(dict.fromkeys(map(short_name, subject.group.public)))
        shown = ", ".join(markdown_text(name) for name in names[:_SHOWN_NAMES])
        more = len(names) - _SHOWN_NAMES
        yield from ("", f"Reached by {shown}{f' and {more} more' if more > 0 else ''}.")
    applied = {id(finding) for finding in report.applied}
    for finding in subject.group.findings[:_SHOWN_PLACES]:
        yield from _place(report, subject, finding, is_applied=id(finding) in applied)
    if len(subject.group.findings) > _SHOWN_PLACES:
        yield from ("", f"And {counted(len(subject.group.findings) - _SHOWN_PLACES, 'more place')}.")


def _place(report: BumpReport, subject: Subject, finding: Finding, *, is_applied: bool) -> Iterator[str]:
    place = finding.place
    if place is None:
        return
    yield ""
    words = subject.place_words(finding)
    more = f" ({markdown_text(words)})" if words else ""
    yield f"{markdown_text(place.path)}:{place.line}{more}"
    edit = edited_lines(report, place) if is_applied else ()
    shown = [f"{mark} {line}" for mark, line in edit] or [
        line.text for line in code_lines(report.sources, place, around=0)
    ]
    if shown:
        fence = _fence("\n".join(shown))
        yield from ("", f"{fence}{'diff' if edit else 'python'}", *shown, fence)
    if finding.edit is not None and finding.edit.question:
        yield from ("", markdown_text(finding.edit.question))


def _fence(text: str) -> str:
    """A fence that is longer than any in `text`."""
    return "`" * max(3, *(len(run) + 1 for run in re.findall(r"`+", text)), 3)


def _surface(report: BumpReport) -> Iterator[str]:
    if report.surface or report.leaks or report.failed_tests:
        count = len(report.surface) + len(report.leaks) + len(report.failed_tests)
        yield from ("", f"## Surface ({count})", "")
        yield from (f"- **error**: {markdown_text(leak)}" for leak in report.leaks)
        yield from (f"- **old test**: {markdown_text(name)}" for name in report.failed_tests)
        yield from (f"- **{line.step}**: {markdown_text(line.words)}" for line in report.surface)


def _advice(report: BumpReport) -> Iterator[str]:
    if report.advice.votes:
        yield from ("", f"## Advice: {report.advice.step}", "")
        yield from (f"- **{vote.step}**: {markdown_text(vote.reason)}" for vote in report.advice.votes)
        if report.advice.version:
            yield from ("", report.advice.rule)


def _texts(report: BumpReport) -> Iterator[str]:
    for title, text in (("Changelog entry", report.changelog), ("Migration note", report.migration)):
        if text:
            fence = _fence(text)
            yield from ("", f"## {title}", "", f"{fence}markdown", text.rstrip(), fence)


def _quiet(report: BumpReport) -> Iterator[str]:
    changes = report.impact.without_effect if report.has_layer else report.diff.changes
    if not changes:
        return
    title = "Changes without effect on the layer" if report.has_layer else "Changes"
    yield from ("", f"<details><summary>{title} ({len(changes)})</summary>", "")
    yield from map(_change, changes[:_MOST_CHANGES])
    if len(changes) > _MOST_CHANGES:
        yield f"- and {len(changes) - _MOST_CHANGES} more"
    yield from ("", "</details>")


def _change(change: Change) -> str:
    return f"- {markdown_text(change.words)}. (`{change.rule}`, {change.level})"
