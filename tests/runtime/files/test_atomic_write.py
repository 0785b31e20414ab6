"""A file is replaced whole or not at all, with its mode, and without following a link."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from seawall.runtime.files.atomic_write import WORLD_READABLE, staged_write, write_atomically

# A process that is killed between the temporary file and the rename.
KILLED = """
import os, sys
from pathlib import Path
from seawall.runtime.files.atomic_write import staged_write
with staged_write(Path(sys.argv[1]), b"new"):
    os._exit(9)
"""


def test_the_content_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "file"
    for content in (b"old", b"newer content", b""):
        write_atomically(path, content)
        assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name != "posix", reason="permission bits")
def test_the_mode_is_the_one_asked_for_whatever_the_umask_and_the_old_mode(tmp_path: Path) -> None:
    path = tmp_path / "file"
    before = os.umask(0o077)
    try:
        write_atomically(path, b"1", mode=WORLD_READABLE)
        assert path.stat().st_mode & 0o777 == 0o644
        os.umask(0)
        write_atomically(path, b"2")
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_link_is_replaced_and_its_target_is_unchanged(tmp_path: Path) -> None:
    target, path = tmp_path / "target", tmp_path / "file"
    target.write_bytes(b"target")
    path.symlink_to(target)
    write_atomically(path, b"new")
    assert not path.is_symlink()
    assert (path.read_bytes(), target.read_bytes()) == (b"new", b"target")


def test_a_second_name_of_the_old_file_keeps_the_old_content(tmp_path: Path) -> None:
    path, second = tmp_path / "file", tmp_path / "second"
    path.write_bytes(b"old")
    second.hardlink_to(path)
    write_atomically(path, b"new")
    assert second.read_bytes() == b"old"


def test_a_file_that_can_not_be_replaced_leaves_no_temporary_file(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(OSError, match="folder"):
        write_atomically(folder, b"new")
    assert list(tmp_path.iterdir()) == [folder]


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "missing" / "file", b"new")


def test_staged_files_change_only_when_they_are_committed(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"old")
    two.write_bytes(b"old")
    with staged_write(one, b"new") as commit, staged_write(two, b"new"):
        assert one.read_bytes() == b"old"
        commit()
    assert (one.read_bytes(), two.read_bytes()) == (b"new", b"old")
    assert sorted(tmp_path.iterdir()) == [one, two]


def test_a_process_that_is_killed_before_the_commit_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    assert subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False).returncode == 9
    assert path.read_bytes() == b"old"
