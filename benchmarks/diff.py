"""Holds the breaking changes that Seawall finds against the verdicts of oasdiff and redocly.

python -m benchmarks.diff FOLDER [--all]

FOLDER holds folders of specs with `oasdiff_NN_MM.json` and `redocly_NN_MM.json` beside them. A verdict is one
kind of breaking change of one operation in one pair of versions. It is found if Seawall calls a change of
that kind breaking, and that change reaches that operation. Every verdict that is not found is listed.
"""

import argparse
import json
import re
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import field, frozen

from benchmarks.diff_judgements import JUDGED, REASONS
from seawall.codegen.api.model import Api
from seawall.codegen.diff.change import Change, Diff, Direction, Level
from seawall.codegen.diff.compare import compare_apis
from seawall.codegen.diff.rules import RULES
from seawall.codegen.effective_spec import effective_spec
from seawall.codegen.fetch.fetch import fetch

SUFFIXES = {".json", ".yaml", ".yml"}
_BREAKING = 3

_TYPES = (
    "type-changed",
    "type-widened",
    "type-narrowed",
    "format-changed",
    "format-widened",
    "format-narrowed",
    "union-member-added",
    "union-member-removed",
    "became-nullable",
    "became-not-nullable",
    "became-enum",
    "became-not-enum",
    "const-changed",
)
_GONE = ("operation-removed", "operation-moved")
_PROPERTY_GONE = (
    "required-property-removed",
    "optional-property-removed",
    "property-renamed",
    "property-forbidden",
)
# The end of an id of oasdiff, after `request-property-` and its relatives, and our rules for the same.
KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"api-(path-)?removed-.*", _GONE),
    (r"new-required-request-property.*", ("required-property-added", "property-renamed")),
    (
        r"new-required-request-.*parameter.*",
        ("required-parameter-added", "parameter-renamed", "parameter-moved"),
    ),
    (r"new-request-path-parameter", ("required-parameter-added", "parameter-moved", *_GONE)),
    (r"request-body-added-required", ("required-body-added",)),
    (r"request-body-removed", ("body-removed",)),
    (r"request-body-became-required", ("body-became-required",)),
    (r"request-parameter-became-required", ("parameter-became-required",)),
    (r"request-property-became-required.*", ("property-became-required",)),
    (r".*-default-value-(added|changed|removed)", ("default-added", "default-changed", "default-removed")),
    (r".*-enum-value-removed", ("enum-value-removed", "enum-value-renamed", "became-enum")),
    (r".*-became-enum", ("became-enum", "enum-value-removed")),
    (r".*-const-changed", ("const-changed", "enum-value-added", "enum-value-removed")),
    (r".*-became-not-nullable", ("became-not-nullable", "type-narrowed")),
    (r".*-became-nullable", ("became-nullable", "type-widened")),
    (r".*-pattern-added", ("pattern-added",)),
    (r".*-(min|max).*", ("bound-added", "bound-tightened", "bound-loosened", "bound-removed", *_TYPES)),
    (r"response-property-became-optional", ("property-became-optional",)),
    (r"response-required-property-removed.*", _PROPERTY_GONE),
    (r"response-success-status-removed", ("success-status-removed",)),
    (r"response-media-type-removed", ("media-type-removed", "streaming-removed")),
    (r".*-list-of-types-(widened|narrowed)", ("became-nullable", "became-not-nullable", *_TYPES)),
    (r".*-type-changed", _TYPES),
    (
        r".*-(one|any)-of-(added|removed)|.*-wrapped-in-one-of|.*-all-of-(added|removed)",
        (*_TYPES, "became-nullable", "became-not-nullable", "enum-value-added", "enum-value-removed"),
    ),
)


@frozen(kw_only=True)
class Verdict:
    """One kind of breaking change of one operation in one pair of versions, as another tool sees it."""

    spec: str
    pair: str
    operation: str
    kind: str
    text: str = field(eq=False)

    @property
    def direction(self) -> Direction:
        return Direction.RESPONSE if self.kind.startswith("response") else Direction.REQUEST


@frozen(kw_only=True)
class Pair:
    """Two versions: if each tool finds a breaking change, and the outcomes of the verdicts of oasdiff."""

    spec: str
    name: str
    seconds: float
    outcomes: "list[Outcome]" = field(repr=False)
    here: bool
    redocly: bool

    @property
    def oasdiff(self) -> bool:
        return bool(self.outcomes)


@frozen(kw_only=True)
class Outcome:
    """A verdict, and the worst level of a change of its kind that Seawall finds there, if any."""

    verdict: Verdict
    level: Level | None
    same: tuple[Change, ...] = field(default=(), repr=False)


def main() -> int:
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=form)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true", help="print every verdict that is not found")
    chosen = parser.parse_args()
    pairs = []
    for folder in sorted(one for one in chosen.folder.iterdir() if one.is_dir()):
        for pair in compared(folder):
            pairs.append(pair)
            hits = sum(one.level is Level.BREAKING for one in pair.outcomes)
            count = len(pair.outcomes)
            print(f"{pair.spec} {pair.name}: {hits} of {count}, {pair.seconds:.2f} s", flush=True)
    print(summary([one for pair in pairs for one in pair.outcomes], every=chosen.all))
    print(agreement(pairs))
    slowest = max((pair.seconds for pair in pairs), default=0.0)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"slowest pair {slowest:.2f} s, most memory {most:.0f} MB")
    return 0


