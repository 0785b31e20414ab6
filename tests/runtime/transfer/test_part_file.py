import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path, PosixPath
from typing import ClassVar

import pytest

from seawall.core.errors import StorageError
from seawall.core.transfer.checksum import Algorithm, Checksum, checksum_of
from seawall.core.transfer.download import Validator
from seawall.runtime.transfer.part_file import PartFile, file_checksum
from tests.runtime.files.small_disk import can_mount

CRC32C = Algorithm.CRC32C


def crc32c(data: bytes) -> Checksum:
    return checksum_of(data, CRC32C)


def open_part(target: Path, *algorithms: Algorithm) -> PartFile:
    part = PartFile(target, algorithms or (CRC32C,))
    part.open()
    return part


def add(part: PartFile, chunk: bytes) -> None:
    part.hold(chunk)
    part.write()


def test_a_part_is_a_hidden_file_beside_its_target(tmp_path: Path) -> None:
    assert PartFile(tmp_path / "a.tiff").path == tmp_path / ".a.tiff.part"


def test_a_part_is_continued_where_it_was_closed(tmp_path: Path) -> None:
    first = open_part(tmp_path / "a")
    add(first, b"123456")
    first.close()
    second = open_part(tmp_path / "a")
    assert (second.size, second.checksum(CRC32C)) == (6, crc32c(b"123456"))
    add(second, b"789")
    second.finish()
    assert (tmp_path / "a").read_bytes() == b"123456789"
    assert second.checksum(CRC32C) == crc32c(b"123456789")
    assert not second.path.exists()


def test_what_is_held_is_written_at_256_kib_at_the_end_and_when_it_is_closed(tmp_path: Path) -> None:
    part = open_part(tmp_path / "a")
    assert [part.hold(b"x" * 131_071), part.hold(b"x"), part.hold(b"x" * 131_072)] == [False, False, True]
    assert (part.size, part.path.stat().st_size) == (262_144, 0)
    part.write()
    assert (part.size, part.path.stat().st_size) == (262_144, 262_144)
    part.hold(b"end")
    part.close()
    again = open_part(tmp_path / "a")
    assert again.size == 262_147
    again.restart(None)
    again.close()
    # Nothing came in place of these bytes, so they stay.
    third = open_part(tmp_path / "a")
    assert third.size == 262_147
    third.close()


def test_a_file_with_another_checksum_is_not_renamed(tmp_path: Path) -> None:
    part = open_part(tmp_path / "a")
    part.hold(b"ok")
    assert part.finish([crc32c(b"other")]) == crc32c(b"other")
    assert (part.path.read_bytes(), part.target.exists()) == (b"ok", False)
    assert part.finish([crc32c(b"ok")]) is None
    assert part.target.read_bytes() == b"ok"


def test_restart_empties_the_part(tmp_path: Path) -> None:
    part = open_part(tmp_path / "a")
    add(part, b"wrong")
    part.restart(None)
    assert (part.size, part.checksum(CRC32C)) == (0, crc32c(b""))
    add(part, b"ok")
    part.finish()
    assert (tmp_path / "a").read_bytes() == b"ok"


def test_the_validator_is_stored_until_a_restart(tmp_path: Path) -> None:
    validator = Validator("source", '"v1"')
    part = open_part(tmp_path / "a")
    part.restart(validator)
    add(part, b"123")
    part.close()
    part = open_part(tmp_path / "a")
    assert (part.validator, part.is_restarted) == (validator, False)
    part.restart(None)
    add(part, b"456")
    part.close()
    part = open_part(tmp_path / "a")
    assert (part.validator, part.size) == (None, 3)
    part.close()


def test_an_added_algorithm_reads_the_existing_bytes(tmp_path: Path) -> None:
    part = open_part(tmp_path / "a")
    add(part, b"123456")
    part.add_algorithms({Algorithm.SHA256})
    add(part, b"789")
    for algorithm in (CRC32C, Algorithm.SHA256):
        assert part.checksum(algorithm) == checksum_of(b"123456789", algorithm)
    part.finish()
    assert (tmp_path / "a").read_bytes() == b"123456789"


def test_a_part_that_is_not_open_takes_no_bytes(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"^\.a\.part is not open\.$"):
        add(PartFile(tmp_path / "a"), b"x")


def test_discard_deletes_the_part(tmp_path: Path) -> None:
    part = open_part(tmp_path / "a")
    add(part, b"wrong")
    part.discard()
    assert list(tmp_path.iterdir()) == []


def test_file_checksum(tmp_path: Path) -> None:
    path = tmp_path / "a"
    assert file_checksum(path, CRC32C) is None
    path.write_bytes(b"123456789" * 500_000)
    assert file_checksum(path, CRC32C) == crc32c(b"123456789" * 500_000)


