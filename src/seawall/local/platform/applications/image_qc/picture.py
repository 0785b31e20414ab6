"""Decoding of PNG, JPEG and TIFF files; the pixel limit is checked before decoding."""

import struct
from typing import BinaryIO

import numpy as np
from attrs import frozen
from PIL import Image, UnidentifiedImageError

from seawall.core.transfer.tiff_pages import read_tiff_pages, single_image
from seawall.local.platform.applications.image_qc.arrays import FloatArray
from seawall.local.platform.applications.work import user_error

__all__ = ["Picture", "load", "rescale"]

FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg", "TIFF": "image/tiff"}
MAX_16_BIT = 65_535
# Pillow's decoders raise these for corrupt files.
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, struct.error, IndexError, TypeError, KeyError)
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@frozen
class Picture:
    """Decoded image: `RGB` (8 bits per channel) or `F` (grey, 0 to 1)."""

    image: Image.Image

    @property
    def is_colour(self) -> bool:
        """True for three channels, False for grey."""
        return self.image.mode == "RGB"

    @property
    def width(self) -> int:
        """Width in pixels."""
        return self.image.width

    @property
    def height(self) -> int:
        """Height in pixels."""
        return self.image.height

    def reduced(self, factor: int) -> "Picture":
        """Scale down: average `factor` x `factor` pixels to one."""
        return Picture(self.image.reduce(factor))

    def grey(self, first_row: int, last_row: int) -> FloatArray:
        """Return the brightness (0 to 1) of the rows `first_row` to `last_row`, without `last_row`."""
        rows = self.image.crop((0, first_row, self.width, last_row))
        if not self.is_colour:
            return np.asarray(rows, dtype=np.float32)
        return np.asarray(rows.convert("L"), dtype=np.float32) / np.float32(255)


def load(file: BinaryIO, *, media_type: object, max_pixels: int) -> Picture:
    """Decode a file that can seek.

    Of a TIFF with several levels, it decodes the largest. Raises ItemError (USER_ERROR) if the file is not
    one image of the given type, cannot be decoded, or is too large.
    """
    try:
        with Image.open(file, formats=list(FORMATS)) as image:
            if image.format == "TIFF":
                _select_page(image, file)
            _check(image, media_type, max_pixels)
            image.load()
            return Picture(_to_rgb_or_grey(image))
    except _BOMBS as error:
        raise _too_large(max_pixels) from error
    except UnidentifiedImageError as error:
        raise user_error(
            "IMAGE.NOT_AN_IMAGE",
            "The input is not a readable PNG, JPEG or TIFF file. Convert it to one of these.",
        ) from error
    except _BROKEN as error:
        raise user_error(
            "IMAGE.BROKEN", "The input is an image file, but cannot be decoded. Export it again."
        ) from error


def _select_page(image: Image.Image, file: BinaryIO) -> None:
    """Go to the largest level of a pyramid. Raises ItemError for pages that are different images."""

    def read(offset: int, size: int) -> bytes:
        file.seek(offset)
        return file.read(size)

    pages = read_tiff_pages(read)
    index = single_image(pages)
    if index is None:
        raise user_error(
            "IMAGE.SEVERAL_PAGES",
            f"The input has {len(pages)} pages that are different images. Submit each page as an item.",
        )
    if index:
        image.seek(index)


def _check(image: Image.Image, media_type: object, max_pixels: int) -> None:
    found = FORMATS[image.format or ""]
    if found != media_type:
        raise user_error(
            "IMAGE.OTHER_TYPE", f"The input is {found}, but `media_type` in its metadata is {media_type}."
        )
    if image.width * image.height > max_pixels:
        raise _too_large(max_pixels)


def _too_large(max_pixels: int) -> Exception:
    return user_error(
        "IMAGE.TOO_MANY_PIXELS", f"The image has more than {max_pixels} pixels. Crop it or scale it down."
    )


def _to_rgb_or_grey(image: Image.Image) -> Image.Image:
    """Convert to RGB, or to grey from 0 to 1. Transparent parts become white, like a glass slide."""
    if image.mode in {"1", "L"}:
        return _grey(np.asarray(image.convert("L"), dtype=np.float32) / np.float32(255))
    # 16-bit grey has a known range; 32-bit and float do not, so those are scaled by their own values.
    if image.mode.startswith("I;16"):
        return _grey(np.asarray(image, dtype=np.float32) / np.float32(MAX_16_BIT))
    if image.mode in {"I", "F"}:
        return _grey(rescale(np.asarray(image, dtype=np.float32)))
    if image.mode == "LA":
        return _grey(np.asarray(_on_white(image).convert("L"), dtype=np.float32) / np.float32(255))
    if image.mode in {"RGBA", "PA"} or "transparency" in image.info:
        return _on_white(image).convert("RGB")
    return image.convert("RGB")


def _on_white(image: Image.Image) -> Image.Image:
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image.convert("RGBA"))


def rescale(values: FloatArray) -> FloatArray:
    """Scale values of any range to 0 to 1; NaN and infinities count as 0."""
    # float64: the difference of two float32 values can exceed the float32 range.
    finite = np.nan_to_num(values.astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    low, high = float(finite.min()), float(finite.max())
    scaled = (finite - low) / (high - low) if high > low else np.zeros_like(finite)
    return scaled.astype(np.float32)


def _grey(values: FloatArray) -> Image.Image:
    return Image.fromarray(values)
