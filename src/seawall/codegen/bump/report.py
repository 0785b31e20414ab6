"""The data of a bump's report: one structure for text, Markdown, JSON and HTML."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from attrs import field, frozen

from seawall.codegen.bump.advice import Advice
from seawall.codegen.diff.change import Diff, Level
from seawall.codegen.impact.finding import Effect, Finding, Impact
from seawall.codegen.impact.groups import FindingGroup, finding_groups, place_words
from seawall.codegen.layer.uses import Place
from seawall.codegen.step import Step
from seawall.codegen.surface.change import SurfaceChange

__all__ = [
    "BumpReport",
    "CodeLine",
    "Subject",
    "code_lines",
    "counted",
    "edited_lines",
    "subjects",
]


@frozen(kw_only=True)
class BumpReport:
    """Everything that a bump found, and what it would write for users.

    `sources` are the files of the layer and `edited` those that edits change, by path. `applied` are the
    findings that the edits fix, `questions` the decisions in words, and `patch` those with a proposal.
    `leaks` are the places where the surface shows parts of the generated client, `failed_tests` the failing
    tests of an old revision with their errors. `changelog` and `migration` are Markdown.
    Each is empty if there is none. `notes` are for the person who runs the bump.
    """

    name: str
    diff: Diff
    impact: Impact
    advice: Advice
    has_layer: bool = True
    has_advice: bool = True
    surface: tuple[SurfaceChange, ...] = ()
    leaks: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(factory=dict, repr=False)
    edited: Mapping[str, str] = field(factory=dict, repr=False)
    applied: tuple[Finding, ...] = field(default=(), repr=False)
    questions: tuple[str, ...] = ()
    patch: str = field(default="", repr=False)
    failed_tests: tuple[str, ...] = ()
    changelog: str = ""
    migration: str = ""
    notes: tuple[str, ...] = ()

    @property
    def needs_decision(self) -> bool:
        """True if a person must decide something before the bump can be released."""
        return bool(self.decisions)

    @property
    def decisions(self) -> tuple[str, ...]:
        """The decisions that are left, one sentence for each kind."""
        count = self.advice.open_count
        moved = sum(line.step is Step.MAJOR for line in self.surface)
        # Without a layer, users meet the changes of the API themselves.
        breaking = 0 if self.has_layer else self.diff.counts()[Level.BREAKING]
        sentences = (
            (count, f"{counted(count, 'finding')} in the layer {_need(count)} a person"),
            (breaking, f"{counted(breaking, 'change')} of the API {_break(breaking)} users of the client"),
            (moved, f"{counted(moved, 'change')} of the surface {_is_are(moved)} incompatible"),
            (
                len(self.leaks),
                f"{counted(len(self.leaks), 'part')} of the generated client can be seen by users",
            ),
            (
                len(self.failed_tests),
                f"{counted(len(self.failed_tests), 'old test')} {_fail(len(self.failed_tests))}",
            ),
        )
        return tuple(sentence for number, sentence in sentences if number)

    def effect_count(self, effect: Effect) -> int:
        """The number of subjects with this effect."""
        return sum(1 for _ in subjects(self, effect))

    @property
    def title(self) -> str:
        """The API with its versions."""
        return f"{self.diff.title} {self.diff.old_version} to {self.diff.new_version}"

    @property
    def version_words(self) -> str:
        """The step of the SDK's version in words."""
        advice = self.advice
        if not self.has_advice:
            return self.name
        if advice.step is Step.NONE:
            return f"{self.name}: nothing to release"
        if not advice.version:
            return f"{self.name}: a {advice.step} step"
        return f"{self.name} {advice.version} to {advice.next_version}: a {advice.step} step"


@frozen(kw_only=True)
class Subject:
    """Findings of one effect and one change, at all its places; `is_applied` if edits fix all of them."""

    group: FindingGroup
    is_applied: bool

    @property
    def words(self) -> str:
        """The sentence that all findings share."""
        return f"{self.group.words}."

    def place_words(self, finding: Finding) -> str:
        """The part of a finding's sentence that `words` does not say, with its reason."""
        return "; ".join(part for part in (place_words(self.group, finding), finding.reason) if part)


@frozen
class CodeLine:
    """A line of source text; `start` and `end` are the columns of the marked part, equal if there is none."""

    number: int
    text: str
    start: int = 0
    end: int = 0


def subjects(report: BumpReport, effect: Effect) -> Iterator[Subject]:
    """Yield the findings with this effect, those of one change together, and those that edits fix last."""
    applied = {id(finding) for finding in report.applied}
    found = [
        Subject(group=group, is_applied=all(id(finding) in applied for finding in group.findings))
        for group in finding_groups(report.impact, effect)
    ]
    yield from sorted(found, key=lambda one: one.is_applied)


def code_lines(sources: Mapping[str, str], place: Place, *, around: int = 2) -> tuple[CodeLine, ...]:
    """Return the lines of a place with those around it, without their common indent.

    There are none if the file or line is unknown.
    """
    lines = _lines(sources.get(place.path, ""))
    if not 0 < place.line <= len(lines):
        return ()
    first, last = max(place.line - around, 1), min(place.end_line + around, len(lines))
    marked = [_marked(number, lines[number - 1], place) for number in range(first, last + 1)]
    by = _indent([line.text for line in marked])
    return tuple(
        CodeLine(line.number, line.text[by:], max(line.start - by, 0), max(line.end - by, 0))
        for line in marked
    )


def _lines(text: str) -> list[str]:
    """The lines as Python counts them: other characters that end a line elsewhere are inside of one."""
    return re.split(r"\r\n|\r|\n", text)


@lru_cache(maxsize=64)
def _differences(old: str, new: str) -> list[tuple[str, int, int, int, int]]:
    return list(SequenceMatcher(None, _lines(old), _lines(new), autojunk=False).get_opcodes())


def _indent(lines: Sequence[str]) -> int:
    return min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)


def _marked(number: int, text: str, place: Place) -> CodeLine:
    if not place.line <= number <= place.end_line:
        return CodeLine(number, text)
    start = place.column if number == place.line else 0
    end = place.end_column if number == place.end_line else len(text)
    return CodeLine(number, text, min(start, len(text)), min(end, len(text)))


def edited_lines(report: BumpReport, place: Place) -> tuple[tuple[str, str], ...]:
    """Return the edit around a place as pairs of `-` or `+` and a line; empty if nothing is edited there."""
    if place.path not in report.edited:
        return ()
    texts = report.sources.get(place.path, ""), report.edited[place.path]
    old, new = map(_lines, texts)
    for tag, start, end, new_start, new_end in _differences(*texts):
        # An insertion stands before the line of its place.
        if tag != "equal" and start < place.end_line and place.line <= max(end, start + 1):
            pairs = [("-", line) for line in old[start:end]]
            pairs += [("+", line) for line in new[new_start:new_end]]
            by = _indent([line for _, line in pairs])
            return tuple((mark, line[by:]) for mark, line in pairs)
    return ()


def counted(count: int, noun: str) -> str:
    """`1 finding`, `2 findings`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _need(count: int) -> str:
    return "needs" if count == 1 else "need"


def _break(count: int) -> str:
    return "breaks" if count == 1 else "break"


def _fail(count: int) -> str:
    return "fails" if count == 1 else "fail"


def _is_are(count: int) -> str:
    return "is" if count == 1 else "are"
