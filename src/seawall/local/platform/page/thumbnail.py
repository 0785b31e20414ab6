"""A small JPEG of an image file."""

import io
from typing import BinaryIO

from PIL import Image

from seawall.local.platform.applications.image_qc.picture import load

__all__ = ["jpeg_of"]


def jpeg_of(file: BinaryIO, *, media_type: object, max_pixels: int, side_px: int, quality: int) -> bytes:
    """Decode a PNG, JPEG or TIFF and encode it as JPEG whose sides have at most `side_px` pixels.

    Raises ItemError (USER_ERROR) if the file is not such an image, cannot be decoded or is too large.
    """
    picture = load(file, media_type=media_type, max_pixels=max_pixels)
    picture = picture.reduced(max(1, max(picture.width, picture.height) // (2 * side_px)))
    image = (
        picture.image if picture.is_colour else picture.image.point(lambda value: value * 255).convert("L")
    )
    image.thumbnail((side_px, side_px), Image.Resampling.LANCZOS)
    encoded = io.BytesIO()
    image.save(encoded, "JPEG", quality=quality)
    return encoded.getvalue()
