"""Work in turn where things go badly: a fork, an interrupt, the program's end, work that does not end."""

import asyncio
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from seawall.core.errors import DeadlineExceededError
from seawall.runtime.bulk.journal_file import JournalFile
from seawall.runtime.concurrency.single_flight import AsyncTurns, LastingTurns
from seawall.runtime.files.file_lock import lock_folder, try_lock_file
from seawall.runtime.transfer.part_file import PartFile

LONG_S = 20.0

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="This system has no fork.")

FORKS_WITHIN_A_TURN = """
import os, threading
from seawall.runtime.concurrency.single_flight import LastingTurns

turns, has_begun, may_end = LastingTurns(), threading.Event(), threading.Event()

def work():
    has_begun.set()
    may_end.wait()
    return "parent"

first = threading.Thread(target=turns.run, args=[None, lambda: None, work])
first.start()
has_begun.wait()
child = os.fork()
if child == 0:
    code = 1
    try:
        code = 0 if turns.run(1.0, lambda: None, lambda: "child") == "child" else 1
    finally:
        os._exit(code)
_, status = os.waitpid(child, 0)
may_end.set()
first.join()
print(os.waitstatus_to_exitcode(status))
"""
ENDS_WITHIN_A_TURN = """
import sys, time
from pathlib import Path
from seawall.core.errors import DeadlineExceededError
from seawall.runtime.concurrency.single_flight import LastingTurns

def work():
    time.sleep(0.3)
    Path(sys.argv[1]).write_text("kept")
    return True

try:
    LastingTurns().run(0.01, lambda: None, work)
except DeadlineExceededError:
    print("late")
"""
LOCKS = """
import fcntl, os, sys
fcntl.flock(os.open(sys.argv[1], os.O_RDONLY), fcntl.LOCK_EX | fcntl.LOCK_NB)
print("locked")
"""


def said(code: str, *arguments: str) -> str:
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=60.0,
    )
    return run.stdout.strip()


@needs_fork
def test_a_forked_process_does_not_wait_for_a_thread_that_it_does_not_have() -> None:
    assert said(FORKS_WITHIN_A_TURN) == "0"


@needs_fork
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize("how", ["file", "folder"])
def test_a_forked_process_does_not_keep_what_its_parent_has_unlocked(tmp_path: Path, how: str) -> None:
    pytest.importorskip("fcntl", reason="This system has no lock between processes.")
    ear, mouth = os.pipe()
    if how == "file":
        release = try_lock_file(tmp_path / "lock")
        assert release
        child = _waiting_for(ear, mouth)
        release()
    else:
        with lock_folder(tmp_path):
            child = _waiting_for(ear, mouth)
    try:
        assert said(LOCKS, str(tmp_path / "lock" if how == "file" else tmp_path)) == "locked"
    finally:
        os.close(mouth)
        os.close(ear)
        os.waitpid(child, 0)


@needs_fork
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize("of", ["a journal", "a part"])
def test_a_forked_process_does_not_keep_a_file_that_its_parent_has_closed(tmp_path: Path, of: str) -> None:
    pytest.importorskip("fcntl", reason="This system has no lock between processes.")

    def opened() -> JournalFile | PartFile:
        if of == "a part":
            part = PartFile(tmp_path / "file")
            part.open()
            return part
        journal = JournalFile(tmp_path / "journal")
        journal.open("job", lambda: "seed")
        return journal

    ear, mouth = os.pipe()
    first = opened()
    child = _waiting_for(ear, mouth)
    first.close()
    try:
        opened().close()
    finally:
        os.close(mouth)
        os.close(ear)
        os.waitpid(child, 0)


def _waiting_for(ear: int, mouth: int) -> int:
    """A forked process that lives until `mouth` is closed."""
    child = os.fork()
    if child == 0:
        os.close(mouth)
        os.read(ear, 1)
        os._exit(0)
    return child


def test_the_end_of_the_program_waits_for_work_that_nobody_waits_for(tmp_path: Path) -> None:
    file = tmp_path / "token"
    assert said(ENDS_WITHIN_A_TURN, str(file)) == "late"
    assert file.read_text() == "kept"


class InterruptedThread(threading.Thread):
    """A thread whose start is interrupted when it has begun already."""

    def start(self) -> None:
        super().start()
        raise KeyboardInterrupt


def test_an_interrupt_when_the_work_has_begun_lets_nobody_else_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    turns, has_begun, may_end = LastingTurns(), threading.Event(), threading.Event()

    def work() -> str:
        has_begun.set()
        assert may_end.wait(LONG_S)
        return "first"

    with monkeypatch.context() as patched:
        patched.setattr(threading, "Thread", InterruptedThread)
        with pytest.raises(KeyboardInterrupt):
            turns.run(LONG_S, lambda: None, work)
    assert has_begun.wait(LONG_S)
    with pytest.raises(DeadlineExceededError):
        turns.run(0.01, lambda: None, lambda: "second")
    may_end.set()
    turns.close()
    assert turns.run(LONG_S, lambda: None, lambda: "third") == "third"
    turns.close()


async def test_work_that_heeds_no_cancellation_is_not_waited_for_for_ever() -> None:
    turns, has_begun, may_end = AsyncTurns(), asyncio.Event(), asyncio.Event()

    async def stubborn() -> str:
        has_begun.set()
        while not may_end.is_set():
            try:
                await may_end.wait()
            except asyncio.CancelledError:
                continue
        return "ended"

    waiting = asyncio.create_task(turns.run(LONG_S, lambda: None, stubborn))
    await has_begun.wait()
    async with asyncio.timeout(LONG_S):
        await turns.aclose(patience_s=0.0)
    may_end.set()
    assert await waiting == "ended"


async def test_who_waits_for_work_that_is_cancelled_is_not_cancelled() -> None:
    turns, has_begun = AsyncTurns(), asyncio.Event()

    async def hangs() -> str:
        has_begun.set()
        await asyncio.Event().wait()
        raise AssertionError

    waiting = asyncio.create_task(turns.run(LONG_S, lambda: None, hangs))
    await has_begun.wait()
    await turns.aclose(patience_s=0.0)
    with pytest.raises(DeadlineExceededError, match="was closed, or cancelled its own work"):
        await waiting
    has_begun.clear()
    waiting = asyncio.create_task(turns.run(LONG_S, lambda: None, hangs))
    await has_begun.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await turns.aclose(patience_s=0.0)
