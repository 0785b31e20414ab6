# DO NOT EDIT. Derived from ../_async/transfers.py by "python -m seawall.codegen.derive".
"""Transfer several files at a time; a file that fails does not stop the others."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from attrs import field, frozen

from seawall.core.errors import SeawallError
from seawall.core.process_bound import ProcessBound
from seawall.core.transfer.checksum import Checksum
from seawall.core.transfer.download import TransferProgress
from seawall.core.transfer.file_names import NamedFile, file_paths
from seawall.core.validation.arguments import checked_count, field_validator
from seawall.runtime.concurrency.threads import (
    Callback,
    Workers,
    call,
    checked_callback,
    serialized,
)
from seawall.runtime.transfer._sync.downloader import Downloader
from seawall.runtime.transfer.local_file import checked_path
from seawall.runtime.transfer.part_file import absent_targets
from seawall.runtime.transfer.results import (
    DownloadProgress,
    FetchedFile,
    ProgressAggregator,
    TransferResult,
)

__all__ = ["Downloads", "RemoteFile", "Transfers"]

F = TypeVar("F")
P = TypeVar("P")
R = TypeVar("R")
T = TypeVar("T")


@frozen
class Transfers(ProcessBound, Generic[P]):
    """Transfers up to `at_once` files at a time. `on_progress` is never called by two of them at once."""

    at_once: int
    on_progress: Callback[P] = field(repr=False, validator=field_validator(checked_callback))

    def each(
        self, files: Sequence[F], transfer: Callable[[F, Callback[P]], R]
    ) -> tuple[TransferResult[F, R], ...]:
        """Call `transfer` for each file and return the results in the order of the files.

        `transfer` receives a file and a callback for its progress. A SeawallError becomes the result of the
        file; any other error, such as Ctrl-C or a bug, ends all transfers.
        """
        workers = Workers(self.at_once)
        # A thread can not be cancelled: after Ctrl-C it ends in `check`, at its next chunk.
        report = serialized(self.on_progress, workers.check)

        def run(numbered: tuple[int, F]) -> tuple[int, TransferResult[F, R]]:
            number, file = numbered
            try:
                return number, TransferResult(
                    file, value=call("transfer", transfer, file, report)
                )
            except SeawallError as error:
                return number, TransferResult(file, error=error)

        results = dict([result for result in workers.each(enumerate(files), run)])
        return tuple(results[number] for number in range(len(files)))


@frozen(kw_only=True)
class RemoteFile(ProcessBound, NamedFile, Generic[T]):
    """A file on a server. `data` is any object of the SDK, which is returned with the downloaded file.

    `locate` returns its URL and is called for each attempt. A file that is not available is not downloaded;
    it is listed so that the other files keep their names when it becomes available.
    """

    data: T
    locate: Callable[[], str] = field(repr=False)
    checksum: Checksum | None = None
    is_available: bool = True


@frozen
class Downloads(ProcessBound):
    """Downloads files into `folder`, up to `at_once` at a time. Raises InputError for invalid arguments.

    `on_progress` receives the progress of the whole download after each chunk of each file. It is never
    called by two files at once.
    """

    downloader: Downloader
    folder: str | Path = field(validator=field_validator(checked_path))
    at_once: int = field(default=4, validator=field_validator(checked_count))
    on_progress: Callback[DownloadProgress] = field(
        repr=False, default=lambda _: None, validator=field_validator(checked_callback), kw_only=True
    )

    def fetch(
        self, files: Sequence[RemoteFile[T]]
    ) -> tuple[TransferResult[RemoteFile[T], FetchedFile[RemoteFile[T]]], ...]:
        """Download the available `files` and return their results in order.

        No file leaves the folder, whatever its name, and no two files have the same path, even without case.
        A file that already has its checksum is not downloaded again, and a partial file is resumed. The error
        of a file is its result; Ctrl-C and bugs end all downloads.
        """
        # Names are given to unavailable files too, so that they do not depend on the availability.
        paths = zip(files, file_paths(files), strict=True)
        wanted = [(file, Path(self.folder, *names)) for file, names in paths if file.is_available]
        absent = absent_targets([path for _, path in wanted])

        def fetch_one(
            number: int, report: Callback[tuple[int, TransferProgress | None]]
        ) -> FetchedFile[RemoteFile[T]]:
            file, path = wanted[number]
            # Also for a file that is already there: its checksum takes time to compute.
            call("on_progress", report, (number, TransferProgress(0)))
            is_new = self.downloader.fetch(
                file.locate,
                path,
                checksum=file.checksum,
                on_progress=lambda now: report((number, now)),
                is_absent=path in absent,
            )
            call("on_progress", report, (number, None))
            return FetchedFile(file=file, path=path, was_there=not is_new)

        aggregator = ProgressAggregator([path for _, path in wanted], self.on_progress)
        results = Transfers(self.at_once, aggregator).each(range(len(wanted)), fetch_one)
        return tuple(TransferResult(wanted[one.file][0], one.value, one.error) for one in results)
