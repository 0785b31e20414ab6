import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from seawall.runtime.files.folder_flush import fsync_directory

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows opens no folders")


class Fsyncs:
    """Stands in for os.fsync: each waits until it may go on; the names that were there are kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.begun = threading.Semaphore(0)
        self.may_end = threading.Semaphore(0)
        self.names: list[set[str]] = []

    def __call__(self, handle: int) -> None:
        self.names.append({path.name for path in self.folder.iterdir()})
        self.begun.release()
        self.may_end.acquire()


@pytest.fixture
def fsyncs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fsyncs:
    made = Fsyncs(tmp_path)
    monkeypatch.setattr(os, "fsync", made)
    return made


def named(folder: Path, name: str, entered: Callable[[], object] = lambda: None) -> None:
    (folder / name).touch()
    entered()
    fsync_directory(folder)


def test_threads_that_wait_share_the_next_fsync(tmp_path: Path, fsyncs: Fsyncs) -> None:
    waiting = threading.Semaphore(0)
    with ThreadPoolExecutor(9) as pool:
        first = pool.submit(named, tmp_path, "first")
        fsyncs.begun.acquire()
        others = [pool.submit(named, tmp_path, f"{number}", waiting.release) for number in range(8)]
        for _ in others:
            waiting.acquire()
        assert not first.done()
        for _ in range(9):
            fsyncs.may_end.release()
        for one in (first, *others):
            one.result()
    # An fsync that had begun before a name was made does not count for it.
    assert fsyncs.names[0] == {"first"}
    assert fsyncs.names[-1] == {"first", *map(str, range(8))}
    # One that comes late to its wait needs another, but not all of them do.
    assert len(fsyncs.names) < 9


def test_one_after_the_other_each_makes_an_fsync(tmp_path: Path, fsyncs: Fsyncs) -> None:
    for number in range(3):
        fsyncs.may_end.release()
        named(tmp_path, f"{number}")
    assert [len(names) for names in fsyncs.names] == [1, 2, 3]


def test_folders_do_not_wait_for_each_other(tmp_path: Path, fsyncs: Fsyncs) -> None:
    other = tmp_path / "other"
    other.mkdir()
    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(fsync_directory, folder) for folder in (tmp_path, other)]
        for _ in running:
            assert fsyncs.begun.acquire(timeout=30)
        for _ in running:
            fsyncs.may_end.release()
        for one in running:
            one.result()


def test_a_folder_that_can_not_be_written_to_disk_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError

    monkeypatch.setattr(os, "fsync", fail)
    fsync_directory(tmp_path)
    fsync_directory(tmp_path / "missing")


def test_an_fsync_that_is_interrupted_does_not_count_for_those_who_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, waiting, made = threading.Event(), threading.Semaphore(0), list[set[str]]()

    def fsync(_: int) -> None:
        made.append({path.name for path in tmp_path.iterdir()})
        match len(made):
            case 1:
                begun.set()
                for _ in range(3):
                    assert waiting.acquire(timeout=30)
            case 2:
                raise KeyboardInterrupt

    fstat = os.fstat

    def fstat_before_the_wait(handle: int) -> os.stat_result:
        status = fstat(handle)
        waiting.release()
        return status

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "fstat", fstat_before_the_wait)
    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(named, tmp_path, "first")
        assert begun.wait(timeout=30)
        others = [pool.submit(named, tmp_path, name) for name in ("second", "third")]
        first.result()
        assert [type(one.exception()) for one in others].count(KeyboardInterrupt) == 1
    assert made == [{"first"}, {"first", "second", "third"}, {"first", "second", "third"}]
