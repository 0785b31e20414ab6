"""What a download of many files tells: how far it is, and what came."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from attrs import define, field, frozen

from seawall.core.transfer.download import TransferProgress

__all__ = ["DownloadProgress", "DownloadTally", "FetchedFile"]

F = TypeVar("F")


@frozen(kw_only=True)
class DownloadProgress:
    """How far a download of many files is: `size` bytes so far of file number `file` of `files` (from 1).

    `total` is the size of that file, where the server tells it, and `done` counts the files that are there.
    """

    file: int
    files: int
    path: Path
    size: int
    total: int | None = None
    done: int = 0


@frozen(kw_only=True)
class FetchedFile(Generic[F]):
    """A file that is on disk, at `path`. `was_there` says that it was whole before and not fetched again."""

    file: F
    path: Path
    was_there: bool


@define
class DownloadTally:
    """Turns the progress of each file into that of the whole. Tell it from one thread at a time.

    It is told the place of a file in `paths`, from 0, and how far that file is; None says that it is there.
    """

    paths: Sequence[Path]
    on_progress: Callable[[DownloadProgress], None]
    _last: dict[int, TransferProgress] = field(factory=dict, init=False)
    _done: int = field(default=0, init=False)

    def __call__(self, seen: tuple[int, TransferProgress | None]) -> None:
        """Tell of the whole."""
        number, now = seen
        if now is None:
            self._done += 1
            now = self._last.get(number, TransferProgress(0))
        self._last[number] = now
        self.on_progress(
            DownloadProgress(
                file=number + 1,
                files=len(self.paths),
                path=self.paths[number],
                size=now.size,
                total=now.total,
                done=self._done,
            )
        )
