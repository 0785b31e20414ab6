"""A process that is forked while a file is locked or open does not keep the lock of its parent."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from seawall.runtime.bulk.journal_file import JournalFile
from seawall.runtime.files.file_lock import lock_folder, try_lock_file
from seawall.runtime.transfer.part_file import PartFile

pytest.importorskip("fcntl", reason="This system has no lock between processes.")
pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="This system has no fork."),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]

LOCKS = """
import fcntl, os, sys
fcntl.flock(os.open(sys.argv[1], os.O_RDONLY), fcntl.LOCK_EX | fcntl.LOCK_NB)
print("locked")
"""


@contextmanager
def forked_process() -> Iterator[None]:
    """Fork this process; the child lives until the end of the block."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(write_end)
        os.read(read_end, 1)
        os._exit(0)
    try:
        yield
    finally:
        os.close(write_end)
        os.close(read_end)
        os.waitpid(child, 0)


def assert_another_process_can_lock(path: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-c", LOCKS, str(path)]
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, timeout=60.0)
    assert run.stdout.strip() == "locked"


def test_a_file_that_the_parent_has_unlocked_is_free(tmp_path: Path) -> None:
    release = try_lock_file(tmp_path / "lock")
    assert release
    with forked_process():
        release()
        assert_another_process_can_lock(tmp_path / "lock")


def test_a_folder_that_the_parent_has_unlocked_is_free(tmp_path: Path) -> None:
    lock = lock_folder(tmp_path)
    lock.__enter__()
    with forked_process():
        lock.__exit__(None, None, None)
        assert_another_process_can_lock(tmp_path)


def test_a_journal_that_the_parent_has_closed_can_be_opened(tmp_path: Path) -> None:
    def opened() -> JournalFile:
        journal = JournalFile(tmp_path / "journal")
        journal.open("job", lambda: "seed")
        return journal

    first = opened()
    with forked_process():
        first.close()
        opened().close()


def test_a_part_that_the_parent_has_closed_can_be_opened(tmp_path: Path) -> None:
    def opened() -> PartFile:
        part = PartFile(tmp_path / "file")
        part.open()
        return part

    first = opened()
    with forked_process():
        first.close()
        opened().close()
