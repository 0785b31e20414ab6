# DO NOT EDIT. Derived from ../_async/download_many.py by "python -m seawall.codegen.derive".
"""Many files of a server's into one folder: named safely, several at a time, each resumed and checked."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from attrs import field, frozen

from seawall.core.transfer.checksum import Checksum
from seawall.core.transfer.download import TransferProgress
from seawall.core.transfer.file_names import NamedFile, file_paths
from seawall.core.validation.arguments import checked_callable, checked_count, field_validator
from seawall.runtime.transfer._sync.downloader import Downloader
from seawall.runtime.transfer._sync.parallel import Transfers
from seawall.runtime.transfer.download_progress import DownloadProgress, DownloadTally, FetchedFile
from seawall.runtime.transfer.local_file import checked_path
from seawall.runtime.transfer.results import TransferResult

__all__ = ["Downloads", "RemoteFile"]

T = TypeVar("T")


@frozen(kw_only=True)
class RemoteFile(NamedFile, Generic[T]):
    """A file that a server has. `of` is what it is to the SDK, which gets it back with what came.

    `locate` says where it can be fetched, asked anew at each attempt. A file that is not available is not
    fetched; it is there to be named, so that the others keep their names once it can be had.
    """

    of: T
    locate: Callable[[], str] = field(repr=False)
    checksum: Checksum | None = None
    is_available: bool = True


@frozen
class Downloads:
    """Brings files to `folder`, up to `at_once` at a time; raises InputError where these make no sense.

    `on_progress` is told of the whole, at each piece of each file, and never called twice at once.
    """

    downloader: Downloader
    folder: str | Path = field(validator=field_validator(checked_path))
    at_once: int = field(default=4, validator=field_validator(checked_count))
    on_progress: Callable[[DownloadProgress], None] = field(
        default=lambda _: None, validator=field_validator(checked_callable), kw_only=True
    )

    def fetch(
        self, files: Sequence[RemoteFile[T]]
    ) -> tuple[TransferResult[RemoteFile[T], FetchedFile[RemoteFile[T]]], ...]:
        """What became of each of `files` that is available, in their order.

        No name from the server leads out of the folder, and no two files meet, even if case does not count.
        What is there and fits its checksum is not fetched again, and what broke off goes on. The error of one
        file is its result; Ctrl-C and bugs end the whole.
        """
        places = zip(files, file_paths(files), strict=True)
        wanted = [(file, Path(self.folder, *names)) for file, names in places if file.is_available]

        def fetched(
            number: int, tell: Callable[[tuple[int, TransferProgress | None]], None]
        ) -> FetchedFile[RemoteFile[T]]:
            file, path = wanted[number]
            tell((number, TransferProgress(0)))
            is_new = self.downloader.fetch(
                file.locate, path, checksum=file.checksum, on_progress=lambda now: tell((number, now))
            )
            tell((number, None))
            return FetchedFile(file=file, path=path, was_there=not is_new)

        tally = DownloadTally([path for _, path in wanted], self.on_progress)
        results = Transfers(self.at_once, tally).each(range(len(wanted)), fetched)
        return tuple(TransferResult(wanted[one.file][0], one.value, one.error) for one in results)