# A download in a process of its own, on a disk of 64 KiB.
DOWNLOAD = """
import sys
from pathlib import Path
from seawall.core.errors import StorageError
from seawall.core.engine.policy import Policy
from seawall.runtime.transfer._sync.downloader import Downloader
from seawall.testing import FakeClock, MemoryTransport, Script
from seawall.core.http.message import Response

folder = Path(sys.argv[1])
{limit}
transport = MemoryTransport(Script(Response(200, {{}}, bytes(1 << 20))))
downloader = Downloader(transport, Policy(), FakeClock(), "ua")
try:
    downloader.fetch(lambda: "https://files.test/a", folder / "a")
except StorageError as error:
    print(error)
print({{path.name: path.stat().st_size for path in folder.iterdir()}}, len(transport.requests))
"""
SMALL_DISK = """
import subprocess
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], check=True)
"""
SMALL_FILES = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))
"""


def download(folder: Path, limit: str, *prefix: str) -> list[str]:
    done = subprocess.run(
        [*prefix, sys.executable, "-c", DOWNLOAD.format(limit=limit), folder],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


@pytest.mark.slow
@pytest.mark.skipif(not can_mount(), reason="no file system may be mounted here")
def test_a_full_disk_leaves_the_part(tmp_path: Path) -> None:
    output, left = download(tmp_path, SMALL_DISK, "unshare", "-rm")
    assert output == (
        f"{tmp_path / 'a'} can not be written: the disk is full. "
        "Free some space and run it again: it resumes where it stopped."
    )
    assert left == "{'.a.part': 65536} 1"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="has no limits of resources")
def test_a_file_size_limit_leaves_the_part(tmp_path: Path) -> None:
    output, left = download(tmp_path, SMALL_FILES)
    assert output == f"{tmp_path / 'a'} can not be written: File too large."
    assert left == "{'.a.part': 65536} 1"


def test_a_part_is_locked_by_one_download(tmp_path: Path) -> None:
    first, second = PartFile(tmp_path / "a"), PartFile(tmp_path / "a")
    first.open()
    add(first, b"first")
    with pytest.raises(StorageError, match="another download of this file is running"):
        second.open()
    first.finish()
    second.open()
    second.close()
    assert (tmp_path / "a").read_bytes() == b"first"


class WatchedPath(PosixPath):
    """Opens the part a second time while it is renamed or deleted."""

    refusals: ClassVar[list[str]] = []

    def replace(self, target: str | os.PathLike[str]) -> "WatchedPath":
        self._open_again()
        return WatchedPath(super().replace(target))

    def unlink(self, missing_ok: bool = False) -> None:
        if self.name.endswith(".part"):
            self._open_again()
        super().unlink(missing_ok)

    def _open_again(self) -> None:
        second = PartFile(Path(self.parent / "a"))
        try:
            second.open()
        except StorageError as error:
            self.refusals.append(str(error))
        finally:
            second.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows renames and deletes nothing that is open")
@pytest.mark.parametrize("end", [PartFile.finish, PartFile.discard])
def test_a_second_download_is_refused_while_the_part_is_renamed_or_deleted(
    tmp_path: Path, end: Callable[[PartFile], None]
) -> None:
    WatchedPath.refusals.clear()
    part = open_part(WatchedPath(tmp_path / "a"))
    add(part, b"whole")
    end(part)
    (refusal,) = WatchedPath.refusals
    assert "another download of this file is running" in refusal
    second = open_part(tmp_path / "a")
    second.close()


class RenamedPath(PosixPath):
    """Renames the part, or replaces it by another file, after it was opened and locked."""

    is_replaced: ClassVar[bool]

    def lstat(self) -> os.stat_result:
        if self.name.endswith(".part"):
            self.rename(self.with_name("a"))
            if self.is_replaced:
                self.write_bytes(b"another file")
        return super().lstat()


@pytest.mark.skipif(os.name == "nt", reason="Windows renames nothing that is open")
@pytest.mark.parametrize("is_replaced", [False, True])
def test_a_part_that_was_renamed_before_it_was_locked_is_refused(tmp_path: Path, is_replaced: bool) -> None:
    RenamedPath.is_replaced = is_replaced
    with pytest.raises(StorageError, match="has just ended"):
        PartFile(RenamedPath(tmp_path / "a")).open()


@pytest.mark.skipif(os.name == "nt", reason="has no named pipes among its files")
@pytest.mark.parametrize("name", ["a", ".a.part"])
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    with pytest.raises(StorageError, match="it is not a regular file"):
        PartFile(tmp_path / "a").open()
    with pytest.raises(StorageError, match="it is not a regular file"):
        file_checksum(tmp_path / name, CRC32C)


@pytest.mark.skipif(os.name == "nt", reason="has no named pipes among its files")
def test_a_pipe_in_place_of_the_validator_is_ignored(tmp_path: Path) -> None:
    (tmp_path / ".a.part").write_bytes(b"123")
    os.mkfifo(tmp_path / ".a.part.origin")
    part = open_part(tmp_path / "a")
    assert part.validator is None
    part.close()


def test_a_hard_link_to_another_file_is_not_written(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    (tmp_path / ".a.part").hardlink_to(victim)
    with pytest.raises(StorageError, match="it is a hard link to another file"):
        PartFile(tmp_path / "a").open()
    assert victim.read_bytes() == b"precious"


def test_a_name_with_a_nul_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="contains a NUL"):
        PartFile(tmp_path / "a\0b").open()
