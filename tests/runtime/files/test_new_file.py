import os
import stat
import sys
from pathlib import Path

import pytest

from seawall.runtime.files.new_file import write_new_file

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has files without a name")


def test_a_new_file_is_whole_and_alone(tmp_path: Path) -> None:
    content = bytes(range(256)) * 1000
    assert write_new_file(tmp_path / "a", content)
    assert (tmp_path / "a").read_bytes() == content
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_an_empty_file_is_written(tmp_path: Path) -> None:
    assert write_new_file(tmp_path / "a", b"")
    assert (tmp_path / "a").read_bytes() == b""


def test_its_mode_is_that_of_any_new_file(tmp_path: Path) -> None:
    assert write_new_file(tmp_path / "a", b"x")
    (tmp_path / "b").touch()
    modes = {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("a", "b")}
    assert len(modes) == 1


def test_a_file_that_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"theirs")
    assert not write_new_file(tmp_path / "a", b"ours")
    assert (tmp_path / "a").read_bytes() == b"theirs"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_link_that_is_there_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "other")
    assert not write_new_file(tmp_path / "a", b"ours")
    assert not (tmp_path / "other").exists()


def test_nothing_is_written_if_the_folder_is_missing_or_a_file(tmp_path: Path) -> None:
    assert not write_new_file(tmp_path / "missing" / "a", b"x")
    (tmp_path / "file").touch()
    assert not write_new_file(tmp_path / "file" / "a", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="counts the open files there")
def test_no_file_stays_open(tmp_path: Path) -> None:
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - the folder lists its own handle too
    for name in ("a", "a", "missing/a"):
        write_new_file(tmp_path / name, b"x")
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208 - as above
