"""Figures of matplotlib: their texts and layers, without a display and without pyplot."""

import io
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from seawall.core.errors import MissingExtraError
from seawall.core.notebook.timeline import End, timeline
from seawall.runtime.files.picture_file import Picture
from seawall.runtime.notebook.figures import Band, load_plot, new_figure, overlay_figure, timeline_figure

START = datetime(2026, 7, 8, 12, 0, tzinfo=UTC)
BANDS = {"FAILED": Band("failed", "#d55e00", "///"), "DONE": Band("done", "#009e73")}


def figure_of(*outcomes: str, total: int | None = None, title: str = "Job", span_s: float = 600.0) -> Any:
    ends = [End(START + timedelta(seconds=number), one) for number, one in enumerate(outcomes)]
    counts = timeline(
        ends,
        outcomes=BANDS,
        total=len(ends) if total is None else total,
        start=START,
        until=START + timedelta(seconds=span_s),
    )
    return timeline_figure(counts, BANDS, title=title, subtitle="sub")


def labels(figure: Any) -> list[str]:
    return [text.get_text() for legend in figure.legends for text in legend.get_texts()]


def draw(figure: Any) -> bytes:
    file = io.BytesIO()
    figure.savefig(file)
    return file.getvalue()


def test_each_outcome_has_a_layer_with_its_number_in_the_order_of_the_stack() -> None:
    figure = figure_of("DONE", "DONE", "FAILED", total=1_500)
    assert labels(figure) == ["not ended: 1,497", "done: 2", "failed: 1"]
    axes = figure.axes[0]
    assert (axes.get_ylabel(), axes.get_xlabel()) == ("items", "time (UTC)")
    assert axes.get_ylim() == (0, 1_500)
    # The lower layer is drawn later, so that its line is not covered.
    orders = [layer.get_zorder() for layer in axes.collections]
    assert orders == sorted(orders, reverse=True)
    assert draw(figure).startswith(b"\x89PNG")


def test_the_layer_of_open_items_goes_on_to_the_end_of_the_last_one() -> None:
    layers = figure_of("DONE", "DONE", "DONE", span_s=2.0).axes[0].collections
    ends = {
        layer.get_label(): max(x for path in layer.get_paths() for x, _ in path.vertices) for layer in layers
    }
    assert ends["not ended: 0"] == ends["done: 3"]


def test_an_unknown_outcome_is_drawn_under_its_own_name() -> None:
    assert labels(figure_of("DONE", "_NEW")) == ["not ended: 0", " _NEW: 1", "done: 1"]


def test_no_items_and_no_duration_are_drawn_too() -> None:
    empty = figure_of()
    assert labels(empty) == []
    assert "No items" in [text.get_text() for text in empty.axes[0].texts]
    # Warnings are errors: a range of any length gets readable times.
    for span_s in (0.0, 0.001, 1.0, 59.0, 3_600.0, 11_000.0, 86_400.0 * 45, 86_400.0 * 800):
        assert draw(figure_of("DONE", span_s=span_s))


def test_the_text_of_a_server_is_no_formula_and_one_short_line() -> None:
    figure = figure_of("$\\frac{", title="$\\frac{\n\u202e" + "x" * 200)
    title = figure.axes[0].get_title(loc="left")
    assert title.startswith("$\\frac{ \\u202exx")
    assert len(title) == 70
    assert draw(figure)


def picture(width: int, height: int, *colours: int) -> Picture:
    return Picture(np.zeros((height // 10, width // 10, *colours)), width, height)


def layers(figure: Any) -> list[Any]:
    return [image for axes in figure.axes for image in axes.get_images()]


def test_a_heatmap_lies_over_the_whole_slide_in_mm() -> None:
    figure = overlay_figure(picture(4_000, 2_000, 3), picture(400, 200), title="One", mpp=0.5)
    slide, heatmap = layers(figure)
    assert list(slide.get_extent()) == list(heatmap.get_extent()) == [0, 2, 1, 0]
    assert figure.axes[0].get_xlabel() == "mm"
    # The values of a heatmap without colours have a bar.
    assert (heatmap.get_alpha(), heatmap.get_cmap().name, len(figure.axes)) == (0.6, "cividis", 2)
    assert draw(figure)


def test_a_heatmap_in_colour_or_alone_is_drawn_as_it_is() -> None:
    alone = overlay_figure(None, picture(400, 200, 3), title="One", mpp=0.5, note="Why.")
    assert (len(layers(alone)), len(alone.axes), alone.axes[0].get_xlabel()) == (1, 1, "px")
    assert layers(alone)[0].get_alpha() == 1
    assert alone.get_supxlabel() == "Why."
    other = overlay_figure(picture(400, 400), picture(400, 200), title="One")
    assert len(layers(other)) == 1
    assert "proportions" in other.get_supxlabel()
    # One row of pixels less is no other shape.
    assert len(layers(overlay_figure(picture(1_010, 500), picture(20, 10, 3), title="One"))) == 2
    nothing = overlay_figure(None, None, title="One")
    assert [text.get_text() for text in nothing.axes[0].texts] == ["", "No picture"]
    assert all(draw(each) for each in (alone, other, nothing))


def test_a_figure_is_made_without_pyplot() -> None:
    code = (
        "import sys; from seawall.runtime.notebook.figures import new_figure; new_figure('a');"
        "sys.exit('matplotlib.pyplot' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    for work in (load_plot, lambda: new_figure("a")):
        with pytest.raises(MissingExtraError, match=r"A picture needs the extra `plot`"):
            work()
