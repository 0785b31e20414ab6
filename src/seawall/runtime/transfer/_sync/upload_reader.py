# DO NOT EDIT. Derived from ../_async/upload_reader.py by "python -m seawall.codegen.derive".
"""Read the source of an upload: once to hash it, and again in pieces or chunks, verified with that hash."""

from collections import deque
from collections.abc import Generator, Iterable, Callable
from pathlib import Path
from typing import BinaryIO, TypeAlias

from attrs import define, field

from seawall.core.errors import ChecksumError, FileChangedError
from seawall.core.transfer.checksum import Algorithm, Checksum, Hashers
from seawall.core.transfer.upload import SourceDigest
from seawall.core.validation.arguments import wrong_type
from seawall.runtime.transfer.upload_source import PIECE_BYTES, read_piece, source_name

__all__ = ["ChunkReader", "UploadSource", "hash_source", "iter_pieces", "source_changed"]

UploadSource: TypeAlias = Path | bytes | Callable[[], Iterable[bytes]]
"""The source of an upload: a file, bytes, or a function that makes the pieces each time it is called."""


def hash_source(
    source: UploadSource, file: BinaryIO | None, expected: Checksum | None, *algorithms: Algorithm
) -> Hashers:
    """Read all of `source` and hash it; raises ChecksumError if it does not have the `expected` checksum."""
    hashers = Hashers({*algorithms, expected.algorithm} if expected else algorithms)
    for piece in iter_pieces(source, file):
        hashers.update(piece)
    if expected and (found := hashers.checksum(expected.algorithm)) != expected:
        raise ChecksumError(
            f"{source_name(source)}: the source has {found}, expected {expected.base64}. Nothing was sent; "
            "check the source."
        )
    return hashers


def iter_pieces(source: UploadSource, file: BinaryIO | None) -> Generator[bytes, None]:
    """Yield the pieces of `source`; if it was opened as `file`, from the current position of the file."""
    if file is not None:
        while piece := read_piece(file):
            yield piece
    elif not isinstance(source, Path | bytes):
        iterable = source()
        if not isinstance(iterable, Iterable):
            raise wrong_type(iterable, "The result of source()", "an iterable of bytes")
        for data in iterable:
            if not isinstance(data, bytes):
                raise wrong_type(data, "A piece of source()", "bytes")
            for start in range(0, len(data), PIECE_BYTES):
                yield data[start : start + PIECE_BYTES]


def source_changed(source: object) -> FileChangedError:
    """Make the error for a source that differs from its hash."""
    return FileChangedError(
        f"{source_name(source)}: the source changed while it was sent, so the upload was stopped. Send it "
        "again when nothing writes to it."
    )


@define
class ChunkReader:
    """Reads a source as chunks, forwards. The last chunk stays in memory, in case it must be sent again.

    The source is verified with `digest`: the last chunk is returned only if all bytes match it.
    """

    source: UploadSource
    file: BinaryIO | None
    digest: SourceDigest
    _pieces: Generator[bytes, None] | None = field(default=None, init=False)
    _hashers: Hashers = field(factory=lambda: Hashers({Algorithm.SHA256}), init=False)
    # The buffered pieces begin at offset `_start`.
    _buffer: deque[bytes] = field(factory=deque, init=False)
    _start: int = field(default=0, init=False)

    def chunk(self, start: int, end: int) -> list[bytes]:
        """Return the bytes from `start` up to but excluding `end`, in pieces; raises FileChangedError."""
        # The server may have fewer bytes than are buffered: then the source is read from its start.
        if self._pieces is None or start < self._start:
            self._rewind()
        is_last = end == self.digest.size
        # For the last chunk, read to the end of the source, to notice additional bytes.
        while (is_last or self._hashers.size < end) and self._read_piece():
            self._drop_before(start)
        self._drop_before(start)
        if self._hashers.size < end:
            raise source_changed(self.source)
        if is_last and self._hashers.checksum(Algorithm.SHA256) != self.digest.checksum:
            raise source_changed(self.source)
        return _slice(self._buffer, start - self._start, end - self._start)

    def close(self) -> None:
        """Close the iterator over the pieces."""
        if self._pieces is not None:
            self._pieces.close()

    def _rewind(self) -> None:
        self.close()
        if self.file is not None:
            self.file.seek(0)
        self._pieces = iter_pieces(self.source, self.file)
        self._hashers, self._start = Hashers({Algorithm.SHA256}), 0
        self._buffer.clear()

    def _read_piece(self) -> bool:
        """Read the next piece into the buffer; return False at the end of the source."""
        assert self._pieces is not None
        for piece in self._pieces:
            self._hashers.update(piece)
            if self._hashers.size > self.digest.size:
                raise source_changed(self.source)
            self._buffer.append(piece)
            return True
        return False

    def _drop_before(self, start: int) -> None:
        while self._buffer and self._start + len(self._buffer[0]) <= start:
            self._start += len(self._buffer.popleft())


def _slice(pieces: deque[bytes], start: int, end: int) -> list[bytes]:
    """Return the bytes from `start` up to but excluding `end` of the concatenated pieces, in pieces."""
    found: list[bytes] = []
    for piece in pieces:
        found.append(piece[max(start, 0) : max(end, 0)])
        start, end = start - len(piece), end - len(piece)
    return [piece for piece in found if piece]
