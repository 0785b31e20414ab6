"""Changes of a file that several programs make."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from seawall.core.errors import ConfigError
from seawall.runtime.files.atomic_write import write_atomically
from seawall.runtime.files.locked_change import locked_change


def test_changes_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "file"

    def add(_: int) -> None:
        with locked_change(path) as target:
            before = target.read_bytes() if target.exists() else b""
            write_atomically(target, before + b".")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(24)))
    assert path.read_bytes() == b"." * 24


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "file")
    with locked_change(tmp_path / "link") as target:
        write_atomically(target, b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_bytes() == b"new"


def test_a_file_that_can_not_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with (
        pytest.raises(ConfigError, match="below can not be written: "),
        locked_change(tmp_path / "file" / "below"),
    ):
        raise AssertionError("the block may not begin")
