"""A file that is written in one step ends as one that was opened before its first byte."""

import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.core.errors import StorageError
from seawall.core.transfer.checksum import Algorithm, Checksum, checksum_of
from seawall.runtime.transfer.part_file import PartFile, absent_targets

ALGORITHMS = (Algorithm.CRC32C, Algorithm.SHA256)
LEFT = {
    "the file": "a",
    "a part": ".a.part",
    "a validator": ".a.part.origin",
    "a corrupt file": ".a.corrupt",
}
chunks = st.lists(st.binary(max_size=20), max_size=4)


@pytest.mark.slow  # each example writes two files to the disk
@settings(max_examples=50, deadline=None)
@given(
    chunks=chunks,
    left=st.sets(st.sampled_from(list(LEFT.values()))),
    is_wrong=st.booleans(),
    has_folder=st.booleans(),
)
def test_both_ways_end_alike(chunks: list[bytes], left: set[str], is_wrong: bool, has_folder: bool) -> None:
    expected = [checksum_of(b"other" if is_wrong else b"".join(chunks), one) for one in ALGORITHMS]

    def ends(start: Callable[[PartFile], None]) -> tuple[object, int, Checksum, Mapping[str, bytes]]:
        with tempfile.TemporaryDirectory() as above:
            folder = Path(above, "item")
            if has_folder or left:
                folder.mkdir()
            for name in left:
                (folder / name).write_bytes(b"of an earlier download")
            part = PartFile(folder / "a", ALGORITHMS)
            start(part)
            part.restart(None)
            for chunk in chunks:
                part.hold(chunk)
            wrong = part.finish(expected)
            part.close()
            # What appears after `absent_targets` was asked may stay: the next download deletes it.
            there = {path.name: path.read_bytes() for path in folder.iterdir()}
            files = {name: there[name] for name in there if name == "a" or name not in left}
            return wrong, part.size, part.checksum(Algorithm.SHA256), files

    assert ends(PartFile.open_late) == ends(PartFile.open)


@pytest.mark.skipif(os.name == "nt", reason="has no named pipes among its files")
@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_what_is_no_file_is_refused(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "a")
    part = PartFile(tmp_path / "a", ALGORITHMS)
    part.open_late()
    part.hold(b"x")
    with pytest.raises(StorageError, match="it is "):
        part.finish()
    part.close()


def test_a_running_download_is_not_disturbed(tmp_path: Path) -> None:
    running, late = PartFile(tmp_path / "a"), PartFile(tmp_path / "a")
    running.open()
    running.hold(b"123")
    running.write()
    late.open_late()
    late.hold(b"other")
    with pytest.raises(StorageError, match="another download of this file is running"):
        late.write()
    late.close()
    running.hold(b"456")
    assert running.finish() is None
    assert (tmp_path / "a").read_bytes() == b"123456"


def test_nothing_is_on_disk_before_the_first_bytes_are_written(tmp_path: Path) -> None:
    part = PartFile(tmp_path / "a")
    part.open_late()
    part.hold(b"123")
    assert list(tmp_path.iterdir()) == []
    part.close()
    assert part.path.read_bytes() == b"123"


def test_an_algorithm_is_added_before_anything_is_on_disk(tmp_path: Path) -> None:
    part = PartFile(tmp_path / "a", (Algorithm.CRC32C,))
    part.open_late()
    part.hold(b"123")
    part.add_algorithms({Algorithm.SHA256})
    part.hold(b"456")
    assert list(tmp_path.iterdir()) == []
    assert part.finish([checksum_of(b"123456", one) for one in ALGORITHMS]) is None
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_file_that_was_closed_is_not_written(tmp_path: Path) -> None:
    part = PartFile(tmp_path / "a")
    part.open_late()
    part.close()
    part.hold(b"123")
    with pytest.raises(StorageError, match="was closed"):
        part.finish()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", LEFT.values(), ids=LEFT)
def test_a_target_is_absent_if_nothing_is_left_of_it(tmp_path: Path, name: str) -> None:
    targets = [tmp_path / "a", tmp_path / "b", tmp_path / "missing" / "a", tmp_path / "nul\0"]
    assert absent_targets(targets) == set(targets)
    (tmp_path / name).symlink_to("nowhere")
    assert absent_targets(targets) == set(targets[1:])


def test_a_download_that_has_written_nothing_deletes_no_part_of_another(tmp_path: Path) -> None:
    # Of a response with a wrong digest; the other download began after `absent_targets` was asked.
    late, other = PartFile(tmp_path / "a"), PartFile(tmp_path / "a", ALGORITHMS)
    late.open_late()
    other.open()
    other.hold(b"of the other")
    other.write()
    late.hold(b"wrong")
    late.discard()
    assert other.path.read_bytes() == b"of the other"
    assert other.finish() is None
    other.close()
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
