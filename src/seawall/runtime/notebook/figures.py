"""Draws figures with matplotlib, the extra `plot`: for a notebook, a report or a file, without a display.

Never uses pyplot: a figure belongs to the caller alone. Twin: `seawall.core.notebook`.
"""

from collections.abc import Mapping
from datetime import UTC
from textwrap import wrap
from types import ModuleType
from typing import TYPE_CHECKING, Any

from attrs import frozen

from seawall.core.extras import needs_extra
from seawall.core.notebook.html import one_line
from seawall.core.notebook.timeline import Timeline
from seawall.core.whole_import import import_whole
from seawall.runtime.files.picture_file import Picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["Band", "load_plot", "new_figure", "overlay_figure", "timeline_figure"]

_INCHES = (8.0, 4.5)
_MAX_INCHES = 8.0
# Room for the texts around a picture.
_TEXT_INCHES = 1.1
_OPACITY = 0.6
_MAX_SKEW = 0.02
_UM_PER_MM = 1000
_GREY = "#c8c8c8"
_OTHER = "#56b4e9"
_MAX_TITLE = 70
_MAX_LABEL = 40
_MAX_NOTE = 300


@frozen
class Band:
    """The look of one outcome: its label, its colour, and a hatch that tells it apart without colour."""

    label: str
    colour: str
    hatch: str = ""


def load_plot() -> ModuleType:
    """Import matplotlib, in 200 ms, and return it. Raises MissingExtraError, with the install command."""
    with needs_extra("plot", "A picture"):
        import_whole("matplotlib.dates", "matplotlib.figure", "matplotlib.ticker")
        import matplotlib.dates  # noqa: PLC0415 - an extra
        import matplotlib.figure  # noqa: PLC0415
        import matplotlib.ticker  # noqa: PLC0415
    loaded: ModuleType = matplotlib  # mypy knows no type where the extra is not installed
    return loaded


def new_figure(
    title: str, subtitle: str = "", *, inches: tuple[float, float] = _INCHES
) -> "tuple[Figure, Axes]":
    """Make a figure, 8 x 4.5 inches if not told otherwise, with one plot, and two lines of text over it.

    The texts may come from a server: they are shortened, and never read as formulas. Raises
    MissingExtraError without the extra `plot`.
    """
    figure: Figure = load_plot().figure.Figure(figsize=inches, layout="constrained", facecolor="white")
    axes = figure.add_subplot()
    axes.set_title(
        one_line(title, max_characters=_MAX_TITLE),
        parse_math=False,
        loc="left",
        pad=22,
        size=12,
        weight="bold",
    )
    axes.annotate(
        one_line(subtitle, max_characters=_MAX_TITLE),
        (0, 1),
        xytext=(0, 7),
        xycoords="axes fraction",
        textcoords="offset points",
        parse_math=False,
        size=10,
        color="#404040",
    )
    return figure, axes


def timeline_figure(
    counts: Timeline, bands: Mapping[str, Band], *, title: str, subtitle: str = "", unit: str = "items"
) -> "Figure":
    """Draw the number of items with each outcome over time, stacked; unfinished items are grey, on top.

    `bands` has the look of each outcome, from the bottom up; an outcome without one is drawn in light blue
    under its own name. An outcome without an item is left out. Times are in UTC. Raises MissingExtraError
    without the extra `plot`.
    """
    figure, axes = new_figure(title, subtitle)
    ticker = load_plot().ticker
    _draw_stack(axes, counts, bands)
    total = counts.unfinished[-1] + sum(numbers[-1] for _, numbers in counts.counts)
    axes.set_ylabel(unit)
    axes.set_xlabel("time (UTC)")
    axes.yaxis.set_major_locator(ticker.MaxNLocator(integer=True))
    axes.yaxis.set_major_formatter(ticker.StrMethodFormatter("{x:,.0f}"))
    axes.set_ylim(0, max(1, total))
    axes.spines[["top", "right"]].set_visible(False)
    _set_times(axes, counts)
    if total:
        handles, labels = axes.get_legend_handles_labels()
        # In the order of the stack.
        figure.legend(handles[::-1], labels[::-1], loc="outside right upper", frameon=False, fontsize=10)
    else:
        _say(axes, f"No {unit}")
    return figure


