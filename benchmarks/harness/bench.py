"""One whole run: all plans, the server's headroom, and RESULTS.md."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

from benchmarks.harness.answering import Server, answering
from benchmarks.harness.comparison import RATE, Effort, compare
from benchmarks.harness.contender import Contender, running
from benchmarks.harness.instructions import can_count, counted
from benchmarks.harness.machine import divided_cores, machine, versions
from benchmarks.harness.results import TARGET_COLUMNS, TARGETS, Plan, Section, Table, to_markdown

ROWS = ("calls", "models", "starts", "scale", "generation", "instructions")
LOADED = 20_000
SLOPES = "How cost grows"
SLOPE_COLUMNS = ("what", "sizes", "values", "ratio for each doubling")
HEAD = """# Results

`make bench` wrote this. [Performance](../docs/performance.md) says how it is measured and what was learnt.
"""


def plans_of(url: str, rows: Iterable[str], effort: Effort) -> list[Plan]:
    """The plans of some modules of `benchmarks.rows`."""
    return [plan for name in rows for plan in import_module(f"benchmarks.rows.{name}").plans(url, effort)]


def run(rows: Sequence[str], effort: Effort, say: Callable[[str], None]) -> list[Table]:
    """Measure, and return all tables. Raises ContenderError."""
    first = machine()
    server_cores, cores = divided_cores()
    with answering(server_cores) as server:
        load = _load(server, cores)
        sections = list(_sections(plans_of(server.url, rows, effort), effort, cores, say))
    quickest = max((rate for section in sections for rate in _rates(section)), default=0.0)
    return [*tables_of(sections), *_server_table(load, quickest), first, versions()]


def _sections(
    plans: Iterable[Plan], effort: Effort, cores: frozenset[int], say: Callable[[str], None]
) -> Iterator[Section]:
    for plan in plans:
        if plan.counts_instructions and not can_count():
            say(f"{plan.title}: skipped, because valgrind is not installed.")
            continue
        say(plan.title)
        if plan.counts_instructions:
            section = Section(plan, counted(plan.comparison))
        else:
            section = Section(plan, compare(plan.comparison, effort, cores))
        for row in section.target_rows():
            say(f"  {' | '.join(row)}")
        yield section


def _load(server: Server, cores: frozenset[int]) -> float | None:
    """The seconds of CPU that the server needs for a request; None where the system does not tell."""
    bare = Contender("asyncio protocol", "benchmarks.contenders.async_calls:raw_protocol", (server.url, "64"))
    with running(bare, cores) as one:
        try:
            before_s = server.cpu_s()
        except OSError:
            return None
        one.sample(LOADED)
        return (server.cpu_s() - before_s) / LOADED


def _rates(section: Section) -> Iterator[float]:
    """The requests a second of each client in a section that measures them."""
    if RATE in section.plan.comparison.measures:
        for name in section.measured.samples:
            yield section.measured.value(name, RATE)


def _server_table(load_s: float | None, quickest: float) -> Iterator[Table]:
    if load_s:
        rows = [("CPU of a request", f"{load_s * 1e6:.1f} µs"), ("most requests", f"{1 / load_s:,.0f} /s")]
        if quickest:
            rows.append(("most requests over the quickest client's", f"{1 / load_s / quickest:.1f}"))
        yield Table("The server", "On a core of its own, if there are two.", ("what", "value"), tuple(rows))


def tables_of(sections: Sequence[Section]) -> list[Table]:
    """The table of targets, that of slopes, and one for each section."""
    targets = tuple(row for section in sections for row in section.target_rows())
    slopes = tuple(row for section in sections for row in section.slope_rows())
    return [
        Table(TARGETS, "", TARGET_COLUMNS, targets),
        Table(SLOPES, "", SLOPE_COLUMNS, slopes),
        *(section.table() for section in sections),
    ]


def write(tables: Sequence[Table], path: Path) -> None:
    """Write RESULTS.md."""
    path.write_text(to_markdown(HEAD, tables), encoding="utf-8")


def say(line: str) -> None:
    """Tell how far a run is."""
    print(line, file=sys.stderr, flush=True)
