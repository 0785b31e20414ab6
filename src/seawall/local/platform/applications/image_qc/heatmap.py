"""Heatmap of the focus: tissue in the colour of its score, on the grey image."""

import io

import numpy as np
import tifffile

from seawall.local.platform.applications.image_qc.arrays import FloatArray, Mask, PixelArray

__all__ = ["focus_heatmap", "to_tiff"]

# From blurred to sharp. Lightness rises too, so that colour-blind people can read it (the cividis palette).
COLOURS = np.array([[0, 34, 78], [87, 92, 109], [166, 157, 117], [255, 234, 70]], dtype=np.float32)
OPACITY = 0.7
UM_PER_CM = 10_000


def focus_heatmap(score: FloatArray, grey: FloatArray, mask: Mask) -> PixelArray:
    """Render RGB pixels from score, brightness and tissue mask."""
    colour = _to_colour(score)
    backdrop = np.repeat(grey[..., None] * 255, 3, axis=2)
    opacity = np.where(mask, OPACITY, 0.0)[..., None]
    pixels: PixelArray = np.clip(colour * opacity + backdrop * (1 - opacity), 0, 255).astype(np.uint8)
    return pixels


def _to_colour(score: FloatArray) -> FloatArray:
    stops = np.linspace(0, 1, len(COLOURS))
    channels = [np.interp(score, stops, COLOURS[:, channel]) for channel in range(3)]
    return np.stack(channels, axis=-1).astype(np.float32)


def to_tiff(pixels: PixelArray, mpp: float | None) -> bytes:
    """Encode a compressed RGB TIFF; `mpp` (microns per pixel) sets its resolution tags."""
    file = io.BytesIO()
    pixels_per_cm = UM_PER_CM / mpp if mpp else None
    tifffile.imwrite(
        file,
        pixels,
        photometric="rgb",
        compression="zlib",
        resolution=(pixels_per_cm, pixels_per_cm) if pixels_per_cm else None,
        resolutionunit="CENTIMETER" if pixels_per_cm else None,
        metadata=None,
        software="seawall image-qc",
    )
    return file.getvalue()
