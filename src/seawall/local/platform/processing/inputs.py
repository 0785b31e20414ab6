"""Download of input files into the data folder, in chunks, with checks of size and checksum.

Allowed sources are http(s) URLs, and `file://` URLs or paths below one folder. Error messages leave out the
query of a URL, which may be a signature.
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
from seawall.local.serving.address_rule import AddressRule

__all__ = ["InputFetcher"]

CHUNK_BYTES = 1024 * 1024


class InputFetcher:
    """Copies inputs into `folder`; removes files that an earlier process left there."""

    def __init__(self, folder: Path, settings: PlatformSettings) -> None:
        self._folder = folder
        self._inputs_dir = settings.inputs_dir.resolve() if settings.inputs_dir else None
        self._max_bytes = settings.max_input_bytes
        self.max_pixels = settings.max_input_pixels
        self._timeout_s = settings.input_timeout_s
        self._addresses = AddressRule(settings.input_networks)
        folder.mkdir(parents=True, exist_ok=True)
        for leftover in folder.iterdir():
            leftover.unlink()

    def fetch(self, source: WorkInput, check: Callable[[], None]) -> Path:
        """Copy the input to a new file, which the caller removes. Calls `check` for each chunk; it may raise.

        Raises ItemError (USER_ERROR) if the input is not allowed, missing, empty or too large, or if its size
        or checksum differs from its metadata.
        """
        path = self._folder / str(uuid4())
        try:
            with self._chunks(source.download_url) as chunks:
                self._copy(chunks, path, source, check)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return path

    def open_local(self, location: str) -> BinaryIO:
        """Open an input that is a file below the inputs folder, in its place.

        Raises ItemError (USER_ERROR) for other locations, and if the file is not allowed or missing.
        """
        parts = _split_location(location)
        if parts.scheme != "file":
            raise user_error("INPUT.NOT_LOCAL", "The input is not a file of this machine.")
        return self._open_local(_local_path(parts))

    def _copy(
        self, chunks: Iterator[bytes], path: Path, source: WorkInput, check: Callable[[], None]
    ) -> None:
        checksum, size = Crc32c(), 0
        deadline = time.monotonic() + self._timeout_s
        with path.open("xb") as file:
            for chunk in chunks:
                check()
                if time.monotonic() > deadline:
                    raise user_error(
                        "INPUT.TOO_SLOW",
                        f"The download of the input took over {self._timeout_s:.0f} s. Check its server.",
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
            with open_download(location, self._addresses.permits) as download:
                self._check_size(download.size_bytes or 0)
                yield download.chunks
        elif parts.scheme == "file":
            with self._open_local(_local_path(parts)) as file:
                self._check_size(os.fstat(file.fileno()).st_size)
                yield iter(lambda: file.read(CHUNK_BYTES), b"")
        else:
            raise user_error(
                "INPUT.SCHEME_NOT_ALLOWED",
                f"The URL scheme `{parts.scheme}` is not supported. Use http, https or file.",
            )

    def _open_local(self, path: Path) -> BinaryIO:
        if self._inputs_dir is None:
            raise user_error(
                "INPUT.NO_FOLDER",
                "This server reads no local files. Submit a URL, or start the server with `--inputs`.",
            )
        try:
            # Check the target of symbolic links. O_NOFOLLOW then fails if the file is replaced by a link
            # between this check and the open.
            resolved = (self._inputs_dir / path).resolve()
            if ".." in path.parts or not resolved.is_relative_to(self._inputs_dir):
                raise user_error(
                    "INPUT.OUTSIDE_FOLDER",
                    "The file is outside the server's inputs folder. Move it there, or submit a URL.",
                )
            return _regular_file(os.open(resolved, os.O_RDONLY | _NOFOLLOW | _NONBLOCK))
        except FileNotFoundError as error:
            raise user_error("INPUT.NOT_FOUND", "The input file does not exist. Check the path.") from error
        except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: symlink loop, before 3.13
            raise user_error(
                "INPUT.NOT_READABLE", "The input file cannot be opened. Check its path and permissions."
            ) from error


_NOFOLLOW: int = getattr(os, "O_NOFOLLOW", 0)
_NONBLOCK: int = getattr(
    os, "O_NONBLOCK", 0
)  # without it, opening a named pipe blocks until a writer opens it


def _regular_file(descriptor: int) -> BinaryIO:
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise user_error("INPUT.NOT_A_FILE", "The input is not a regular file. Submit the path of a file.")
    return os.fdopen(descriptor, "rb")


def _split_location(location: str) -> SplitResult:
    if "://" not in location:
        return SplitResult("file", "", quote(location), "", "")
    try:
        return urlsplit(location)
    except ValueError as error:
        raise user_error("INPUT.BAD_URL", "The input's URL is invalid. Check its spelling.") from error


def _local_path(parts: SplitResult) -> Path:
    if parts.netloc not in {"", "localhost"}:
        raise user_error(
            "INPUT.NOT_FOUND", "A file URL must refer to the server's own machine: file:///path."
        )
    return Path(unquote(parts.path))


def _check_against_metadata(source: WorkInput, size: int, checksum: str) -> None:
    if size == 0:
        raise user_error("INPUT.EMPTY", "The input is empty. Submit a file with content.")
    announced_size = source.metadata.get("size_bytes", size)
    if announced_size != size:
        raise user_error(
            "INPUT.SIZE_MISMATCH",
            f"The input has {size} bytes, but `size_bytes` in its metadata is {announced_size}.",
        )
    announced = source.metadata.get("checksum_base64_crc32c", checksum)
    if announced != checksum:
        raise user_error(
            "INPUT.CHECKSUM_MISMATCH",
            f"The input's CRC-32C is {checksum}, not that of its metadata. Check that the file is unchanged.",
        )
