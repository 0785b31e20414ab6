"""The instructions of a call, of each client and of the engine alone."""

from collections.abc import Iterator

from benchmarks.harness.comparison import Comparison, Effort
from benchmarks.harness.contender import Contender
from benchmarks.harness.instructions import INSTRUCTIONS
from benchmarks.harness.results import Plan, Target
from benchmarks.rows.calls import OVER_HTTPX2, OVER_PYREQWEST, sync_contenders
from benchmarks.rows.scale import engine_contenders

COUNT = 100
READ = "seawall, read"


def plans(url: str, effort: Effort) -> Iterator[Plan]:
    """Return the plans; those of calls ask the server."""
    yield Plan(
        title="Instructions of the engine alone",
        note="In thousands, over a transport that takes no time.",
        comparison=_counting(engine_contenders()),
        counts_instructions=True,
        targets=(Target("read through the engine", READ, "", INSTRUCTIONS, 150),),
    )
    if effort.share < 1:
        return
    yield Plan(
        title="Instructions of a call",
        note="In thousands; the calls of the first table, without the kernel's part.",
        comparison=_counting(sync_contenders(url)),
        counts_instructions=True,
        targets=(
            Target("a sync call over httpx2", OVER_HTTPX2, "httpx2", INSTRUCTIONS, 1.10),
            Target("a sync call over pyreqwest", OVER_PYREQWEST, "httpx2", INSTRUCTIONS, 0.33),
            Target("a sync call over pyreqwest", OVER_PYREQWEST, "pyreqwest", INSTRUCTIONS, 1.5),
        ),
    )


def _counting(contenders: list[Contender]) -> Comparison:
    return Comparison(contenders=contenders, measures=(INSTRUCTIONS,), count=COUNT)
