"""Input files: fetched into the data folder, measured and checked on the way, never held in memory.

Allowed are http(s) URLs, and files below one folder as `file://` URLs or paths. Error messages name the
input without its query, which may be a signature.
"""

import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from urllib.parse import SplitResult, quote, unquote, urlsplit
from uuid import uuid4

from seawall.core.transfer.checksum import Crc32c
from seawall.local.platform.applications.work import WorkInput, user_error
from seawall.local.platform.processing.http_download import open_download
from seawall.local.platform.settings import PlatformSettings

__all__ = ["InputFetcher"]

CHUNK_BYTES = 1024 * 1024


class InputFetcher:
    """Copies inputs into `folder`, which is emptied at the start."""

    def __init__(self, folder: Path, settings: PlatformSettings) -> None:
        self._folder = folder
        self._inputs_dir = settings.inputs_dir.resolve() if settings.inputs_dir else None
        self._max_bytes = settings.max_input_bytes
        self.max_pixels = settings.max_input_pixels
        self._timeout_s = settings.input_timeout_s
        folder.mkdir(parents=True, exist_ok=True)
        for leftover in folder.iterdir():
            leftover.unlink()

    def fetch(self, source: WorkInput, check: Callable[[], None]) -> Path:
        """A copy of the input, which the caller removes; `check` is called often and may raise.

        Raises ItemError (USER_ERROR) when the input is not allowed, missing, empty, too large, or does
        not have the checksum or size that its metadata announces.
        """
        path = self._folder / str(uuid4())
        try:
            with self._chunks(source.download_url) as chunks:
                self._copy(chunks, path, source, check)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return path

    def _copy(
        self, chunks: Iterator[bytes], path: Path, source: WorkInput, check: Callable[[], None]
    ) -> None:
        checksum, size = Crc32c(), 0
        give_up_at = time.monotonic() + self._timeout_s
        with path.open("xb") as file:
            for chunk in chunks:
                check()
                if time.monotonic() > give_up_at:
                    raise user_error(
                        "INPUT.TOO_SLOW", f"The input took longer than {self._timeout_s:.0f} s to fetch."
                    )
                size += len(chunk)
                self._check_size(size)
                checksum.update(chunk)
                file.write(chunk)
        _check_against_metadata(source, size, checksum.base64())

    def _check_size(self, size: int) -> None:
        if size > self._max_bytes:
            raise user_error(
                "INPUT.TOO_LARGE", f"The input is larger than {self._max_bytes} bytes. Submit a smaller file."
            )

    @contextmanager
    def _chunks(self, location: str) -> Iterator[Iterator[bytes]]:
        parts = _split_location(location)
        if parts.scheme in {"http", "https"}:
            with open_download(location) as download:
                self._check_size(download.announced_size or 0)
                yield download.chunks
        elif parts.scheme == "file":
            with self._opened(_local_path(parts)) as file:
                self._check_size(os.fstat(file.fileno()).st_size)
                yield iter(lambda: file.read(CHUNK_BYTES), b"")
        else:
            raise user_error(
                "INPUT.SCHEME_NOT_ALLOWED", f"`{parts.scheme}` URLs are not fetched. Use http, https or file."
            )

    def _opened(self, path: Path) -> BinaryIO:
        if self._inputs_dir is None:
            raise user_error(
                "INPUT.NO_FOLDER", "This server reads no local files. Start it with a folder of inputs."
            )
        try:
            # Of a symbolic link it counts where it leads; following none at the end closes the gap between.
            resolved = (self._inputs_dir / path).resolve()
            if ".." in path.parts or not resolved.is_relative_to(self._inputs_dir):
                raise user_error(
                    "INPUT.OUTSIDE_FOLDER",
                    "The file is outside the server's folder of inputs. Move it there, or link by URL.",
                )
            return _regular_file(os.open(resolved, os.O_RDONLY | _NOFOLLOW | _NONBLOCK))
        except FileNotFoundError as error:
            raise user_error("INPUT.NOT_FOUND", "There is no such input file. Check the path.") from error
        except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: links in a circle, before 3.13
            raise user_error(
                "INPUT.NOT_READABLE", "The input file cannot be opened. Check its rights."
            ) from error


_NOFOLLOW: int = getattr(os, "O_NOFOLLOW", 0)
_NONBLOCK: int = getattr(os, "O_NONBLOCK", 0)  # or opening a named pipe would wait for its writer


def _regular_file(descriptor: int) -> BinaryIO:
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise user_error("INPUT.NOT_A_FILE", "The input is not a regular file.")
    return os.fdopen(descriptor, "rb")


def _split_location(location: str) -> SplitResult:
    if "://" not in location:
        return SplitResult("file", "", quote(location), "", "")
    try:
        return urlsplit(location)
    except ValueError as error:
        raise user_error("INPUT.BAD_URL", "The input's URL cannot be read. Check its spelling.") from error


def _local_path(parts: SplitResult) -> Path:
    if parts.netloc not in {"", "localhost"}:
        raise user_error("INPUT.NOT_FOUND", "A file URL must name a file on this machine: file:///path.")
    return Path(unquote(parts.path))


def _check_against_metadata(source: WorkInput, size: int, checksum: str) -> None:
    if size == 0:
        raise user_error("INPUT.EMPTY", "The input is empty. Submit a file with content.")
    announced_size = source.metadata.get("size_bytes", size)
    if announced_size != size:
        raise user_error(
            "INPUT.SIZE_MISMATCH", f"The input has {size} bytes, its metadata says {announced_size}."
        )
    announced = source.metadata.get("checksum_base64_crc32c", checksum)
    if announced != checksum:
        raise user_error(
            "INPUT.CHECKSUM_MISMATCH",
            f"The input's CRC-32C is {checksum}, its metadata says otherwise. Was the file changed?",
        )
