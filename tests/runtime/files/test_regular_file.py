"""Regular files are opened; folders, pipes and, if wanted, links are refused."""

import os
from pathlib import Path

import pytest

from seawall.runtime.files.regular_file import NotRegularFileError, check_regular_file, open_regular_file


def test_a_regular_file_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"content")
    with os.fdopen(open_regular_file(path), "rb") as file:
        assert file.read() == b"content"
    check_regular_file(path)


def test_a_missing_file_is_an_error_unless_it_is_created(tmp_path: Path) -> None:
    path = tmp_path / "file"
    check_regular_file(path)
    with pytest.raises(FileNotFoundError):
        open_regular_file(path)
    os.close(open_regular_file(path, os.O_RDWR | os.O_CREAT))
    assert path.read_bytes() == b""


def test_a_folder_is_refused(tmp_path: Path) -> None:
    for refuse in (open_regular_file, check_regular_file):
        with pytest.raises(IsADirectoryError):
            refuse(tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="makes a pipe")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for refuse in (open_regular_file, check_regular_file):
        with pytest.raises(NotRegularFileError, match="Not a regular file"):
            refuse(tmp_path / "pipe")


@pytest.mark.skipif(os.name != "posix", reason="has no O_NOFOLLOW")
def test_a_link_is_followed_only_if_wanted(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"content")
    (tmp_path / "link").symlink_to("file")
    os.close(open_regular_file(tmp_path / "link"))
    with pytest.raises(OSError, match="symbolic link"):
        open_regular_file(tmp_path / "link", follow_link=False)