def compared(folder: Path) -> Iterator[Pair]:
    """Each pair of versions with verdicts of the other tools."""
    specs = {
        path.name.partition("_")[0]: path
        for path in folder.glob("[0-9]*")
        if path.is_file() and path.suffix in SUFFIXES
    }
    apis: dict[str, Api] = {}
    for report in sorted(folder.glob("oasdiff_*.json")):
        _, old, new = report.stem.split("_")
        for number in (old, new):
            if number not in apis:
                apis[number] = effective_spec(fetch(str(specs[number]))).api
        started = time.perf_counter()
        diff = compare_apis(apis[old], apis[new])
        seconds = time.perf_counter() - started
        redocly = json.loads((folder / f"redocly_{old}_{new}.json").read_text(encoding="utf-8"))
        yield Pair(
            spec=folder.name,
            name=f"{old}-{new}",
            seconds=seconds,
            outcomes=outcomes_of(diff, verdicts(report, folder.name, f"{old}-{new}")),
            here=diff.reaches(Level.BREAKING),
            redocly=redocly["bump"] == "major",
        )


def verdicts(report: Path, spec: str, pair: str) -> list[Verdict]:
    """What oasdiff calls breaking, each kind once for each operation."""
    found = [
        Verdict(
            spec=spec,
            pair=pair,
            operation=form(f"{row['operation']} {row['path']}"),
            kind=row["id"],
            text=row["text"],
        )
        for row in json.loads(report.read_text(encoding="utf-8"))
        if row["level"] == _BREAKING
    ]
    return list(dict.fromkeys(found))


def form(key: str) -> str:
    """The key of an operation without the names of placeholders and the slash at its end."""
    return re.sub(r"\{[^{}]*\}", "{}", key).rstrip("/")


def outcomes_of(diff: Diff, found: list[Verdict]) -> list[Outcome]:
    reached: dict[tuple[str, Direction], list[Change]] = defaultdict(list)
    for change in diff.changes:
        for key in change.requests:
            reached[form(key), Direction.REQUEST].append(change)
        for key in change.responses:
            reached[form(key), Direction.RESPONSE].append(change)
    outcomes = []
    for verdict in found:
        rules = next((rules for kind, rules in KINDS if re.fullmatch(kind, verdict.kind)), ())
        here = reached[verdict.operation, verdict.direction]
        same = tuple(change for change in here if change.rule in rules)
        same = same if is_breaking(same, verdict) else (*same, *of_its_path(here, verdict))
        levels = [level_in(change, verdict.direction) for change in same]
        level = min(levels, key=lambda one: one.weight, default=None)
        outcomes.append(Outcome(verdict=verdict, level=level, same=same))
    return outcomes


def is_breaking(changes: Iterable[Change], verdict: Verdict) -> bool:
    return any(level_in(change, verdict.direction) is Level.BREAKING for change in changes)


def of_its_path(changes: Iterable[Change], verdict: Verdict) -> Iterator[Change]:
    """Changes of the type of a part of the path that the verdict names.

    Where a type changed, the other tool goes on and lists what is below: `a` may be null, so `a/b` is gone.
    """
    names = set(re.findall(r"[\w-]+", " ".join(re.findall(r"`([^`]*)`", verdict.text))))
    for change in changes:
        last = re.split(r"[.\[(]", re.sub(r"(\[\]|\(.*?\))+$", "", change.place))[-1]
        if change.rule in _TYPES and last in names:
            yield change


def level_in(change: Change, direction: Direction) -> Level:
    return RULES[change.rule].level(direction)


def summary(outcomes: list[Outcome], *, every: bool) -> str:
    """The shares that are found, and a table of the rest with its judgement."""
    missed = [one for one in outcomes if one.level is not Level.BREAKING]
    reasons = {id(one): judgement(one) for one in missed}
    wrong = [one for one in missed if REASONS.get(reasons[id(one)]) == "wrong"]
    hits, total = len(outcomes) - len(missed), len(outcomes)
    lines = [
        f"verdicts: {total}",
        f"breaking here too: {hits} ({hits / total:.1%})",
        f"wrong, or the same change under another name: {len(wrong)}",
        f"of the rest: {hits} of {total - len(wrong)} ({hits / (total - len(wrong)):.1%})",
        "",
        "| spec | versions | verdict of oasdiff | operations | here | reason |",
        "|---|---|---|---|---|---|",
    ]
    groups = Counter(
        (one.verdict.spec, one.verdict.pair, one.verdict.kind, str(one.level or "-"), reasons[id(one)])
        for one in missed
    )
    for (spec, pair, kind, level, reason), count in sorted(groups.items()):
        lines.append(f"| {spec} | {pair} | `{kind}` | {count} | {level} | {reason} |")
    if every:
        lines += [
            f"{one.verdict.spec} {one.verdict.pair} {one.verdict.operation} {one.verdict.kind} {one.level}: "
            f"{one.verdict.text[:300]}"
            for one in missed
        ]
    return "\n".join(lines)


def agreement(pairs: list[Pair]) -> str:
    """The pairs of versions that the tools do not agree about: breaking or not."""
    same = sum(one.here is one.oasdiff for one in pairs), sum(one.here is one.redocly for one in pairs)
    lines = [f"pairs: {len(pairs)}; as oasdiff: {same[0]}; as redocly: {same[1]}"]
    for one in pairs:
        if not one.here is one.oasdiff is one.redocly:
            words = ["breaking" if found else "no" for found in (one.here, one.oasdiff, one.redocly)]
            lines.append(f"| {one.spec} | {one.name} | {' | '.join(words)} |")
    return "\n".join(lines)


def judgement(outcome: Outcome) -> str:
    """The reason why the verdict is not breaking here; `open` if there is none yet."""
    verdict = outcome.verdict
    for spec, pairs, kind, level, reason in JUDGED:
        is_here = spec == verdict.spec and verdict.pair in pairs
        if is_here and re.fullmatch(kind, verdict.kind) and level in {None, outcome.level}:
            return reason
    return "open"


if __name__ == "__main__":
    raise SystemExit(main())
