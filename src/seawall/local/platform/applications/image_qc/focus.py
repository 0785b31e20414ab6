"""Focus: variance of the Laplacian per tile (Pech-Pacheco et al., 2000)."""

from collections.abc import Callable

import numpy as np
from attrs import frozen
from skimage import filters

from seawall.local.platform.applications.image_qc.arrays import FloatArray
from seawall.local.platform.applications.image_qc.picture import Picture

__all__ = ["FocusGrid", "measure_focus"]

# scikit-image has no type annotations.
_laplacian: Callable[[FloatArray], FloatArray] = filters.laplace

TILE_PX = 64
MAX_TILES_A_SIDE = 128
# Variances that get the scores 0 and 1, for brightness from 0 to 1.
BLURRED, SHARP = 1e-5, 1e-1


@frozen(eq=False)
class FocusGrid:
    """Variance per tile; tiles at the right and lower edge may be smaller."""

    variance: FloatArray
    tile_px: int

    @property
    def score(self) -> FloatArray:
        """Score from 0 (blurred) to 1 (sharp), on a logarithmic scale that is the same for all images."""
        decades = np.log10(np.maximum(self.variance, BLURRED) / BLURRED) / np.log10(SHARP / BLURRED)
        score: FloatArray = np.clip(decades, 0, 1).astype(np.float32)
        return score


def measure_focus(picture: Picture, check: Callable[[], None]) -> FocusGrid:
    """Measure the picture, one row of tiles at a time; `check` is called before each row and may raise."""
    tile = max(TILE_PX, -(-max(picture.width, picture.height) // MAX_TILES_A_SIDE))
    rows = []
    for top in range(0, picture.height, tile):
        check()
        rows.append(_row_of_tiles(picture, top, min(top + tile, picture.height), tile))
    return FocusGrid(np.stack(rows), tile)


def _row_of_tiles(picture: Picture, top: int, bottom: int, tile: int) -> FloatArray:
    # One more row on each side: the Laplacian needs the neighbours of each pixel.
    above = min(1, top)
    edges = _laplacian(picture.grey(top - above, min(bottom + 1, picture.height)))
    inner = edges[above : above + bottom - top].astype(np.float64)
    starts = np.arange(0, picture.width, tile)
    counts = np.diff([*starts, picture.width]) * inner.shape[0]
    mean = np.add.reduceat(inner.sum(axis=0), starts) / counts
    mean_of_squares = np.add.reduceat((inner**2).sum(axis=0), starts) / counts
    variance: FloatArray = np.maximum(mean_of_squares - mean**2, 0).astype(np.float32)
    return variance
