"""Long lists, large jobs, and the engine by itself."""

from collections.abc import Iterator

from benchmarks.harness.comparison import CPU_US, Comparison, Effort, Measure, reported
from benchmarks.harness.contender import Contender
from benchmarks.harness.results import Plan, Slope, Target

MANY, ENGINES = "benchmarks.contenders.many_items", "benchmarks.contenders.engines"
LISTED = (250_000, 500_000, 1_000_000)
JOB = 20_000
JOBS = (5_000, 10_000, 20_000)
CPU_OF_AN_ITEM = Measure(
    "CPU of an item",
    "µs",
    lambda sample: sample.measures["cpu_s"] / sample.measures["items"] * 1e6,
    digits=2,
)
CPU_OF_ALL = Measure("CPU", "s", lambda sample: sample.measures["cpu_s"], digits=2)
GROWTH = reported("memory", "MB")


def plans(url: str, effort: Effort) -> Iterator[Plan]:
    """Return the plans; the jobs ask the server."""
    yield _engine()
    yield _list(effort)
    yield from _jobs(url, effort)


def engine_contenders() -> list[Contender]:
    """Calls through the engine alone."""
    return [Contender(f"seawall, {name}", f"{ENGINES}:{name}") for name in ("read", "write", "async_read")]


def _engine() -> Plan:
    return Plan(
        title="The engine alone",
        note="Over a transport that takes no time, with token, deadline, cache, limiter and an observer.",
        comparison=Comparison(contenders=engine_contenders(), measures=(CPU_US,)),
    )


def _list(effort: Effort) -> Plan:
    names = {count: f"{count:,} items" for count in map(effort.size, LISTED)}
    found = [Contender(name, f"{MANY}:pager", (str(count),)) for count, name in names.items()]
    longest = list(names.values())[-1]
    return Plan(
        title="A long list",
        note="Pages of 100 numbers that are there at once, read through the pager with a key.",
        comparison=Comparison(
            contenders=found, measures=(CPU_OF_ALL, CPU_OF_AN_ITEM, GROWTH), count=1, most_rounds=3
        ),
        targets=(
            Target(f"list of {longest}", longest, "", CPU_OF_AN_ITEM, 1.0),
            Target(f"list of {longest}, growth", longest, "", GROWTH, 1.0),
        ),
        slopes=(Slope("CPU of a list", tuple(names.values()), CPU_OF_ALL),),
    )


def _jobs(url: str, effort: Effort) -> Iterator[Plan]:
    job = effort.size(JOB)
    kinds = {"without a journal": "none", "with a journal": "new", "a finished job again": "done"}
    found = [Contender(name, f"{MANY}:bulk", (url, str(job), kind)) for name, kind in kinds.items()]
    with_journal, without, again = "with a journal", "without a journal", "a finished job again"
    what = f"bulk of {job:,} calls"
    yield Plan(
        title=f"A job of {job:,} calls",
        note="Calls of the platform SDK over pyreqwest, 8 at once.",
        comparison=Comparison(contenders=found, measures=(CPU_OF_AN_ITEM,), count=1, most_rounds=3),
        targets=(
            Target(f"{what}, with a journal", with_journal, without, CPU_OF_AN_ITEM, 1.10),
            Target(f"{what}, resumed", again, "", CPU_OF_AN_ITEM, 10),
        ),
    )
    names = {count: f"{count:,} items" for count in map(effort.size, JOBS)}
    again_of = [Contender(name, f"{MANY}:bulk", (url, str(count), "done")) for count, name in names.items()]
    yield Plan(
        title="Finished jobs again",
        note="Every result is read from the journal.",
        comparison=Comparison(contenders=again_of, measures=(CPU_OF_ALL,), count=1, most_rounds=3),
        slopes=(Slope("CPU of a finished job, run again", tuple(names.values()), CPU_OF_ALL),),
    )
