"""Unpacks bodies: gzip (RFC 1952) and zstd (RFC 8878), piece by piece, the same for every transport."""

import sys
import zlib
from typing import Protocol

__all__ = ["ACCEPTED", "Unpacker", "UnpackingError"]

ACCEPTED = "gzip, zstd"
"""What we tell servers that we can unpack."""


class UnpackingError(Exception):
    """The bytes are not what Content-Encoding says, or they end too early."""


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, /) -> bytes: ...


class Unpacker:
    """Takes a body as it came and gives it back as it was meant (RFC 9110, section 8.4).

    `encoding` is the value of Content-Encoding; one that nobody asked for leaves the bytes as they are.
    """

    def __init__(self, encoding: str) -> None:
        names = [name.strip().lower() for name in encoding.split(",")]
        known = all(name in {"gzip", "x-gzip", "zstd"} for name in names)
        self._layers = [_Layer(name) for name in reversed(names)] if known else []

    def feed(self, data: bytes) -> bytes:
        """What `data` adds to the body; raises UnpackingError."""
        for layer in self._layers:
            data = layer.feed(data)
        return data

    def end(self) -> None:
        """Say that all has come; raises UnpackingError where the packed bytes end too early."""
        for layer in self._layers:
            layer.end()


class _Layer:
    """One encoding. Its packed parts may follow each other: members of gzip, frames of zstd."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._part: _Decompressor | None = None

    def feed(self, data: bytes) -> bytes:
        out = b""
        try:
            while data:
                self._part = self._part or _decompressor(self._name)
                out += self._part.decompress(data)
                data = b""
                if self._part.eof:
                    data, self._part = self._part.unused_data, None
        except Exception as error:
            raise UnpackingError(f"the body is no {self._name}") from error
        return out

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
