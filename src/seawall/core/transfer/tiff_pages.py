"""The pages of a TIFF file, from its image file directories (TIFF 6.0, section 2; BigTIFF). Pure.

A pyramid has one image at several levels: as further pages, flagged or of the same shape, or as SubIFDs of
its page, which are no pages. Several pages of other kinds are several images.
"""

import struct
from collections.abc import Callable, Iterator, Sequence

from attrs import frozen

__all__ = ["TiffPage", "read_tiff_pages", "single_image"]

_WIDTH, _HEIGHT, _KIND = 256, 257, 254
# Bits of NewSubfileType.
_REDUCED, _MASK = 1, 4
_CLASSIC, _BIG = 42, 43
_FORMATS = {3: "H", 4: "I", 16: "Q"}
_MAX_PAGES, _MAX_ENTRIES, _MAX_OFFSET = 10_000, 4096, 1 << 62


@frozen
class TiffPage:
    """A page: its size in pixels, and if it is a reduced copy or a mask of another page."""

    width: int
    height: int
    is_reduced: bool = False
    is_mask: bool = False


@frozen
class _Layout:
    """The formats of `struct` in a file: of an offset, of a count of entries, and of one entry."""

    order: str
    first: int
    offset: str
    count: str
    entry: str


def read_tiff_pages(read: Callable[[int, int], bytes]) -> tuple[TiffPage, ...]:
    """Read the pages of a file; return none if it is no TIFF, or if its directories are corrupt.

    `read` returns bytes of the file, from an offset: `read(offset, size)`.
    """
    try:
        layout = _layout_of(read(0, 8))
        return tuple(_pages(read, layout)) if layout else ()
    except (struct.error, KeyError):
        return ()


def single_image(pages: Sequence[TiffPage]) -> int | None:
    """Return the index of the page with the one image of a file, at its largest level.

    None if the pages are several images: e.g. pages of one size, or of different shapes.
    """
    full = [index for index, page in enumerate(pages) if not (page.is_reduced or page.is_mask)]
    candidates = full or list(range(len(pages)))
    largest = max(candidates, key=lambda index: pages[index].width * pages[index].height, default=0)
    others = [pages[index] for index in candidates if index != largest]
    return largest if all(_is_level(other, pages[largest]) for other in others) else None


def _is_level(page: TiffPage, largest: TiffPage) -> bool:
    """Return whether `page` may be a reduced copy of `largest`: smaller, and of its shape."""
    if page.width >= largest.width or page.height >= largest.height:
        return False
    # Each side is rounded to a whole pixel.
    difference = abs(largest.width * page.height - largest.height * page.width)
    return difference <= largest.width + largest.height


def _layout_of(header: bytes) -> _Layout | None:
    order = {b"II": "<", b"MM": ">"}.get(header[:2])
    if order is None:
        return None
    (version,) = struct.unpack_from(f"{order}H", header, 2)
    if version == _CLASSIC:
        return _Layout(order, first=4, offset="I", count="H", entry="HHI4s")
    # Bytes 4 to 8 of a BigTIFF are the size of an offset, and zeros.
    return _Layout(order, first=8, offset="Q", count="Q", entry="HHQ8s") if version == _BIG else None


def _pages(read: Callable[[int, int], bytes], layout: _Layout) -> Iterator[TiffPage]:
    def unpack(format_: str, at: int) -> tuple[int, ...]:
        format_ = layout.order + format_
        return struct.unpack(format_, read(at, struct.calcsize(format_)))

    (at,), seen = unpack(layout.offset, layout.first), set[int]()
    while 0 < at < _MAX_OFFSET and at not in seen and len(seen) < _MAX_PAGES:
        seen.add(at)
        (count,) = unpack(layout.count, at)
        at += struct.calcsize(f"{layout.order}{layout.count}")
        size = struct.calcsize(f"{layout.order}{layout.entry}")
        if count > _MAX_ENTRIES:
            raise struct.error("too many entries")
        body = read(at, count * size)
        tags = dict(_tags(body, layout))
        kind = tags.get(_KIND, 0)
        yield TiffPage(
            width=tags[_WIDTH],
            height=tags[_HEIGHT],
            is_reduced=bool(kind & _REDUCED),
            is_mask=bool(kind & _MASK),
        )
        (at,) = unpack(layout.offset, at + count * size)


def _tags(entries: bytes, layout: _Layout) -> Iterator[tuple[int, int]]:
    """Yield the tags that say what a page is, with their values."""
    for tag, type_, _, value in struct.iter_unpack(f"{layout.order}{layout.entry}", entries):
        if tag in {_WIDTH, _HEIGHT, _KIND}:
            yield tag, struct.unpack_from(f"{layout.order}{_FORMATS[type_]}", value)[0]
