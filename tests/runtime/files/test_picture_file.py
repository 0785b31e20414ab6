"""Pictures in a size to look at: every format, one level of a pyramid, and files that are none."""

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from PIL import Image

from seawall.core.errors import InputError
from seawall.runtime.files.picture_file import read_picture


@pytest.mark.parametrize(
    ("mode", "suffix", "colours"),
    [
        ("L", "png", ()),
        ("I;16", "png", ()),
        ("RGB", "jpg", (3,)),
        ("CMYK", "jpg", (3,)),
        ("P", "png", (3,)),
        ("LA", "png", (4,)),
        ("RGBA", "tif", (4,)),
        ("F", "tif", ()),
    ],
)
def test_a_picture_of_any_kind_is_reduced(
    mode: str, suffix: str, colours: tuple[int, ...], tmp_path: Path
) -> None:
    path = tmp_path / f"a.{suffix}"
    Image.new(mode, (400, 200)).save(path)
    made = read_picture(path, max_side=100)
    assert made.pixels.shape == (50, 100, *colours)
    assert (made.width, made.height) == (400, 200)


def test_numbers_are_kept(tmp_path: Path) -> None:
    values = np.arange(12, dtype=np.uint16).reshape(3, 4) * 1_000
    tifffile.imwrite(tmp_path / "a.tif", values)
    assert read_picture(tmp_path / "a.tif").pixels.tolist() == values.tolist()


def pyramid(path: Path, *levels: tuple[int, int], flags: bool = True) -> Path:
    """A TIFF whose pages have a grey of their own; the first one is too large to decode."""
    with tifffile.TiffWriter(path) as writer:
        for number, (height, width) in enumerate(levels):
            page: Any = np.full((height, width), number, np.uint8)
            writer.write(
                page,
                tile=(1024, 1024),
                compression="zlib",
                subfiletype=int(flags and number > 0),
                metadata=None,
            )
    return path


def test_of_a_pyramid_the_smallest_level_that_is_large_enough_is_decoded(tmp_path: Path) -> None:
    path = pyramid(tmp_path / "a.tif", (9_000, 9_000), (450, 450), (90, 90))
    made = read_picture(path, max_side=200)
    assert (made.pixels.shape, made.pixels.max(), made.width) == ((200, 200), 1, 9_000)
    assert read_picture(path, max_side=80).pixels.max() == 2


def test_of_several_images_the_first_is_read(tmp_path: Path) -> None:
    made = read_picture(pyramid(tmp_path / "a.tif", (30, 40), (30, 40), flags=False))
    assert (made.pixels.max(), made.width, made.height) == (0, 40, 30)


def test_a_file_that_is_no_picture_is_an_error_that_names_it(tmp_path: Path) -> None:
    Image.new("1", (9_000, 9_000)).save(tmp_path / "large.png")
    Image.new("L", (90, 90)).save(tmp_path / "whole.png")
    (tmp_path / "cut.png").write_bytes((tmp_path / "whole.png").read_bytes()[:60])
    (tmp_path / "corrupt.tif").write_bytes(b"II*\0\x08\0\0\0" + b"\xff" * 40)
    (tmp_path / "text.png").write_text("text")
    os.mkfifo(tmp_path / "pipe.png")
    faults = {
        "large.png": "has 9000 x 9000 pixels, and at most 80,000,000 are decoded",
        "cut.png": "is corrupt",
        "corrupt.tif": "is corrupt",
        "text.png": "is not a PNG, JPEG or TIFF image",
        "pipe.png": "can not be read: Not a regular file",
        "missing.png": "can not be read: No such file",
    }
    for name, fault in faults.items():
        with pytest.raises(InputError, match=rf"{name} {fault}"):
            read_picture(tmp_path / name)
