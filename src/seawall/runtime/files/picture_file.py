"""Reads a picture in a size to look at: PNG, JPEG, or one page of a TIFF. Needs the extra `plot`.

A file may be corrupt, or made to fill up the memory: the number of pixels is checked before any is decoded.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from attrs import field, frozen

from seawall.core.errors import InputError
from seawall.core.extras import needs_extra
from seawall.core.transfer.tiff_pages import TiffPage, read_tiff_pages, single_image
from seawall.core.whole_import import import_whole
from seawall.runtime.files.regular_file import open_regular_file

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

__all__ = ["Picture", "read_picture"]

_MAX_PIXELS = 80_000_000
_SIGNATURE_BYTES = 8
_PNG, _JPEG = b"\x89PNG", b"\xff\xd8\xff"
# Classic TIFF and BigTIFF, in both byte orders.
_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


@frozen(eq=False)
class Picture:
    """A picture, reduced: `pixels` is an array of numpy, rows x columns, x 3 or 4 if it is in colour.

    `width` and `height` are those of the whole picture, in pixels of its largest level.
    """

    pixels: Any = field(repr=False)
    width: int
    height: int


def read_picture(path: Path, *, max_side: int = 1600) -> Picture:
    """Read the picture at `path`, reduced to at most `max_side` pixels on each side.

    Of a TIFF with several levels, the smallest one that is large enough is decoded. Raises InputError if the
    file can not be read, is no such picture, is corrupt, or has more than 80,000,000 pixels; and
    MissingExtraError without the extra `plot`.
    """
    try:
        handle = open_regular_file(path)
    except OSError as error:
        raise InputError(f"{path} can not be read: {error.strerror}. Give an image file.") from error
    with os.fdopen(handle, "rb") as file:
        decoder = _decoder(file.read(_SIGNATURE_BYTES))
        if decoder is None:
            raise InputError(f"{path} is not a PNG, JPEG or TIFF image. Give an image file.")
        try:
            return _read(file, decoder, max_side)
        except InputError as error:
            raise InputError(f"{path} {error}") from error
        except Exception as error:
            raise InputError(
                f"{path} is corrupt, or has a pixel format that is not supported. Give another file."
            ) from error


def _decoder(start: bytes) -> "type[ImageFile] | None":
    """Return the class that reads a file with these first bytes; None if it is of another format."""
    with needs_extra("plot", "A picture"):
        import_whole("PIL.JpegImagePlugin", "PIL.PngImagePlugin", "PIL.TiffImagePlugin")
        # The classes themselves: `PIL.Image.open` would refuse a pyramid for the size of its largest level.
        from PIL.JpegImagePlugin import JpegImageFile  # noqa: PLC0415 - an extra; 30 ms
        from PIL.PngImagePlugin import PngImageFile  # noqa: PLC0415
        from PIL.TiffImagePlugin import TiffImageFile  # noqa: PLC0415
    if start.startswith(_TIFF):
        return TiffImageFile
    return PngImageFile if start.startswith(_PNG) else JpegImageFile if start.startswith(_JPEG) else None


def _read(file: BinaryIO, decoder: "type[ImageFile]", max_side: int) -> Picture:
    file.seek(0)
    image = decoder(file)
    width, height = _choose_page(image, file, max_side) if image.format == "TIFF" else image.size
    # Only JPEG has it: a reduced picture is decoded in a fraction of the time.
    image.draft(None, (max_side, max_side))
    if image.width * image.height > _MAX_PIXELS:
        raise InputError(
            f"has {image.width} x {image.height} pixels, and at most {_MAX_PIXELS:,} are decoded. Give a "
            "smaller copy."
        )
    return Picture(_pixels(image, max_side), width, height)


def _choose_page(image: "ImageFile", file: BinaryIO, max_side: int) -> tuple[int, int]:
    """Go to the page to decode; return the size of the largest one."""

    def read(offset: int, size: int) -> bytes:
        file.seek(offset)
        return file.read(size)

    pages = read_tiff_pages(read)
    largest = single_image(pages)
    if largest is None:
        # Several images: the first one.
        image.seek(0)
        return image.size
    whole = pages[largest]
    levels = [index for index, page in enumerate(pages) if index == largest or _is_level(page, whole)]
    enough = [index for index in levels if max(pages[index].width, pages[index].height) >= max_side]
    image.seek(min(enough or [largest], key=lambda index: pages[index].width))
    return whole.width, whole.height


def _is_level(page: TiffPage, whole: TiffPage) -> bool:
    return not page.is_mask and single_image([whole, page]) == 0 and page.width < whole.width


def _pixels(image: "Image", max_side: int) -> Any:
    import_whole("numpy")
    import numpy as np  # noqa: PLC0415 - of the same extra; 60 ms

    if image.mode.startswith(("I", "F")):
        image = image.convert("F")
    elif image.mode not in {"L", "RGB", "RGBA"}:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((max_side, max_side))
    return np.asarray(image)
