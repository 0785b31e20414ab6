"""Decode response bodies piece by piece: gzip (RFC 1952) and zstd (RFC 8878), the same for each transport."""

import sys
import zlib
from collections.abc import Iterable, Iterator
from functools import reduce
from typing import Protocol

from seawall.core.http.message import Headers
from seawall.core.whole_import import import_whole

__all__ = ["ACCEPT_ENCODING", "ContentDecoder", "ContentDecodingError", "decoder_for", "has_plain_body"]

ACCEPT_ENCODING = "gzip, zstd"
"""The value of Accept-Encoding: the codings that `ContentDecoder` can decode."""

# One step decodes at most this much input and returns hardly more than this much output. Small steps bound
# memory, and let callers look at the clock between them.
_INPUT_BYTES = 16_384
_OUTPUT_BYTES = 65_536
# One layer can expand its input a thousandfold, and so can the next: a few KB could become terabytes.
_MAX_LAYERS = 3
_SWITCHING_PROTOCOLS = 101
# More digits are no length of a body that is read at once, and a long number is slow to parse.
_LENGTH_DIGITS = 18
_CODINGS = frozenset({"content-encoding", "transfer-encoding"})


class ContentDecodingError(Exception):
    """The body does not have the coding that Content-Encoding names, or it is truncated."""


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


class ContentDecoder:
    """Decodes one body (RFC 9110, section 8.4); `encoding` is the value of its Content-Encoding field.

    An unknown coding leaves the body as it is. Raises ContentDecodingError for more than 3 codings.
    """

    def __init__(self, encoding: str) -> None:
        names = [name.strip().lower() for name in encoding.split(",")]
        known = all(name in {"gzip", "x-gzip", "zstd"} for name in names)
        if known and len(names) > _MAX_LAYERS:
            raise ContentDecodingError("gzip or zstd more than 3 times over")
        self._layers = [_Layer(name) for name in reversed(names)] if known else []

    def decode(self, data: bytes) -> Iterator[bytes]:
        """Yield the decoded bytes of `data` in pieces of at most 128 KiB; raises ContentDecodingError.

        Each piece takes a few milliseconds at most. A piece may be empty, so that callers can check the time.
        """
        pieces: Iterator[bytes] = iter((data,))
        return reduce(lambda encoded, layer: layer.decode(encoded), self._layers, pieces)

    def finish(self) -> None:
        """Check that the body is complete; raises ContentDecodingError."""
        for layer in self._layers:
            layer.finish()


def decoder_for(status: int, headers: Headers) -> ContentDecoder:
    """Return the decoder of the body of a response.

    Raises ContentDecodingError for a body that is not read as HTTP/1.1 with chunks at most: one with another
    transfer coding, or what follows a 101.
    """
    if status == _SWITCHING_PROTOCOLS:
        raise ContentDecodingError("the server switched to another protocol")
    if headers.get("transfer-encoding", "chunked").strip().lower() != "chunked":
        raise ContentDecodingError("the body has a transfer coding other than chunked")
    return ContentDecoder(headers.get("content-encoding", ""))


def has_plain_body(status: int, headers: Headers, most: int) -> bool:
    """Return whether a body is announced with a length of at most `most` bytes, and needs no decoding.

    If so, `decoder_for` returns a decoder that leaves the body as it is.
    """
    length = headers.get("content-length")
    return (
        length is not None
        and length.isdecimal()
        and len(length) <= _LENGTH_DIGITS
        and int(length) <= most
        and status != _SWITCHING_PROTOCOLS
        and not headers.has_any(_CODINGS)
    )


class _Layer:
    """One coding. Its data may be several members (gzip) or frames (zstd), one after the other."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._member: _Decompressor | None = None

    def decode(self, encoded: Iterable[bytes]) -> Iterator[bytes]:
        for data in encoded:
            for start in range(0, len(data) or 1, _INPUT_BYTES):
                yield from self._decode_slice(data[start : start + _INPUT_BYTES])

    def _decode_slice(self, data: bytes) -> Iterator[bytes]:
        pieces: list[bytes] = []
        size, has_more = 0, False
        while data or has_more:
            piece, data = self._step(data)
            pieces.append(piece)
            size += len(piece)
            # A full piece may leave more output in the decompressor.
            has_more = len(piece) == _OUTPUT_BYTES and self._member is not None
            if size >= _OUTPUT_BYTES:
                yield b"".join(pieces)
                pieces, size = [], 0
        yield b"".join(pieces)

    def _step(self, data: bytes) -> tuple[bytes, bytes]:
        """Return one decoded piece and the rest of `data`."""
        try:
            member = self._member = self._member or _decompressor(self._name)
            piece = member.decompress(data, _OUTPUT_BYTES)
        except Exception as error:
            raise ContentDecodingError(f"the body is not {self._name}") from error
        if member.eof:
            self._member = None
            return piece, member.unused_data
        # zlib returns its unread input here; zstd keeps it.
        return piece, getattr(member, "unconsumed_tail", b"")

    def finish(self) -> None:
        if self._member is not None:
            raise ContentDecodingError(f"the {self._name} body is truncated")


def _decompressor(name: str) -> _Decompressor:
    if name != "zstd":
        return zlib.decompressobj(16 + zlib.MAX_WBITS)
    # Late imports: few servers send zstd, and the import takes 15 ms.
    import_whole("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
    if sys.version_info >= (3, 14):
        from compression.zstd import ZstdDecompressor  # noqa: PLC0415
    else:
        from backports.zstd import ZstdDecompressor  # noqa: PLC0415
    return ZstdDecompressor()
