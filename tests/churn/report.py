"""The report of a replayed history: a table of all steps, and a page that shows each of them."""

from collections.abc import Callable, Sequence
from difflib import unified_diff

from seawall.codegen.bump.report import BumpReport, Subject, counted, subjects
from seawall.codegen.diff.change import Change, Level
from seawall.codegen.impact.finding import Effect, Finding
from seawall.codegen.impact.groups import EFFECT_TITLES
from seawall.codegen.layer.uses import Place
from tests.churn.history import History
from tests.churn.replay import FIX, OFFER, Step

__all__ = ["page", "places", "reaching", "table", "uncertain"]

_COUNTS: dict[str, Callable[[Step], int]] = {
    "changes of the API": lambda step: len(step.report.diff.changes),
    "breaking ones": lambda step: step.report.diff.counts()[Level.BREAKING],
    "changes that reach code of the layer": lambda step: len(reaching(step)),
    "places of the layer that break": lambda step: len(places(step, Effect.BREAKS)),
    "places that alter": lambda step: len(places(step, Effect.ALTERS)),
    "places that are only possible": lambda step: len(uncertain(step)),
    "lines that adapt wrote": lambda step: step.adapted,
    "lines that a person wrote": lambda step: step.fixed.layer,
    "lines for new functions": lambda step: step.offered.layer,
    "lines of user code that changed": lambda step: step.user_lines,
}


def reaching(step: Step) -> list[Change]:
    """The changes that break or alter a place of the layer, or make one stale."""
    found = {id(one.change) for one in _placed(step)}
    return [change for change in step.report.diff.changes if id(change) in found]


def places(step: Step, effect: Effect) -> set[Place]:
    """The places of the layer with this effect."""
    return {one.place for one in _placed(step) if one.effect is effect and one.place is not None}


def uncertain(step: Step) -> set[Place]:
    """The places of which no finding is certain."""
    certain = {one.place for one in _placed(step) if one.is_certain}
    return {one.place for one in _placed(step) if one.place is not None and one.place not in certain}


def _placed(step: Step) -> list[Finding]:
    return [one for one in step.report.impact.findings if one.place is not None]


def table(steps: Sequence[Step]) -> str:
    """The figures of all steps, with their sums."""
    names = " | ".join(step.name for step in steps)
    lines = [f"| | {names} | all |", f"|---|{'---:|' * (len(steps) + 1)}"]
    for name, count in _COUNTS.items():
        counts = [count(step) for step in steps]
        lines.append(f"| {name} | {' | '.join(map(str, [*counts, sum(counts)]))} |")
    return "\n".join(lines) + "\n"


def page(history: History, steps: Sequence[Step]) -> str:
    """The whole report in Markdown."""
    text = _INTRODUCTION.format(title=history.title, count=len(steps) + 1)
    return "\n".join([text, table(steps), *(_section(history, step) for step in steps)])


_INTRODUCTION = """\
# The history of {title}

{count} versions of a real API, replayed by `python -m tests.churn FOLDER`. A stable layer was written for the
first one. At each step `seawall bump --apply` runs and a person writes what is left. Then the tests of the
layer and one unchanged script of a user pass, on a mock server of the new version. This page is the output.

A line of a person is one that a bump demands. Lines for new functions are those that offer more to users.
"""


def _section(history: History, step: Step) -> str:
    report = step.report
    counts = (
        f"{counted(len(report.diff.changes), 'change')} of the API: {len(reaching(step))} reach code, "
        f"{len(report.impact.without_effect)} without any effect on the layer, "
        f"{counted(report.effect_count(Effect.OFFER), 'new part')} not offered to users yet."
    )
    lines = [f"## {step.name}", "", counts, ""]
    for effect in (Effect.BREAKS, Effect.ALTERS):
        found = [f"- {_subject(subject)}" for subject in subjects(report, effect)]
        lines += [f"### {EFFECT_TITLES[effect]}", "", *found, ""] if found else []
    lines += _block("Lines that adapt wrote", _edits(report))
    patches = [history.patch(step.name, kind) for kind in (FIX, OFFER)]
    titles = ("Lines that a person wrote", "Lines that a person wrote for new functions")
    for title, patch in zip(titles, patches, strict=True):
        lines += _block(title, patch.read_text("utf-8") if patch.exists() else "")
    return "\n".join(lines)


def _subject(subject: Subject) -> str:
    findings = subject.group.findings
    places = dict.fromkeys(one.place for one in findings if one.place is not None)
    parts = [
        subject.words,
        "" if subject.group.is_certain else "Only possible.",
        "Fixed by adapt." if subject.is_applied else "",
        ", ".join(dict.fromkeys(f"`{place.path}:{place.line}`" for place in places)),
    ]
    return " ".join(part for part in parts if part)


def _edits(report: BumpReport) -> str:
    return "".join(
        line
        for name in sorted(report.edited)
        for line in unified_diff(
            report.sources[name].splitlines(keepends=True),
            report.edited[name].splitlines(keepends=True),
            f"a/{name}",
            f"b/{name}",
            n=0,
        )
    )


def _block(title: str, text: str) -> list[str]:
    return [f"### {title}", "", "```text", text.rstrip(), "```", ""] if text else []
