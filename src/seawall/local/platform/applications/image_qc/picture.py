"""Image files to pixels: PNG, JPEG and TIFF, within a limit of pixels that is checked before decoding."""

import struct
from pathlib import Path

import numpy as np
from attrs import frozen
from PIL import Image, UnidentifiedImageError

from seawall.local.platform.applications.image_qc.arrays import FloatArray
from seawall.local.platform.applications.work import user_error

__all__ = ["Picture", "load", "stretch"]

FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg", "TIFF": "image/tiff"}
MAX_16_BIT = 65_535
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, struct.error, IndexError, TypeError, KeyError)
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@frozen
class Picture:
    """A decoded image: `RGB` (8 bits a channel) or `F` (grey, 0 to 1)."""

    image: Image.Image

    @property
    def is_colour(self) -> bool:
        """Whether it has three channels."""
        return self.image.mode == "RGB"

    @property
    def width(self) -> int:
        """In pixels."""
        return self.image.width

    @property
    def height(self) -> int:
        """In pixels."""
        return self.image.height

    def reduced(self, factor: int) -> "Picture":
        """Every `factor` x `factor` pixels averaged to one."""
        return Picture(self.image.reduce(factor))

    def grey(self, first_row: int, last_row: int) -> FloatArray:
        """Brightness from 0 to 1 of the rows from `first_row` up to, not including, `last_row`."""
        rows = self.image.crop((0, first_row, self.width, last_row))
        if not self.is_colour:
            return np.asarray(rows, dtype=np.float32)
        return np.asarray(rows.convert("L"), dtype=np.float32) / np.float32(255)


def load(path: Path, *, media_type: object, max_pixels: int) -> Picture:
    """Decode the file.

    Raises ItemError (USER_ERROR) when it is no image of the given type, broken, or too big.
    """
    try:
        with Image.open(path, formats=list(FORMATS)) as image:
            _check(image, media_type, max_pixels)
            image.load()
            return Picture(_to_rgb_or_grey(image))
    except _BOMBS as error:
        raise _too_big(max_pixels) from error
    except UnidentifiedImageError as error:
        raise user_error(
            "IMAGE.NOT_AN_IMAGE",
            "The input is no PNG, JPEG or TIFF that we can read. Convert it to one.",
        ) from error
    except _BROKEN as error:
        raise user_error(
            "IMAGE.BROKEN", "The input begins like an image, but cannot be decoded. Export it anew."
        ) from error


def _check(image: Image.Image, media_type: object, max_pixels: int) -> None:
    found = FORMATS[image.format or ""]
    if found != media_type:
        raise user_error("IMAGE.OTHER_TYPE", f"The input is {found}, its metadata says {media_type}.")
    if image.width * image.height > max_pixels:
        raise _too_big(max_pixels)


def _too_big(max_pixels: int) -> Exception:
    return user_error(
        "IMAGE.TOO_MANY_PIXELS", f"The image has more than {max_pixels} pixels. Crop it or scale it down."
    )


def _to_rgb_or_grey(image: Image.Image) -> Image.Image:
    """The image as RGB or as grey from 0 to 1; transparent parts become white, like a glass slide."""
    if image.mode in {"1", "L"}:
        return _grey(np.asarray(image.convert("L"), dtype=np.float32) / np.float32(255))
    if image.mode.startswith("I;16"):
        return _grey(np.asarray(image, dtype=np.float32) / np.float32(MAX_16_BIT))
    if image.mode in {"I", "F"}:
        return _grey(stretch(np.asarray(image, dtype=np.float32)))
    if image.mode == "LA":
        return _grey(np.asarray(_on_white(image).convert("L"), dtype=np.float32) / np.float32(255))
    if image.mode in {"RGBA", "PA"} or "transparency" in image.info:
        return _on_white(image).convert("RGB")
    return image.convert("RGB")


def _on_white(image: Image.Image) -> Image.Image:
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image.convert("RGBA"))


def stretch(values: FloatArray) -> FloatArray:
    """Values of no known range to 0 to 1; what is no number becomes 0."""
    # In float64, where the span of any two float32 is finite.
    finite = np.nan_to_num(values.astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    low, high = float(finite.min()), float(finite.max())
    stretch = (finite - low) / (high - low) if high > low else np.zeros_like(finite)
    return stretch.astype(np.float32)


def _grey(values: FloatArray) -> Image.Image:
    return Image.fromarray(values)
