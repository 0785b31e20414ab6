"""Files of the user: which ones can be uploaded, and the messages for the others."""

import errno
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from seawall.core.errors import InputError, StorageError
from seawall.core.transfer.checksum import Algorithm, checksum_of
from seawall.runtime import LocalFile, checked_folder, checked_path
from seawall.runtime.transfer.upload_source import read_piece

KINDS = {".bin": "application/octet-stream", ".csv": "text/csv"}


def test_a_file_has_the_media_type_of_its_suffix(tmp_path: Path) -> None:
    path = tmp_path / "a b.tar.CSV"
    path.write_bytes(b"a,b\n")
    assert LocalFile.at(str(path), KINDS) == LocalFile(path, "text/csv")


@pytest.mark.parametrize("size", [1, 262144, 300_000])
def test_size_and_checksums_are_computed_in_one_pass(size: int, tmp_path: Path) -> None:
    path, data = tmp_path / "a.bin", os.urandom(size)
    path.write_bytes(data)
    hashers = LocalFile.at(path, KINDS).hash(Algorithm.CRC32C, Algorithm.SHA256)
    assert hashers.size == size
    for algorithm in (Algorithm.CRC32C, Algorithm.SHA256):
        assert hashers.checksum(algorithm) == checksum_of(data, algorithm)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: None, "does not exist. Check the name."),
        (lambda path: path.touch(), "is empty. Give a file with content."),
        (lambda path: path.mkdir(), "is a folder. Give the files in it."),
        (os.mkfifo, "is not a regular file. Copy its content to one."),
        (lambda path: path.symlink_to("nowhere"), "does not exist. Check the name."),
    ],
    ids=["missing", "empty", "folder", "pipe", "dead link"],
)
def test_a_file_that_can_not_be_sent_is_refused(
    make: Callable[[Path], object], message: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.bin"
    make(path)
    with pytest.raises(InputError) as caught:
        LocalFile.at(path, KINDS)
    assert str(caught.value) == f"{path} {message}"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"x")
    path.chmod(0)
    with pytest.raises(InputError, match="can not be read"):
        LocalFile.at(path, KINDS)


@pytest.mark.parametrize("name", ["a.txt", "a", ".csv", "a.csv.", "csv"])
def test_another_suffix_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"x")
    with pytest.raises(InputError, match=r"has none of the suffixes \.bin, \.csv\. Rename it"):
        LocalFile.at(path, KINDS)


def test_a_name_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.bin"))
    path.write_bytes(b"x")
    with pytest.raises(InputError, match="a name that is not valid text"):
        LocalFile.at(path, KINDS)


def test_a_name_that_is_too_long_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="can not be accessed"):
        LocalFile.at(tmp_path / f"{'x' * 300}.bin", KINDS)


def test_a_name_with_a_nul_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        LocalFile.at(tmp_path / "a\0.bin", KINDS)


def test_a_file_that_was_replaced_is_refused_when_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"x")
    file = LocalFile.at(path, KINDS)
    path.unlink()
    with pytest.raises(InputError, match="No such file"):
        file.hash(Algorithm.CRC32C)
    os.mkfifo(path)
    with pytest.raises(InputError, match="Not a regular file"):
        file.hash(Algorithm.CRC32C)


class BytesPath:
    def __fspath__(self) -> bytes:
        return b"a"

    def __repr__(self) -> str:
        return "BytesPath"


@pytest.mark.parametrize("odd", [None, 5, b"a", ["a"], BytesPath()], ids=repr)
def test_an_invalid_path_is_refused(odd: Any) -> None:
    with pytest.raises(InputError, match=r"^folder is of type \w+\. Give a path as text or as a Path\.$"):
        checked_path(odd, "folder")


def test_an_empty_path_is_not_the_current_folder() -> None:
    with pytest.raises(InputError, match="folder is empty"):
        checked_path("", "folder")
    assert checked_path(".", "folder") == checked_path(Path(), "folder") == Path()


class FailingFile(io.BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        raise OSError(errno.EIO, "Input/output error")


def test_a_read_error_of_the_disk_is_a_storage_error() -> None:
    with pytest.raises(StorageError, match=r"can not be read to its end: Input/output error\.$"):
        read_piece(FailingFile())


def test_a_folder_for_files_is_checked_before_it_is_made(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.touch()
    for inside, what in ((taken, "it"), (taken / "a" / "b", str(taken))):
        with pytest.raises(StorageError) as caught:
            checked_folder(inside, "folder")
        assert str(caught.value) == f"{inside} can not be written: {what} is a file. Choose another folder."
    new = tmp_path / "a" / "b"
    assert checked_folder(str(new), "folder") == new
    assert checked_folder(".", "folder") == Path()
    with pytest.raises(InputError, match="folder is empty"):
        checked_folder("", "folder")
    assert not new.parent.exists()
