import errno
import os
from pathlib import Path

import pytest

from seawall.core.errors import StorageError
from seawall.runtime.files.regular_file import NotRegularFileError
from seawall.runtime.files.storage_errors import storage_errors


def test_a_disk_error_has_advice(subtests: pytest.Subtests) -> None:
    rows: list[tuple[int | None, str]] = [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "the disk is full"),
        (errno.EACCES, "permission denied"),
        (errno.EPERM, "permission denied"),
        (errno.EROFS, "permission denied"),
        (errno.ELOOP, "it is a symbolic link"),
        (errno.ENOTDIR, "a folder in its path is a file"),
        (errno.EIO, os.strerror(errno.EIO)),
        (None, "OSError"),
    ]
    for number, advice in rows:
        with subtests.test(row=repr((number, advice))[:80]):
            error = OSError() if number is None else OSError(number, os.strerror(number))
            with (
                pytest.raises(StorageError, match=rf"^a/b can not be written: {advice}"),
                storage_errors(Path("a/b")),
            ):
                raise error


def test_other_errors_pass() -> None:
    with pytest.raises(KeyError), storage_errors(Path("a/b")):
        raise KeyError("x")


def test_a_special_file_has_advice() -> None:
    with pytest.raises(StorageError, match="it is not a regular file"), storage_errors(Path("a/b")):
        raise NotRegularFileError(errno.EINVAL, "Not a regular file")


def test_a_name_with_a_nul_is_a_storage_error() -> None:
    with pytest.raises(StorageError, match="contains a NUL"), storage_errors(Path("a\0b")):
        pass


def test_a_name_beyond_the_encoding_of_the_system_has_advice() -> None:
    with pytest.raises(StorageError, match=r"Set LC_ALL=C\.UTF-8\.$"), storage_errors(Path("é")):
        "é".encode("ascii")
