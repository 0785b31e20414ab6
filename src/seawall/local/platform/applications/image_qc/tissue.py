"""Tissue detection: Otsu's threshold on brightness; small specks and holes are removed."""

from collections.abc import Callable

import numpy as np
from skimage import filters, morphology

from seawall.local.platform.applications.image_qc.arrays import FloatArray, Mask

__all__ = ["tissue_mask"]

MIN_CONTRAST = 0.05  # below it, the threshold would only separate noise
# scikit-image has no type annotations.
_gaussian: Callable[[FloatArray, float], FloatArray] = filters.gaussian
_otsu_threshold: Callable[[FloatArray], float] = filters.threshold_otsu

SPECK_FRACTION = 0.0005
MIN_SPECK_PX = 16


def tissue_mask(grey: FloatArray) -> Mask:
    """Compute the tissue mask; empty for an image without contrast."""
    low, high = np.percentile(grey, [1, 99])
    if high - low < MIN_CONTRAST:
        return np.zeros(grey.shape, dtype=np.bool_)
    smooth = _gaussian(grey, 1)
    threshold = _otsu_threshold(smooth)
    mask = smooth < threshold if _background_is_bright(smooth, threshold) else smooth > threshold
    speck = max(MIN_SPECK_PX, int(grey.size * SPECK_FRACTION))
    cleaned: Mask = morphology.remove_small_holes(
        morphology.remove_small_objects(mask, max_size=speck), max_size=speck
    )
    return cleaned


def _background_is_bright(grey: FloatArray, threshold: float) -> bool:
    """Return True for brightfield images, whose edge is bright; fluorescence images have a dark edge."""
    rim = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    return bool(np.median(rim) >= threshold)
