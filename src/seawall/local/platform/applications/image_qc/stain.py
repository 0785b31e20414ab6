"""Stains: colour deconvolution into haematoxylin, eosin and DAB (Ruifrok and Johnston, 2001)."""

import numpy as np
from attrs import frozen
from skimage.color import rgb2hed

from seawall.local.platform.applications.image_qc.arrays import Mask, PixelArray

__all__ = ["StainStatistics", "measure_stains", "no_stain_reason"]

STAINS = ("haematoxylin", "eosin", "dab")
MAX_SAMPLE = 65_536  # pixels, evenly spaced; a larger sample hardly changes the statistics
MIN_CHROMA = 4.0  # of 255; less colour than this comes from compression


@frozen
class StainStatistics:
    """Optical density of one stain over the tissue."""

    stain: str
    mean: float
    deviation: float
    percentile_95: float


def no_stain_reason(pixels: PixelArray | None, mask: Mask) -> str | None:
    """Explain why stains cannot be measured; None if they can. `pixels` is None for a grey image."""
    if pixels is None:
        return "grey image: stains cannot be measured"
    if not mask.any():
        return "no tissue found"
    tissue = pixels[mask]
    if float(np.mean(np.ptp(tissue, axis=1))) < MIN_CHROMA:
        return "colour image without colour: stains cannot be measured"
    return None


def measure_stains(pixels: PixelArray, mask: Mask) -> list[StainStatistics]:
    """Compute the statistics of each stain over the tissue."""
    tissue = pixels[mask]
    sample = tissue[:: -(-len(tissue) // MAX_SAMPLE)]
    densities = rgb2hed(sample[np.newaxis])[0]
    return [
        StainStatistics(
            stain,
            float(density.mean()),
            float(density.std()),
            float(np.percentile(density, 95)),
        )
        for stain, density in zip(STAINS, densities.T, strict=True)
    ]
