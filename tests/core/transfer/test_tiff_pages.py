"""The pages of TIFF files of all layouts, and whether they are one image."""

import struct
from collections.abc import Callable, Sequence

import pytest

from seawall.core.transfer.tiff_pages import TiffPage, read_tiff_pages, single_image

_SHORT, _LONG, _LONG8 = 3, 4, 16
FORMATS = {_SHORT: "H", _LONG: "I", _LONG8: "Q"}
Tags = dict[int, int]


def page(width: int, height: int, kind: int | None = None) -> Tags:
    return {256: width, 257: height} | ({} if kind is None else {254: kind})


def tiff(*pages: Tags, order: str = "<", big: bool = False, type_: int = _LONG, last: int = 0) -> bytes:
    """A TIFF that has directories only; `last` is the offset after the last one."""
    mark, number = (b"II" if order == "<" else b"MM"), "Q" if big else "I"
    count, value = ("Q", 8) if big else ("H", 4)
    header = mark + struct.pack(f"{order}H", 43 if big else 42)
    header += struct.pack(f"{order}HH", 8, 0) if big else b""
    body, at = b"", len(header) + struct.calcsize(f"{order}{number}")
    first = at
    for index, tags in enumerate(pages):
        entries = b"".join(
            struct.pack(f"{order}HH{number}", tag, type_, 1)
            + struct.pack(f"{order}{FORMATS[type_]}", content).ljust(value, b"\0")
            for tag, content in {**tags, 259: 1}.items()
        )
        directory = struct.pack(f"{order}{count}", len(tags) + 1) + entries
        at += len(directory) + struct.calcsize(f"{order}{number}")
        following = at if index + 1 < len(pages) else last
        body += directory + struct.pack(f"{order}{number}", following)
    return header + struct.pack(f"{order}{number}", first if pages else 0) + body


def reader(content: bytes) -> Callable[[int, int], bytes]:
    return lambda offset, size: content[offset : offset + size]


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(
    ("big", "type_"), [(False, _SHORT), (False, _LONG), (True, _SHORT), (True, _LONG), (True, _LONG8)]
)
def test_pages_of_every_layout(order: str, big: bool, type_: int) -> None:
    content = tiff(page(800, 600), page(400, 300, 1), page(800, 600, 5), order=order, big=big, type_=type_)
    assert read_tiff_pages(reader(content)) == (
        TiffPage(800, 600),
        TiffPage(400, 300, is_reduced=True),
        TiffPage(800, 600, is_reduced=True, is_mask=True),
    )


ONE = tiff(page(8, 6))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"II",
        b"pixels",
        b"\x89PNG\r\n\x1a\n",
        b"II\x2c\0" + bytes(20),
        ONE[:-3],
        ONE[:20],
        # Width as text; no width; more entries than any file has.
        tiff(page(8, 6)).replace(struct.pack("<HH", 256, _LONG), struct.pack("<HH", 256, 2)),
        tiff({257: 6}),
        ONE[:8] + struct.pack("<H", 60_000) + ONE[10:],
    ],
)
def test_other_content_and_corrupt_directories_have_no_pages(content: bytes) -> None:
    assert read_tiff_pages(reader(content)) == ()


def test_directories_that_form_a_circle_or_lead_far_away_end() -> None:
    assert read_tiff_pages(reader(tiff(page(8, 6), last=8))) == (TiffPage(8, 6),)
    assert read_tiff_pages(reader(tiff(page(8, 6), big=True, last=1 << 63))) == (TiffPage(8, 6),)
    assert read_tiff_pages(reader(tiff())) == ()


@pytest.mark.parametrize(
    ("pages", "index"),
    [
        ([], 0),
        ([TiffPage(8, 6)], 0),
        # Levels: flagged, or smaller with the same shape, in any order; sides are rounded.
        ([TiffPage(800, 600), TiffPage(400, 300, is_reduced=True)], 0),
        ([TiffPage(800, 600), TiffPage(800, 600, is_mask=True)], 0),
        ([TiffPage(801, 599), TiffPage(400, 300), TiffPage(201, 149)], 0),
        ([TiffPage(100, 75), TiffPage(800, 600)], 1),
        # A label or a macro image beside the pyramid is flagged too, whatever its shape.
        ([TiffPage(800, 600), TiffPage(400, 300), TiffPage(90, 300, is_reduced=True)], 0),
        ([TiffPage(800, 600, is_reduced=True), TiffPage(400, 300, is_reduced=True)], 0),
        # Several images: a stack, channels, other shapes.
        ([TiffPage(800, 600), TiffPage(800, 600)], None),
        ([TiffPage(800, 600), TiffPage(400, 300), TiffPage(800, 600)], None),
        ([TiffPage(800, 600), TiffPage(600, 400)], None),
        ([TiffPage(800, 600), TiffPage(800, 300)], None),
        ([TiffPage(800, 600, is_reduced=True), TiffPage(800, 600, is_reduced=True)], None),
    ],
)
def test_levels_are_one_image_and_other_pages_are_not(pages: Sequence[TiffPage], index: int | None) -> None:
    assert single_image(pages) == index
