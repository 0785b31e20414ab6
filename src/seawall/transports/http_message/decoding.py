"""Unpacks bodies: gzip (RFC 1952) and zstd (RFC 8878), piece by piece, the same for every transport."""

import sys
import zlib
from collections.abc import Iterable, Iterator
from functools import reduce
from typing import Protocol

__all__ = ["ACCEPTED", "Unpacker", "UnpackingError"]

ACCEPTED = "gzip, zstd"
"""What we tell servers that we can unpack."""

# A step unpacks so much at most, and gives back hardly more than so much.
_SLICE = 16_384
_PIECE = 65_536
# One layer packs a thousand to one, and the next does so again.
_MOST_LAYERS = 3


class UnpackingError(Exception):
    """The bytes are not what Content-Encoding says, or they end too early."""


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


class Unpacker:
    """Takes a body as it came and gives it back as it was meant (RFC 9110, section 8.4).

    `encoding` is the value of Content-Encoding; one that nobody asked for leaves the bytes as they are.
    Raises UnpackingError where it names more than 3.
    """

    def __init__(self, encoding: str) -> None:
        names = [name.strip().lower() for name in encoding.split(",")]
        known = all(name in {"gzip", "x-gzip", "zstd"} for name in names)
        if known and len(names) > _MOST_LAYERS:
            raise UnpackingError("gzip or zstd more than 3 times over")
        self._layers = [_Layer(name) for name in reversed(names)] if known else []

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What `data` adds to the body, in pieces of at most 128 KiB; raises UnpackingError.

        Each piece is a little work; an empty one too is a moment to look at the time.
        """
        pieces: Iterator[bytes] = iter((data,))
        return reduce(lambda packed, layer: layer.unpacked(packed), self._layers, pieces)

    def end(self) -> None:
        """Say that all has come; raises UnpackingError where the packed bytes end too early."""
        for layer in self._layers:
            layer.end()


class _Layer:
    """One encoding. Its packed parts may follow each other: members of gzip, frames of zstd."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._part: _Decompressor | None = None

    def unpacked(self, packed: Iterable[bytes]) -> Iterator[bytes]:
        for data in packed:
            for start in range(0, len(data) or 1, _SLICE):
                yield from self._slice(data[start : start + _SLICE])

    def _slice(self, data: bytes) -> Iterator[bytes]:
        found: list[bytes] = []
        size, more = 0, False
        while data or more:
            piece, data = self._step(data)
            found.append(piece)
            size += len(piece)
            # It may hold back what went beyond.
            more = len(piece) == _PIECE and self._part is not None
            if size >= _PIECE:
                yield b"".join(found)
                found, size = [], 0
        yield b"".join(found)

    def _step(self, data: bytes) -> tuple[bytes, bytes]:
        """One piece, and what of `data` is left."""
        try:
            part = self._part = self._part or _decompressor(self._name)
            piece = part.decompress(data, _PIECE)
        except Exception as error:
            raise UnpackingError(f"the body is no {self._name}") from error
        if part.eof:
            self._part = None
            return piece, part.unused_data
        # zstd keeps the rest to itself.
        return piece, getattr(part, "unconsumed_tail", b"")

    def end(self) -> None:
        if self._part is not None:
            raise UnpackingError(f"the {self._name} of the body ends too early")


def _decompressor(name: str) -> _Decompressor:
    if name != "zstd":
        return zlib.decompressobj(16 + zlib.MAX_WBITS)
    if sys.version_info >= (3, 14):
        from compression.zstd import ZstdDecompressor  # noqa: PLC0415
    else:
        from backports.zstd import ZstdDecompressor  # noqa: PLC0415
    return ZstdDecompressor()
