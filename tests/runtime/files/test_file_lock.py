"""One holder at a time, between handles and between processes."""

import subprocess
import sys
from pathlib import Path

import pytest

from seawall.runtime.files.file_lock import lock_folder, try_lock, try_lock_file, unlock_and_close

pytest.importorskip("fcntl")

HOLDER = """
import sys
from pathlib import Path
from seawall.runtime.files.file_lock import try_lock_file
release = try_lock_file(Path(sys.argv[1]))
print("locked" if release else "busy", flush=True)
sys.stdin.read()
"""


def test_a_file_is_locked_until_it_is_released(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "lock"
    release = try_lock_file(path)
    assert release is not None
    assert try_lock_file(path) is None
    release()
    again = try_lock_file(path)
    assert again is not None
    again()


def test_a_lock_ends_with_its_process(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "locked\n"
        assert try_lock_file(path) is None
        holder.kill()
    release = try_lock_file(path)
    assert release is not None
    release()


def test_a_link_in_place_of_the_lock_file_is_not_followed(tmp_path: Path) -> None:
    path, target = tmp_path / "lock", tmp_path / "target"
    path.symlink_to(target)
    release = try_lock_file(path)
    assert release is not None
    assert not target.exists()
    release()


def test_a_locked_folder_is_released_at_the_end_of_the_block(tmp_path: Path) -> None:
    with lock_folder(tmp_path), tmp_path.joinpath("file").open("wb") as file:
        assert try_lock(file.fileno())
    with lock_folder(tmp_path):
        pass


def test_an_open_file_is_locked_for_one_handle(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch()
    with path.open("rb") as first, path.open("rb") as second:
        assert try_lock(first.fileno())
        assert not try_lock(second.fileno())
        unlock_and_close(first)
        unlock_and_close(first)
        assert try_lock(second.fileno())


def test_a_file_that_can_not_be_created_locks_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    release = try_lock_file(tmp_path / "file" / "lock")
    assert release is not None
    release()
