"""The results and the progress of transfers of several files."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, TypeVar, cast

from attrs import define, field, frozen

from seawall.core.errors import SeawallError
from seawall.core.model.model import Model
from seawall.core.transfer.download import TransferProgress

__all__ = ["DownloadProgress", "FetchedFile", "ProgressAggregator", "TransferResult", "unwrap_all"]

F = TypeVar("F")
R = TypeVar("R")


@frozen
class TransferResult(Generic[F, R]):
    """The result of one file: a value, or the error that it failed with."""

    file: F
    value: R | None = None
    error: SeawallError | None = None

    def unwrap(self) -> R:
        """Return the value, or raise the error."""
        if self.error is not None:
            raise self.error
        return cast("R", self.value)


def unwrap_all(results: Sequence[TransferResult[F, R]]) -> tuple[R, ...]:
    """Return the values of all results, in order.

    If any file failed, raises the first error, with a note for each further one. The files that were
    transferred stay.
    """
    errors = [result.error for result in results if result.error is not None]
    if not errors:
        return tuple(result.unwrap() for result in results)
    for error in errors[1:]:
        errors[0].add_note(f"Another of the {len(results)} files failed too: {error}")
    raise errors[0]


@frozen(kw_only=True)
class FetchedFile(Generic[F]):
    """A downloaded file on disk. `was_there` says that it was complete before and not downloaded again."""

    file: F
    path: Path
    was_there: bool


@frozen(kw_only=True)
class DownloadProgress(Model):
    """The progress of a download of several files.

    `size` is the number of bytes so far of file number `file` of `files` (from 1), and `total` the size of
    that file if the server states it. `done` is the number of finished files.
    """

    file: int
    files: int
    path: Path
    size: int
    total: int | None = None
    done: int = 0


@define
class ProgressAggregator(Generic[R]):
    """Converts the progress of single files to the progress of the whole download. Not thread-safe.

    Call it with the index of a file in `paths` and the progress of that file, or None when it is finished.
    """

    paths: Sequence[Path]
    on_progress: Callable[[DownloadProgress], R] = field(repr=False)
    _latest: dict[int, TransferProgress] = field(factory=dict, init=False)
    _done: int = field(default=0, init=False)

    def __call__(self, update: tuple[int, TransferProgress | None]) -> R:
        """Report the progress of the whole download; return the result of `on_progress`."""
        index, progress = update
        if progress is None:
            self._done += 1
            progress = self._latest.get(index, TransferProgress(0))
        self._latest[index] = progress
        return self.on_progress(
            DownloadProgress(
                file=index + 1,
                files=len(self.paths),
                path=self.paths[index],
                size=progress.size,
                total=progress.total,
                done=self._done,
            )
        )
