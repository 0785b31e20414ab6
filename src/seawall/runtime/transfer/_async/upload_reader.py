"""Reads what is uploaded: once for its sums, and again in pieces or in chunks, held against those sums."""

from collections import deque
from collections.abc import AsyncGenerator, AsyncIterable, Callable
from pathlib import Path
from typing import BinaryIO, TypeAlias

from attrs import define, field

from seawall.core.errors import ChecksumError, FileChangedError
from seawall.core.transfer.checksum import Algorithm, Checksum, Hashers
from seawall.core.transfer.download import Uploaded
from seawall.core.validation.arguments import wrong_type
from seawall.runtime.concurrency.event_loop import run_in_thread
from seawall.runtime.transfer.upload_source import PIECE, read_piece, source_name

__all__ = ["AsyncChunkReader", "AsyncUploadSource", "changed", "pieces_of", "summed"]

AsyncUploadSource: TypeAlias = Path | bytes | Callable[[], AsyncIterable[bytes]]
"""What can be uploaded: a file, bytes, or a function that makes the pieces anew each time it is called."""


async def summed(
    source: AsyncUploadSource, file: BinaryIO | None, expected: Checksum | None, *algorithms: Algorithm
) -> Hashers:
    """The size and the sums of all that `source` gives; raises ChecksumError for another than `expected`."""
    sums = Hashers({*algorithms, expected.algorithm} if expected else algorithms)
    async for piece in pieces_of(source, file):
        await run_in_thread(sums.update, piece)
    if expected and (found := sums.checksum(expected.algorithm)) != expected:
        raise ChecksumError(
            f"{source_name(source)}: the source has {found}, expected was {expected.base64}. "
            "Nothing was sent; look at the source."
        )
    return sums


async def pieces_of(source: AsyncUploadSource, file: BinaryIO | None) -> AsyncGenerator[bytes, None]:
    """The pieces of `source`, which was opened as `file` where it is one; from where the file stands."""
    if file is not None:
        while piece := await run_in_thread(read_piece, file):
            yield piece
    elif not isinstance(source, Path | bytes):
        given = source()
        if not isinstance(given, AsyncIterable):
            raise wrong_type(given, "The result of source()", "an iterable of bytes")
        async for made in given:
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
class AsyncChunkReader:
    """A source as chunks, forwards; one of them is held, so that what the server did not keep can go again.

    `announced` is what the source is held against: the last chunk is given away only where all fits.
    """

    source: AsyncUploadSource
    file: BinaryIO | None
    announced: Uploaded
    _rest: AsyncGenerator[bytes, None] | None = field(default=None, init=False)
    _sums: Hashers = field(factory=lambda: Hashers({Algorithm.SHA256}), init=False)
    # What is held begins at `_start`.
    _held: deque[bytes] = field(factory=deque, init=False)
    _start: int = field(default=0, init=False)

    async def chunk(self, start: int, end: int) -> list[bytes]:
        """The bytes from `start` up to `end`, in pieces; raises FileChangedError."""
        if self._rest is None or start < self._start:
            await self._begin()
        is_last = end == self.announced.size
        while (is_last or self._sums.size < end) and await self._read():
            self._let_go(start)
        self._let_go(start)
        if self._sums.size < end:
            raise changed(self.source)
        if is_last and self._sums.checksum(Algorithm.SHA256) != self.announced.checksum:
            raise changed(self.source)
        return _cut(self._held, start - self._start, end - self._start)

    async def aclose(self) -> None:
        """Let go of the pieces that were not asked for."""
        if self._rest is not None:
            await self._rest.aclose()

    async def _begin(self) -> None:
        await self.aclose()
        if self.file is not None:
            await run_in_thread(self.file.seek, 0)
        self._rest = pieces_of(self.source, self.file)
        self._sums, self._start = Hashers({Algorithm.SHA256}), 0
        self._held.clear()

    async def _read(self) -> bool:
        """Take the next piece in; False where there is none."""
        assert self._rest is not None
        async for piece in self._rest:
            await run_in_thread(self._sums.update, piece)
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
