"""Outlines of tissue regions as GeoJSON polygons (RFC 7946).

Coordinates are pixels of the input image: x to the right, y down, origin at the upper left corner. Holes are
filled.
"""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray
from skimage import measure

from seawall.local.platform.applications.image_qc.arrays import FloatArray, Mask

__all__ = ["Region", "tissue_regions", "to_geojson"]

Points = NDArray[np.float64]

# scikit-image has no type annotations.
_label: Callable[[Mask], NDArray[np.int_]] = partial(measure.label, connectivity=1)
_region_properties: Callable[[NDArray[np.int_]], list[Any]] = measure.regionprops
_find_contours: Callable[[FloatArray, float], list[Points]] = measure.find_contours

MAX_REGIONS = 500


@frozen(eq=False)
class Region:
    """Tissue region: closed outline and area in pixels of the input image, mean focus score."""

    outline: Points
    area_px: float
    focus_score: float


def tissue_regions(
    mask: Mask, focus_score: FloatArray, *, scale: float, size: tuple[int, int]
) -> list[Region]:
    """Find the MAX_REGIONS largest regions of the mask, largest first.

    `focus_score` has the shape of the mask. `scale` is the side of a mask pixel in pixels of the input
    image, `size` is the width and height of the input image.
    """
    found = sorted(_region_properties(_label(mask)), key=lambda region: -region.area)
    regions = []
    for properties in found[:MAX_REGIONS]:
        top, left, bottom, right = properties.bbox
        scores = focus_score[top:bottom, left:right][properties.image]
        outline = _outline(properties.image_filled, top, left)
        outline = np.clip(outline * scale, 0, size)
        regions.append(Region(outline, float(properties.area_filled) * scale**2, float(scores.mean())))
    return regions


def _outline(shape: Mask, top: int, left: int) -> Points:
    """Return the outer contour as closed x, y pairs with positive signed area (the order of RFC 7946)."""
    contour = max(_find_contours(np.pad(shape, 1).astype(np.float32), 0.5), key=len)
    simple = _without_collinear_points(contour)
    # Minus 1 for the padding, plus 0.5 for the centre of a pixel.
    points: Points = simple[:, ::-1] - 0.5 + np.array([left, top])
    return points if _signed_area(points) > 0 else points[::-1]


def _without_collinear_points(ring: Points) -> Points:
    """Remove points on straight segments from the closed ring; its shape does not change."""
    steps = np.diff(ring, axis=0)
    before = np.roll(steps, 1, axis=0)
    turns = before[:, 0] * steps[:, 1] != before[:, 1] * steps[:, 0]
    corners = ring[:-1][turns]
    return np.concatenate([corners, corners[:1]])


def _signed_area(points: Points) -> float:
    x, y = points[:, 0], points[:, 1]
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2)


def to_geojson(regions: list[Region], *, mpp: float | None) -> bytes:
    """Encode a FeatureCollection with one polygon per region; with `mpp`, areas also in square microns."""
    features = [
        {
            "type": "Feature",
            "id": number,
            "geometry": {"type": "Polygon", "coordinates": [np.round(region.outline, 2).tolist()]},
            "properties": {
                "name": "tissue",
                "area_px": round(region.area_px, 1),
                "area_um2": round(region.area_px * mpp**2, 1) if mpp else None,
                "focus_score": round(region.focus_score, 4),
            },
        }
        for number, region in enumerate(regions, start=1)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()
