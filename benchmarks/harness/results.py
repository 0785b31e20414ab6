"""RESULTS.md: the tables of one run, written and read."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from attrs import frozen

from benchmarks.harness.comparison import Comparison, Measure, Measured

TARGETS = "Targets"
TARGET_COLUMNS = ("what", "measure", "ours", "peer", "the peer's", "ours / peer", "range", "target", "met")


class ResultsError(ValueError):
    """A text is no RESULTS.md, or lacks a table or row."""


@frozen
class Table:
    """One table, under its title and a note."""

    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def row(self, first: str) -> Mapping[str, str]:
        """The row that begins with `first`, by column. Raises ResultsError."""
        for row in self.rows:
            if row[0] == first:
                return dict(zip(self.columns, row, strict=True))
        raise ResultsError(f'The table "{self.title}" has no row "{first}". Run make bench again.')


@frozen
class Target:
    """A bound for ours over the peer's, or for ours alone if there is no peer."""

    what: str
    ours: str
    peer: str
    measure: Measure
    bound: float


@frozen
class Slope:
    """How a measure grows from each contender to the next, of twice the size."""

    what: str
    sizes: tuple[str, ...]
    measure: Measure


@frozen(kw_only=True)
class Plan:
    """A comparison under a title, with what the tables of targets and of slopes take from it.

    Its instructions are counted, instead of its times, if `counts_instructions`.
    """

    title: str
    note: str
    comparison: Comparison
    counts_instructions: bool = False
    targets: Sequence[Target] = ()
    slopes: Sequence[Slope] = ()


@frozen
class Section:
    """A plan, and what was measured."""

    plan: Plan
    measured: Measured

    def table(self) -> Table:
        """All contenders, with the median of each measure and its range over the rounds."""
        measures = self.measured.comparison.measures
        columns = [f"{measure.what}, {measure.unit}".removesuffix(", ") for measure in measures]
        rows = []
        for name in self.measured.samples:
            cells = (_with_range(self.measured.values(name, measure), measure) for measure in measures)
            rows.append((name, *cells))
        return Table(self.plan.title, self.plan.note, ("contender", *columns), tuple(rows))

    def target_rows(self) -> Iterator[tuple[str, ...]]:
        """The rows of this section in the table of targets."""
        for target in self.plan.targets:
            yield _target_row(self.measured, target)

    def slope_rows(self) -> Iterator[tuple[str, ...]]:
        """The rows of this section in the table of slopes."""
        for slope in self.plan.slopes:
            values = [self.measured.value(size, slope.measure) for size in slope.sizes]
            doubling = (values[-1] / values[0]) ** (1 / (len(values) - 1))
            sizes = ", ".join(slope.sizes)
            shown = ", ".join(_number(value, slope.measure.digits) for value in values)
            yield (slope.what, sizes, f"{shown} {slope.measure.unit}", f"{doubling:.2f}")


def _target_row(measured: Measured, target: Target) -> tuple[str, ...]:
    measure = target.measure
    named = f"{measure.what}, {'less' if measure.less_is_better else 'more'} is better"
    ours = _with_unit(measured.value(target.ours, measure), measure)
    if target.peer:
        ratios = measured.ratios(target.ours, target.peer, measure)
        theirs = _with_unit(measured.value(target.peer, measure), measure)
        found = median(ratios)
        ratio, span, bound = (
            f"{found:.2f}",
            f"{min(ratios):.2f} to {max(ratios):.2f}",
            f"{target.bound:g} x",
        )
    else:
        found, theirs, ratio, span = measured.value(target.ours, measure), "-", "-", "-"
        bound = f"{target.bound:g} {measure.unit}".rstrip()
    met = found <= target.bound if measure.less_is_better else found >= target.bound
    name = target.peer or "-"
    return (target.what, named, ours, name, theirs, ratio, span, bound, "yes" if met else "no")


def _with_unit(value: float, measure: Measure) -> str:
    return f"{_number(value, measure.digits)} {measure.unit}".rstrip()


def _with_range(values: Sequence[float], measure: Measure) -> str:
    least, most = (_number(value, measure.digits) for value in (min(values), max(values)))
    return f"{_number(median(values), measure.digits)} ({least} to {most})"


def _number(value: float, digits: int) -> str:
    return f"{value:,.{digits}f}"


def to_markdown(head: str, tables: Sequence[Table]) -> str:
    """The text of RESULTS.md."""
    parts = [head.rstrip()]
    for table in tables:
        lines = [f"## {table.title}", "", *([table.note, ""] if table.note else [])]
        lines += [_line(table.columns), f"|{'---|' * len(table.columns)}", *map(_line, table.rows)]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def from_markdown(text: str) -> dict[str, Table]:
    """Read the tables of a RESULTS.md, by title. Raises ResultsError."""
    tables = {}
    for part in text.split("\n## ")[1:]:
        title, *lines = part.splitlines()
        rows = [tuple(line.strip("| ").split(" | ")) for line in lines if line.startswith("|")]
        note = "\n".join(line for line in lines if line and not line.startswith("|"))
        if len(rows) < 2 or any(len(row) != len(rows[0]) for row in (rows[0], *rows[2:])):
            raise ResultsError(f'"{title}" is no table. Run make bench again.')
        tables[title] = Table(title, note, rows[0], tuple(rows[2:]))
    if TARGETS not in tables:
        raise ResultsError(f'There is no table "{TARGETS}". Run make bench again.')
    return tables
