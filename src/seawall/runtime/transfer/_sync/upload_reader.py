# DO NOT EDIT. Derived from ../_async/upload_reader.py by "python -m seawall.codegen.derive".
"""Reads what is uploaded: once for its sums, and again in pieces or in chunks, held against those sums."""

from collections import deque
from collections.abc import Generator, Iterable, Callable
from pathlib import Path
from typing import BinaryIO, TypeAlias

from attrs import define, field

from seawall.core.errors import ChecksumError, FileChangedError
from seawall.core.transfer.checksum import Algorithm, Checksum, Hashers
from seawall.core.transfer.download import Uploaded
from seawall.core.validation.arguments import wrong_type
from seawall.runtime.transfer.upload_source import PIECE, read_piece, source_name

__all__ = ["ChunkReader", "UploadSource", "changed", "pieces_of", "summed"]

UploadSource: TypeAlias = Path | bytes | Callable[[], Iterable[bytes]]
"""What can be uploaded: a file, bytes, or a function that makes the pieces anew each time it is called."""


def summed(
    source: UploadSource, file: BinaryIO | None, expected: Checksum | None, *algorithms: Algorithm
) -> Hashers:
    """The size and the sums of all that `source` gives; raises ChecksumError for another than `expected`."""
    sums = Hashers({*algorithms, expected.algorithm} if expected else algorithms)
    for piece in pieces_of(source, file):
        sums.update(piece)
    if expected and (found := sums.checksum(expected.algorithm)) != expected:
        raise ChecksumError(
            f"{source_name(source)}: the source has {found}, expected was {expected.base64}. "
            "Nothing was sent; look at the source."
        )
    return sums


def pieces_of(source: UploadSource, file: BinaryIO | None) -> Generator[bytes, None]:
    """The pieces of `source`, which was opened as `file` where it is one; from where the file stands."""
    if file is not None:
        while piece := read_piece(file):
            yield piece
    elif not isinstance(source, Path | bytes):
        given = source()
        if not isinstance(given, Iterable):
            raise wrong_type(given, "The result of source()", "an iterable of bytes")
        for made in given:
            if not isinstance(made, bytes):
                raise wrong_type(made, "A piece of source()", "bytes")
            for start in range(0, len(made), PIECE):
                yield made[start : start + PIECE]


def changed(source: object) -> FileChangedError:
    """For a source that is another one than it was."""
    return FileChangedError(
        f"{source_name(source)}: the source changed while it was sent, so it was broken off. "
        "Send it again once nobody writes to it."
    )


@define
class ChunkReader:
    """A source as chunks, forwards; one of them is held, so that what the server did not keep can go again.

    `announced` is what the source is held against: the last chunk is given away only where all fits.
    """

    source: UploadSource
    file: BinaryIO | None
    announced: Uploaded
    _rest: Generator[bytes, None] | None = field(default=None, init=False)
    _sums: Hashers = field(factory=lambda: Hashers({Algorithm.SHA256}), init=False)
    # What is held begins at `_start`.
    _held: deque[bytes] = field(factory=deque, init=False)
    _start: int = field(default=0, init=False)

    def chunk(self, start: int, end: int) -> list[bytes]:
        """The bytes from `start` up to `end`, in pieces; raises FileChangedError."""
        if self._rest is None or start < self._start:
            self._begin()
        is_last = end == self.announced.size
        while (is_last or self._sums.size < end) and self._read():
            self._let_go(start)
        self._let_go(start)
        if self._sums.size < end:
            raise changed(self.source)
        if is_last and self._sums.checksum(Algorithm.SHA256) != self.announced.checksum:
            raise changed(self.source)
        return _cut(self._held, start - self._start, end - self._start)

    def close(self) -> None:
        """Let go of the pieces that were not asked for."""
        if self._rest is not None:
            self._rest.close()

    def _begin(self) -> None:
        self.close()
        if self.file is not None:
            self.file.seek(0)
        self._rest = pieces_of(self.source, self.file)
        self._sums, self._start = Hashers({Algorithm.SHA256}), 0
        self._held.clear()

    def _read(self) -> bool:
        """Take the next piece in; False where there is none."""
        assert self._rest is not None
        for piece in self._rest:
            self._sums.update(piece)
            if self._sums.size > self.announced.size:
                raise changed(self.source)
            self._held.append(piece)
            return True
        return False

    def _let_go(self, start: int) -> None:
        while self._held and self._start + len(self._held[0]) <= start:
            self._start += len(self._held.popleft())


def _cut(pieces: deque[bytes], start: int, end: int) -> list[bytes]:
    """What stands from `start` up to `end` in `pieces`."""
    found: list[bytes] = []
    for piece in pieces:
        found.append(piece[max(start, 0) : max(end, 0)])
        start, end = start - len(piece), end - len(piece)
    return [piece for piece in found if piece]