def overlay_figure(
    slide: Picture | None,
    heatmap: Picture | None,
    *,
    title: str,
    subtitle: str = "",
    note: str = "",
    mpp: float | None = None,
) -> "Figure":
    """Draw a heatmap over the slide that it was made from, in the slide's proportions; one may be None.

    `mpp`, microns for each pixel of the slide, makes the axes a scale in mm; without it they are in pixels.
    A heatmap of numbers is drawn in the palette cividis, with a bar of its values; one in colour is drawn as
    it is. One whose proportions are not those of the slide is drawn alone. `note` stands below. Raises
    MissingExtraError without the extra `plot`.
    """
    if slide and heatmap and not _same_shape(slide, heatmap):
        slide, mpp = None, None
        note = "The slide is not shown: its proportions are not those of the heatmap."
    whole = slide or heatmap
    figure, axes = new_figure(title, subtitle, inches=_inches(whole))
    if note:
        lines = wrap(one_line(note, max_characters=_MAX_NOTE), _MAX_TITLE + 20)
        figure.supxlabel("\n".join(lines), parse_math=False, size=9, x=0.02, ha="left", color="#404040")
    if whole is None:
        _say(axes, "No picture")
        axes.set_axis_off()
        return figure
    scale, unit = (mpp / _UM_PER_MM, "mm") if slide and mpp else (1.0, "px")
    extent = (0.0, whole.width * scale, whole.height * scale, 0.0)
    if slide:
        axes.imshow(slide.pixels, extent=extent, cmap="gray")
    if heatmap:
        layer = axes.imshow(heatmap.pixels, extent=extent, cmap="cividis", alpha=_OPACITY if slide else 1.0)
        if heatmap.pixels.ndim == 2:  # noqa: PLR2004 - without a dimension of colour
            figure.colorbar(layer, ax=axes, label="value", shrink=0.8)
    axes.set_xlabel(unit)
    axes.set_ylabel(unit)
    return figure


def _same_shape(slide: Picture, heatmap: Picture) -> bool:
    skew = (slide.width * heatmap.height) / (slide.height * heatmap.width)
    # A small heatmap is rounded to whole pixels.
    return abs(skew - 1) <= max(_MAX_SKEW, 1 / heatmap.width, 1 / heatmap.height)


def _inches(whole: Picture | None) -> tuple[float, float]:
    if whole is None:
        return _INCHES
    width, height = _INCHES[0], _INCHES[0] * whole.height / whole.width + _TEXT_INCHES
    return width, min(max(height, _INCHES[1] / 2), _MAX_INCHES)


def _draw_stack(axes: "Axes", counts: Timeline, bands: Mapping[str, Band]) -> None:
    drawn = dict(counts.counts)
    order = [*(name for name in bands if name in drawn), *(name for name in drawn if name not in bands)]
    floor = [0] * len(counts.times)
    for name in order:
        band = bands.get(name, Band(name, _OTHER, "xx"))
        floor = _draw_band(axes, counts, band, floor, drawn[name])
    _draw_band(axes, counts, Band("not ended", _GREY), floor, counts.unfinished)


def _draw_band(
    axes: "Axes", counts: Timeline, band: Band, floor: list[int], heights: tuple[int, ...]
) -> list[int]:
    """Draw one layer of the stack on `floor`, and return its upper edge."""
    edge = [low + height for low, height in zip(floor, heights, strict=True)]
    if not any(heights):
        return edge
    label = f"{one_line(band.label, max_characters=_MAX_LABEL)}: {heights[-1]:,}"
    times: Any = counts.times
    axes.fill_between(
        times,
        floor,
        edge,
        # Up to the time at which it has no item any more: a step goes on until the next time.
        where=[max(here, before) > 0 for here, before in zip(heights, (0, *heights), strict=False)],
        step="post",
        facecolor=band.colour,
        hatch=band.hatch or None,
        hatchcolor="#ffffff90",
        # A line, over the layers above, keeps one item among 10,000 visible.
        edgecolor=band.colour,
        linewidth=1.2,
        zorder=2 - len(axes.collections) / 100,
        # A label that begins with `_` would be left out of the legend.
        label=label if not label.startswith("_") else f" {label}",
    )
    return edge


def _set_times(axes: "Axes", counts: Timeline) -> None:
    dates = load_plot().dates
    first: Any = counts.times[0]
    last: Any = counts.times[-1]
    locator = dates.AutoDateLocator(tz=UTC, minticks=3, maxticks=9)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(dates.ConciseDateFormatter(locator, tz=UTC))
    if first < last:
        axes.set_xlim(first, last)


def _say(axes: "Axes", sentence: str) -> None:
    axes.text(0.5, 0.5, sentence, transform=axes.transAxes, ha="center", va="center", parse_math=False)
