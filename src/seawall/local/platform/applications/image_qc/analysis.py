"""Analysis of one image.

Focus is measured at full resolution, in strips. Tissue and stains are measured on an overview scaled down to
MAX_OVERVIEW_PX, which is also the size of the heatmap.
"""

import numpy as np

from seawall.local.platform.applications.image_qc.arrays import FloatArray, Mask
from seawall.local.platform.applications.image_qc.focus import FocusGrid, measure_focus
from seawall.local.platform.applications.image_qc.heatmap import focus_heatmap, to_tiff
from seawall.local.platform.applications.image_qc.picture import Picture, load
from seawall.local.platform.applications.image_qc.regions import tissue_regions, to_geojson
from seawall.local.platform.applications.image_qc.stain import measure_stains, no_stain_reason
from seawall.local.platform.applications.image_qc.statistics import Row, focus_rows, stain_rows, to_csv
from seawall.local.platform.applications.image_qc.tissue import tissue_mask
from seawall.local.platform.applications.work import FileOutput, Work

__all__ = ["measure", "process"]

MAX_OVERVIEW_PX = 1024
MIN_TISSUE_OF_TILE = 0.25


def process(work: Work) -> list[FileOutput]:
    """Compute heatmap, regions and statistics of the item's image."""
    source = work.inputs[0]
    with work.fetch(source).open("rb") as file:
        picture = load(file, media_type=source.metadata.get("media_type"), max_pixels=work.max_input_pixels)
    mpp = source.metadata.get("mpp")
    return measure(picture, work, mpp=float(mpp) if isinstance(mpp, int | float) else None)


def measure(picture: Picture, work: Work, *, mpp: float | None) -> list[FileOutput]:
    """Compute the three outputs; between the steps, check if the work is cancelled."""
    focus = measure_focus(picture, work.raise_if_cancelled)
    # -(-a // b) is a / b, rounded up.
    scale = -(-max(picture.width, picture.height) // MAX_OVERVIEW_PX)
    overview = picture.reduced(scale)
    grey = overview.grey(0, overview.height)
    mask = tissue_mask(grey)
    work.raise_if_cancelled()
    score = _per_pixel(focus, scale, grey)
    regions = tissue_regions(mask, score, scale=scale, size=(picture.width, picture.height))
    work.raise_if_cancelled()
    heatmap = focus_heatmap(score, grey, mask)
    rows = [*_general_rows(picture, mask, len(regions), mpp), *focus_rows(_tissue_scores(focus, scale, mask))]
    return [
        FileOutput(
            "qc:tiff_heatmap",
            "image/tiff",
            to_tiff(heatmap, mpp * scale if mpp else None),
            {"width": overview.width, "height": overview.height},
        ),
        FileOutput(
            "qc:geojson_regions",
            "application/geo+json",
            to_geojson(regions, mpp=mpp),
            {"region_count": len(regions)},
        ),
        FileOutput("qc:csv_statistics", "text/csv", to_csv([*rows, *_stain_rows(overview, mask)]), {}),
    ]


def _per_pixel(focus: FocusGrid, scale: int, overview: FloatArray) -> FloatArray:
    """Return the focus score of each pixel of the overview."""
    rows, columns = (np.arange(length) * scale // focus.tile_px for length in overview.shape)
    score: FloatArray = focus.score[rows[:, None], columns[None, :]]
    return score


def _tissue_scores(focus: FocusGrid, scale: int, mask: Mask) -> FloatArray:
    """Return the scores of the tiles with at least MIN_TISSUE_OF_TILE tissue."""
    rows, columns = (np.arange(length) * scale // focus.tile_px for length in mask.shape)
    tiles = rows[:, None] * focus.score.shape[1] + columns[None, :]
    pixels = np.bincount(tiles.ravel(), minlength=focus.score.size)
    tissue = np.bincount(tiles.ravel(), weights=mask.ravel(), minlength=focus.score.size)
    scores: FloatArray = focus.score.ravel()[tissue >= np.maximum(pixels * MIN_TISSUE_OF_TILE, 1)]
    return scores


def _general_rows(picture: Picture, mask: Mask, region_count: int, mpp: float | None) -> list[Row]:
    return [
        Row("width", picture.width, "px"),
        Row("height", picture.height, "px"),
        Row("channels", 3 if picture.is_colour else 1),
        Row("mpp", mpp, "um/px", "" if mpp else "not given"),
        Row("tissue_fraction", float(mask.mean()), "fraction"),
        Row("tissue_regions", region_count),
    ]


def _stain_rows(overview: Picture, mask: Mask) -> list[Row]:
    pixels = np.asarray(overview.image) if overview.is_colour else None
    no_stain = no_stain_reason(pixels, mask)
    stains = measure_stains(pixels, mask) if pixels is not None and no_stain is None else []
    return stain_rows(stains, no_stain=no_stain)
