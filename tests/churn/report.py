"""The report of a replayed history."""

from collections.abc import Callable, Sequence

from seawall.codegen.diff.change import Change, Level
from seawall.codegen.impact.finding import Effect, Finding
from seawall.codegen.layer.uses import Place
from tests.churn.history import History
from tests.churn.replay import Step

__all__ = ["markdown", "places", "reaching", "uncertain"]

_COLUMNS: dict[str, Callable[[Step], int]] = {
    "changes of the API": lambda step: len(step.report.diff.changes),
    "breaking": lambda step: step.report.diff.counts()[Level.BREAKING],
    "reach the layer": lambda step: len(reaching(step)),
    "places that break": lambda step: len(places(step, Effect.BREAKS)),
    "that alter": lambda step: len(places(step, Effect.ALTERS)),
    "not certain": lambda step: len(uncertain(step)),
    "lines by adapt": lambda step: step.adapted,
    "by a person": lambda step: step.fixed.layer,
    "for new functions": lambda step: step.offered.layer,
    "of user code": lambda step: step.user_lines,
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


def markdown(history: History, steps: Sequence[Step]) -> str:
    """The table of all steps, with their sums."""
    rows = [[count(step) for count in _COLUMNS.values()] for step in steps]
    total = [sum(column) for column in zip(*rows, strict=True)]
    lines = [
        f"## The history of {history.title}",
        "",
        f"| step | {' | '.join(_COLUMNS)} |",
        f"|---|{'---:|' * len(_COLUMNS)}",
        *(f"| {step.name} | {' | '.join(map(str, row))} |" for step, row in zip(steps, rows, strict=True)),
        f"| all | {' | '.join(map(str, total))} |",
    ]
    return "\n".join(lines) + "\n"
