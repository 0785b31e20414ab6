"""One whole run: all plans, the server's headroom, and RESULTS.md."""

import sys
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path

from benchmarks.harness.answering import answering
from benchmarks.harness.comparison import Effort, compare
from benchmarks.harness.instructions import can_count, counted
from benchmarks.harness.machine import divided_cores, machine, versions
from benchmarks.harness.results import TARGET_COLUMNS, TARGETS, Plan, Section, Table, to_markdown

ROWS = ("calls", "models", "starts", "scale", "instructions")
SLOPES = "How cost grows"
SLOPE_COLUMNS = ("what", "sizes", "values", "ratio for each doubling")
HEAD = """# Results

`make bench` wrote this. [Performance](../docs/performance.md) says how it is measured and what was learnt.
"""


def plans_of(url: str, rows: Iterable[str] = ROWS) -> list[Plan]:
    """The plans of some modules of `benchmarks.rows`."""
    return [plan for name in rows for plan in import_module(f"benchmarks.rows.{name}").plans(url)]


def run(rows: Sequence[str], effort: Effort, say: Callable[[str], None]) -> list[Table]:
    """Measure, and return all tables. Raises ContenderError."""
    first = machine()
    server_cores, cores = divided_cores()
    sections = []
    with answering(server_cores) as url:
        for plan in plans_of(url, rows):
            if plan.counts_instructions and not can_count():
                say(f"{plan.title}: skipped, because valgrind is not installed.")
                continue
            say(plan.title)
            if plan.counts_instructions:
                measured = counted(plan.comparison)
            else:
                measured = compare(plan.comparison, effort, cores)
            sections.append(Section(plan, measured))
            for row in sections[-1].target_rows():
                say(f"  {' | '.join(row)}")
    return [*tables_of(sections), first, versions()]


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
