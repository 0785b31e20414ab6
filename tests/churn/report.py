"""The report of a replayed history."""

from collections.abc import Sequence

from seawall.codegen.diff.change import Level
from tests.churn.history import History
from tests.churn.replay import Step

__all__ = ["markdown"]

_COLUMNS = (
    "step",
    "changes",
    "breaking",
    "risky",
    "lines of a person",
    "for new functions",
    "lines of the user",
)


def markdown(history: History, steps: Sequence[Step]) -> str:
    """The table of all steps with their sums."""
    rows = [_numbers(step) for step in steps]
    total = [sum(column) for column in zip(*rows, strict=True)]
    lines = [
        f"## The history of {history.title}",
        "",
        f"| {' | '.join(_COLUMNS)} |",
        f"|---|{'---:|' * (len(_COLUMNS) - 1)}",
        *(
            f"| {step.old.folder.name} to {step.new.folder.name} | {' | '.join(map(str, row))} |"
            for step, row in zip(steps, rows, strict=True)
        ),
        f"| all | {' | '.join(map(str, total))} |",
    ]
    return "\n".join(lines) + "\n"


def _numbers(step: Step) -> tuple[int, ...]:
    counts = step.diff.counts()
    return (
        len(step.diff.changes),
        counts[Level.BREAKING],
        counts[Level.RISKY],
        step.fixed.layer + step.fixed.tests,
        step.offered.layer + step.offered.tests,
        step.user_lines,
    )
