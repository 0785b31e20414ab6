"""The picture in the README: five comparisons of RESULTS.md as bars, for a light and a dark page."""

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path

from attrs import frozen

from benchmarks.harness.contender import ROOT
from benchmarks.harness.results import ResultsError, Table, from_markdown
from benchmarks.rows.calls import MOST_AT_ONCE, OVER_HTTPX2, OVER_PYREQWEST, STOCK, SYNC_CALL, at_once
from benchmarks.rows.models import DECODE, PYDANTIC, STABLE
from benchmarks.rows.models import STOCK as STOCK_MODELS
from benchmarks.rows.starts import MEMORY_TITLE, PLATFORM, TITLE

IMAGES = ROOT / "docs" / "images"
WIDTH, LEFT, LONGEST = 760, 250, 380
BAR, GAP, HEAD, BETWEEN = 15, 6, 30, 18
OURS = "seawall"


@frozen
class Chart:
    """Some contenders of one table: a title, the column, and the names."""

    title: str
    table: str
    column: str
    contenders: tuple[str, ...]


_CLIENTS = (PLATFORM, "httpx2", STOCK, "openai")
CHARTS = (
    Chart(
        "CPU time of a call, µs",
        SYNC_CALL,
        "CPU, µs",
        (OVER_PYREQWEST, OVER_HTTPX2, "httpx2", "requests", STOCK, "openai", "stripe"),
    ),
    Chart(
        f"Calls a second, {MOST_AT_ONCE} at once; more is better",
        at_once(MOST_AT_ONCE),
        "rate, /s",
        (OVER_PYREQWEST, OVER_HTTPX2, "aiohttp", "httpx2", STOCK),
    ),
    Chart("CPU time to decode a page into models, µs", DECODE, "CPU, µs", (STABLE, STOCK_MODELS, PYDANTIC)),
    Chart("CPU time to import and make a client, ms", TITLE, "CPU, ms", _CLIENTS),
    Chart("Memory of a process with a client, MB", MEMORY_TITLE, "resident, MB", _CLIENTS),
)


@frozen
class Colours:
    """The colours of one picture."""

    page: str
    text: str
    quiet: str
    ours: str
    others: str


COLOURS = {
    "light": Colours("#f5f9fd", "#16324f", "#46617d", "#1769aa", "#b9cbdd"),
    "dark": Colours("#10202f", "#e4eef8", "#a5bbd0", "#5db2f2", "#3b566f"),
}


def pictures(results: str) -> dict[str, str]:
    """Return the SVG for a light and for a dark page, from the text of RESULTS.md. Raises ResultsError."""
    tables = from_markdown(results)
    return {name: _svg(tables, colours) for name, colours in COLOURS.items()}


def path_of(name: str) -> Path:
    """Where the picture for a light or dark page is kept."""
    return IMAGES / f"performance-{name}.svg"


def draw(results: str) -> None:
    """Write both pictures. Raises ResultsError."""
    for name, svg in pictures(results).items():
        path_of(name).write_text(svg, encoding="utf-8")


def _svg(tables: Mapping[str, Table], colours: Colours) -> str:
    parts = list[str]()
    top = BETWEEN
    for chart in CHARTS:
        values = _values(tables, chart)
        parts += _bars(chart, values, top)
        top += HEAD + len(values) * (BAR + GAP) + BETWEEN
    style = (
        f"text {{ font-size: 13px; fill: {colours.text}; }} .title {{ font-size: 15px; font-weight: 600; }} "
        f".name {{ fill: {colours.quiet}; }} .ours {{ fill: {colours.ours}; }} "
        f".peer {{ fill: {colours.others}; }} text.ours {{ font-weight: 600; }}"
    )
    font = "ui-sans-serif, system-ui, 'Segoe UI', Helvetica, Arial, sans-serif"
    box = f'viewBox="0 0 {WIDTH} {top}" role="img" aria-labelledby="t"'
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {box} font-family="{font}">',
        '<title id="t">Seawall beside its peers, from benchmarks/RESULTS.md</title>',
        f"<style>{style}</style>",
        f'<rect width="{WIDTH}" height="{top}" rx="14" fill="{colours.page}"/>',
    ]
    return "\n".join([*head, *parts, "</svg>"]) + "\n"


def _values(tables: Mapping[str, Table], chart: Chart) -> dict[str, float]:
    if chart.table not in tables:
        raise ResultsError(f'There is no table "{chart.table}". Run make bench again.')
    table = tables[chart.table]
    cells = {name: table.row(name)[chart.column] for name in chart.contenders}
    return {name: float(cell.split()[0].replace(",", "")) for name, cell in cells.items()}


def _bars(chart: Chart, values: Mapping[str, float], top: int) -> Iterator[str]:
    yield f'<text class="title" x="28" y="{top + 14}">{escape(chart.title)}</text>'
    most = max(values.values())
    for number, (name, value) in enumerate(values.items()):
        y = top + HEAD + number * (BAR + GAP)
        width = max(1.0, value / most * LONGEST)
        kind = "ours" if name.startswith(OURS) else "peer"
        label = "ours" if kind == "ours" else "name"
        at = f'x="{LEFT - 8}" y="{y + 12}" text-anchor="end"'
        yield f'<text class="{label}" {at}>{escape(_short(name))}</text>'
        yield f'<rect class="{kind}" x="{LEFT}" y="{y}" width="{width:.1f}" height="{BAR}" rx="3"/>'
        yield f'<text x="{LEFT + width + 8:.1f}" y="{y + 12}">{_shown(value)}</text>'


def _short(name: str) -> str:
    return name.removesuffix(" through the client").removesuffix(" SDK")


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"
