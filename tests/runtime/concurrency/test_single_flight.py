"""Single flight: one execution at a time, for tasks and for threads, also when things go wrong."""

import asyncio
import linecache
import os
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import FrameType

import pytest

from seawall.core.errors import ConfigError, DeadlineExceededError
from seawall.runtime.concurrency._async.single_flight import AsyncSingleFlight
from seawall.runtime.concurrency._sync.single_flight import Execution, SingleFlight

LONG_S, SHORT_S = 20.0, 0.005
CALLERS = 8

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="This system has no fork.")


def nothing() -> None:
    """Nothing is cached."""


async def settled() -> None:
    """Let every task run as far as it can."""
    for _ in range(6):
        await asyncio.sleep(0)


class AsyncWork:
    """Work that goes on until it is released, and counts its executions."""

    def __init__(self, error: Exception | None = None) -> None:
        self.count = 0
        self.has_begun, self.may_end = asyncio.Event(), asyncio.Event()
        self._error = error

    async def __call__(self) -> str:
        self.count += 1
        number = self.count
        self.has_begun.set()
        await self.may_end.wait()
        if self._error is not None:
            raise self._error
        return f"result {number}"


class Work:
    """Work that goes on until it is released, and counts its executions."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.count = 0
        self.has_begun, self.may_end = threading.Event(), threading.Event()
        self.threads: list[threading.Thread] = []
        self._error = error

    def __call__(self) -> str:
        self.count += 1
        number = self.count
        self.threads.append(threading.current_thread())
        self.has_begun.set()
        assert self.may_end.wait(LONG_S)
        if self._error is not None and number == 1:
            raise self._error
        return f"result {number}"


def in_task(
    flight: AsyncSingleFlight[str], work: AsyncWork, timeout_s: float | None = LONG_S
) -> "asyncio.Task[str]":
    return asyncio.create_task(flight.run(work, cached=nothing, timeout_s=timeout_s))


# --- What callers share ----------------------------------------------------------------------------------


@pytest.mark.parametrize("background", [True, False])
async def test_tasks_share_a_result_and_the_next_task_starts_over(background: bool) -> None:
    flight, work = AsyncSingleFlight[str]("token", background=background), AsyncWork()
    tasks = [in_task(flight, work) for _ in range(CALLERS)]
    await settled()
    assert len(flight) == 1
    work.may_end.set()
    assert await asyncio.gather(*tasks) == ["result 1"] * CALLERS
    assert await in_task(flight, work) == "result 2"
    assert len(flight) == 0


@pytest.mark.parametrize("background", [True, False])
def test_threads_share_a_result_and_the_next_thread_starts_over(background: bool) -> None:
    flight, work = SingleFlight[str]("token", background=background), Work()
    with ThreadPoolExecutor(CALLERS) as pool:
        first = pool.submit(flight.run, work, cached=nothing, timeout_s=LONG_S)
        assert work.has_begun.wait(LONG_S)
        others = [pool.submit(flight.run, work, cached=nothing, timeout_s=LONG_S) for _ in range(CALLERS - 1)]
        # With less time than the work takes: by then the thread has joined.
        with pytest.raises(DeadlineExceededError, match="no token came before the deadline"):
            flight.run(work, cached=nothing, timeout_s=SHORT_S)
        work.may_end.set()
        assert first.result() == "result 1"
        # A thread that came late has started over.
        assert {other.result() for other in others} <= {"result 1", "result 2"}
    flight.close()


@pytest.mark.parametrize("background", [True, False])
async def test_tasks_share_an_error_with_the_traceback_of_its_execution_alone(background: bool) -> None:
    error = ValueError("no")
    flight, work = AsyncSingleFlight[str]("token", background=background), AsyncWork(error)
    tasks = [in_task(flight, work) for _ in range(CALLERS)]
    await settled()
    work.may_end.set()
    assert await asyncio.gather(*tasks, return_exceptions=True) == [error] * CALLERS
    assert len(traceback.extract_tb(error.__traceback__)) < CALLERS
    assert work.count == 1


def test_threads_share_an_error() -> None:
    error, joined = ValueError("no"), threading.Semaphore(0)

    def cached() -> None:
        joined.release()

    flight, work = SingleFlight[str]("token", background=False), Work(error)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(flight.run, work, cached=cached, timeout_s=LONG_S)
        assert work.has_begun.wait(LONG_S)
        execution, is_leader = flight.join_or_start(None)
        assert not is_leader
        second = pool.submit(execution.wait, LONG_S)
        work.may_end.set()
        assert first.exception() is error
        assert second.result()
        with pytest.raises(ValueError, match="no") as caught:
            execution.result()
        assert caught.value is error


def test_waiting_threads_receive_each_kind_of_outcome() -> None:
    flight, error = SingleFlight[str]("result", background=False), ValueError("no")
    ends: dict[str, Callable[[Execution[str]], None]] = {
        "result": lambda execution: execution.set_result("result"),
        "error": lambda execution: execution.set_error(error),
        "abandoned": lambda execution: execution.abandon(),
    }

    def outcome(execution: Execution[str]) -> object:
        assert execution.wait(LONG_S)
        try:
            return "abandoned" if execution.is_abandoned else execution.result()
        except ValueError as caught:
            return caught

    with ThreadPoolExecutor(CALLERS) as pool:
        for name, end in ends.items():
            execution, _ = flight.join_or_start("key")
            joined = [flight.join_or_start("key")[0] for _ in range(CALLERS)]
            outcomes = [pool.submit(outcome, one) for one in joined]
            end(execution)
            expected = error if name == "error" else name
            assert [one.result(LONG_S) for one in outcomes] == [expected] * CALLERS, name


async def test_a_cached_value_saves_the_execution_and_its_error_is_raised() -> None:
    flight, work = AsyncSingleFlight[str]("token", background=True), AsyncWork()
    assert await flight.run(work, cached=lambda: "cached", timeout_s=LONG_S) == "cached"

    def broken() -> str:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        await flight.run(work, cached=broken, timeout_s=LONG_S)
    work.may_end.set()
    assert await in_task(flight, work) == "result 1"


async def test_a_shared_result_that_does_not_fit_leads_to_another_execution() -> None:
    flight, work = AsyncSingleFlight[str]("token", background=True), AsyncWork()
    first = in_task(flight, work)
    await work.has_begun.wait()
    picky = asyncio.create_task(
        flight.run(work, cached=nothing, timeout_s=LONG_S, fits=lambda result: result != "result 1")
    )
    await settled()
    work.may_end.set()
    assert [await first, await picky] == ["result 1", "result 2"]


async def test_each_key_has_its_own_execution() -> None:
    flight, work = AsyncSingleFlight[str]("result", background=True), AsyncWork()
    tasks = [
        asyncio.create_task(flight.run(work, cached=nothing, timeout_s=LONG_S, key=key)) for key in "aab"
    ]
    await settled()
    work.may_end.set()
    assert sorted(await asyncio.gather(*tasks)) == ["result 1", "result 1", "result 2"]


async def test_a_fresh_execution_takes_the_place_of_an_earlier_one() -> None:
    flight = AsyncSingleFlight[str]("result", background=False)
    earlier, _ = flight.join_or_start("key")
    fresh, is_leader = flight.join_or_start("key", fresh=True)
    assert is_leader
    earlier.set_result("old")
    joined, is_leader = flight.join_or_start("key")
    assert (joined, is_leader) == (fresh, False)
    fresh.set_result("new")
    assert await joined.wait(None)
    assert (earlier.result(), joined.result(), len(flight)) == ("old", "new", 0)


# --- Timeouts and cancellation ---------------------------------------------------------------------------


async def test_each_task_waits_for_its_own_timeout_and_the_execution_goes_on() -> None:
    flight, work = AsyncSingleFlight[str]("token", background=True), AsyncWork()
    patient = in_task(flight, work, None)
    for timeout_s in (SHORT_S, 0.0, -1.0):
        with pytest.raises(DeadlineExceededError, match="no token came before the deadline"):
            await in_task(flight, work, timeout_s)
    work.may_end.set()
    assert await patient == "result 1"


async def test_a_timeout_error_of_the_work_is_not_taken_for_a_deadline() -> None:
    error = TimeoutError("theirs")
    flight, work = AsyncSingleFlight[str]("token", background=True), AsyncWork(error)
    work.may_end.set()
    with pytest.raises(TimeoutError) as caught:
        await in_task(flight, work)
    assert caught.value is error


async def test_in_the_background_an_execution_outlives_the_task_that_started_it() -> None:
    flight, work = AsyncSingleFlight[str]("token", background=True), AsyncWork()
    first, second = in_task(flight, work), in_task(flight, work)
    await work.has_begun.wait()
    first.cancel()
    await asyncio.wait([first])
    work.may_end.set()
    assert await second == "result 1"
    assert first.cancelled()


async def test_otherwise_another_task_takes_over_from_a_cancelled_one() -> None:
    flight, work = AsyncSingleFlight[str]("token", background=False), AsyncWork()
    tasks = [in_task(flight, work) for _ in range(3)]
    await work.has_begun.wait()
    tasks[0].cancel()
    await settled()
    work.may_end.set()
    assert await asyncio.gather(*tasks[1:]) == ["result 2", "result 2"]
    assert tasks[0].cancelled()


async def test_a_waiting_task_can_be_cancelled_alone() -> None:
    flight, work = AsyncSingleFlight[str]("token", background=False), AsyncWork()
    tasks = [in_task(flight, work) for _ in range(3)]
    await settled()
    tasks[1].cancel()
    await settled()
    work.may_end.set()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert [isinstance(result, asyncio.CancelledError) for result in results] == [False, True, False]
    assert work.count == 1


def test_another_thread_takes_over_from_an_interrupted_one() -> None:
    flight, work = SingleFlight[str]("token", background=False), Work(KeyboardInterrupt())

    def run() -> str:
        return flight.run(work, cached=nothing, timeout_s=LONG_S)

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(run)
        assert work.has_begun.wait(LONG_S)
        second = pool.submit(run)
        work.may_end.set()
        assert isinstance(first.exception(), KeyboardInterrupt)
        assert second.result() == "result 2"
    assert len(flight) == 0


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_background_work_that_exits_its_thread_does_not_leave_its_callers_waiting() -> None:
    flight, work = SingleFlight[str]("token", background=True), Work(SystemExit())
    work.may_end.set()
    with pytest.raises(DeadlineExceededError, match="was closed, or its work was cancelled"):
        flight.run(work, cached=nothing, timeout_s=LONG_S)
    assert flight.run(work, cached=nothing, timeout_s=LONG_S) == "result 2"
    flight.close()


def test_work_runs_in_a_thread_of_its_own_in_the_background_and_otherwise_in_that_of_its_caller() -> None:
    for background in (True, False):
        flight, work = SingleFlight[str]("token", background=background), Work()
        work.may_end.set()
        flight.run(work, cached=nothing, timeout_s=LONG_S)
        flight.close()
        assert (work.threads == [threading.current_thread()]) is not background


# --- The end: closing, event loops, forks, interrupts, the end of the program -----------------------------


async def test_closing_waits_for_an_execution_whose_callers_gave_up() -> None:
    before = asyncio.all_tasks()
    flight, work = AsyncSingleFlight[str]("token", background=True), AsyncWork()
    caller = in_task(flight, work)
    await work.has_begun.wait()
    caller.cancel()
    await asyncio.wait([caller])
    closing = asyncio.create_task(flight.aclose())
    await settled()
    assert not closing.done()
    work.may_end.set()
    await closing
    assert asyncio.all_tasks() == before


def test_closing_waits_for_the_executions_of_threads_that_began_at_the_same_moment() -> None:
    flight, first, second = SingleFlight[str]("token", background=True), Work(), Work()

    def start(work: Work) -> None:
        with suppress(DeadlineExceededError):
            flight.run(work, cached=nothing, timeout_s=0.0, key=work)

    other = threading.Thread(target=start, args=[second])

    def trace(frame: FrameType, _: str, __: object) -> None:
        # The first thread has read which executions are running, and has not stored that yet.
        if frame.f_code.co_name == "is_running":
            sys.settrace(None)
            other.start()
            other.join(0.1)

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        start(first)
    finally:
        sys.settrace(before)
    other.join()
    first.may_end.set()
    with ThreadPoolExecutor(1) as pool:
        closing = pool.submit(flight.close)
        try:
            with pytest.raises(TimeoutError):
                closing.result(0.1)
        finally:
            second.may_end.set()
        closing.result()


async def test_closing_cancels_an_execution_that_does_not_end_and_its_callers_are_not_cancelled() -> None:
    before = asyncio.all_tasks()
    flight, work = AsyncSingleFlight[str]("token", background=True), AsyncWork()
    caller = in_task(flight, work)
    await work.has_begun.wait()
    await flight.aclose(timeout_s=0.0)
    with pytest.raises(DeadlineExceededError, match="was closed, or its work was cancelled"):
        await caller
    assert asyncio.all_tasks() == before


async def test_closing_does_not_wait_forever_for_work_that_ignores_its_cancellation() -> None:
    flight, has_begun, may_end = (
        AsyncSingleFlight[str]("token", background=True),
        asyncio.Event(),
        asyncio.Event(),
    )

    async def stubborn() -> str:
        has_begun.set()
        while not may_end.is_set():
            try:
                await may_end.wait()
            except asyncio.CancelledError:
                continue
        return "ended"

    caller = asyncio.create_task(flight.run(stubborn, cached=nothing, timeout_s=LONG_S))
    await has_begun.wait()
    async with asyncio.timeout(LONG_S):
        await flight.aclose(timeout_s=0.0)
    may_end.set()
    assert await caller == "ended"


def test_one_object_belongs_to_one_event_loop_until_that_is_closed() -> None:
    flight = AsyncSingleFlight[str]("token", background=True)

    async def run() -> str:
        work = AsyncWork()
        work.may_end.set()
        return await in_task(flight, work)

    async def run_here_and_elsewhere() -> str:
        await run()
        with pytest.raises(ConfigError, match=r"one event loop.*make one per loop"):
            await asyncio.to_thread(asyncio.run, run())
        return await run()

    assert asyncio.run(run_here_and_elsewhere()) == "result 1"
    assert asyncio.run(run_here_and_elsewhere()) == "result 1"


def test_executions_of_another_event_loop_are_not_joined() -> None:
    flight = AsyncSingleFlight[str]("result", background=False)

    async def elsewhere() -> bool:
        return flight.join_or_start("key")[1]

    async def here() -> tuple[bool, bool, bool]:
        first = flight.join_or_start("key")[1]
        return first, await asyncio.to_thread(asyncio.run, elsewhere()), flight.join_or_start("key")[1]

    assert asyncio.run(here()) == (True, True, False)


class UnstartedThread(threading.Thread):
    """A thread that can not be started."""

    def start(self) -> None:
        raise RuntimeError("can't start new thread")


def test_an_interrupt_after_the_start_does_not_let_a_second_execution_begin(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    flight, work = SingleFlight[str]("token", background=True), Work()

    class InterruptedThread(threading.Thread):
        """A thread whose start is interrupted when its work has begun."""

        def start(self) -> None:
            super().start()
            assert work.has_begun.wait(LONG_S)
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(threading, "Thread", InterruptedThread)
        with pytest.raises(KeyboardInterrupt):
            flight.run(work, cached=nothing, timeout_s=LONG_S)
    with pytest.raises(DeadlineExceededError):
        flight.run(work, cached=nothing, timeout_s=SHORT_S)
    work.may_end.set()
    flight.close()
    assert flight.run(work, cached=nothing, timeout_s=LONG_S) == "result 2"
    flight.close()


def test_a_thread_that_can_not_start_leaves_nothing_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    flight, work = SingleFlight[str]("token", background=True), Work()
    work.may_end.set()
    with monkeypatch.context() as patched:
        patched.setattr(threading, "Thread", UnstartedThread)
        with pytest.raises(RuntimeError, match="can't start"):
            flight.run(work, cached=nothing, timeout_s=LONG_S)
    flight.close()
    assert flight.run(work, cached=nothing, timeout_s=LONG_S) == "result 1"
    flight.close()


class InterruptAtLine:
    """Raises KeyboardInterrupt before the line number `number` of single flight that this thread executes."""

    def __init__(self, number: int) -> None:
        self._left = number

    def __call__(self, frame: FrameType, event: str, _: object) -> "InterruptAtLine | None":
        if "/concurrency/" not in frame.f_code.co_filename:
            return None
        # No signal is handled between the end of a `with` block and its exit, but the line is traced again.
        line = linecache.getline(frame.f_code.co_filename, frame.f_lineno)
        if event == "line" and not line.lstrip().startswith("with "):
            self._left -= 1
            if self._left == 0:
                raise KeyboardInterrupt
        return self

    @property
    def is_done(self) -> bool:
        return self._left <= 0


@pytest.mark.parametrize("background", [True, False])
def test_an_interrupt_at_any_line_leaves_nothing_locked(background: bool) -> None:
    flight, number, interrupt = SingleFlight[str]("token", background=background), 0, InterruptAtLine(1)
    before = sys.gettrace()
    while number == 0 or interrupt.is_done:
        number += 1
        interrupt = InterruptAtLine(number)
        sys.settrace(interrupt)
        try:
            with suppress(KeyboardInterrupt):
                flight.run(lambda: "interrupted", cached=nothing, timeout_s=LONG_S)
        finally:
            sys.settrace(before)
        assert flight.run(lambda: "next", cached=nothing, timeout_s=LONG_S) in {"next", "interrupted"}
        flight.close()
        assert len(flight) == 0
    assert number > 30


FORKS_DURING_AN_EXECUTION = """
import os, threading
from seawall.runtime.concurrency._sync.single_flight import SingleFlight

flight, has_begun, may_end = SingleFlight("token", background=True), threading.Event(), threading.Event()

def work():
    has_begun.set()
    may_end.wait()
    return "parent"

run = lambda fn, timeout_s: flight.run(fn, cached=lambda: None, timeout_s=timeout_s)
first = threading.Thread(target=run, args=[work, None])
first.start()
has_begun.wait()
child = os.fork()
if child == 0:
    code = 1
    try:
        code = 0 if run(lambda: "child", 1.0) == "child" else 1
    finally:
        os._exit(code)
_, status = os.waitpid(child, 0)
may_end.set()
first.join()
print(os.waitstatus_to_exitcode(status))
"""
ENDS_DURING_AN_EXECUTION = """
import sys, time
from contextlib import suppress
from pathlib import Path
from types import FrameType
from seawall.core.errors import DeadlineExceededError
from seawall.runtime.concurrency._sync.single_flight import SingleFlight

def work():
    time.sleep(0.3)
    Path(sys.argv[1]).write_text("stored")
    return True

try:
    SingleFlight("token", background=True).run(work, cached=lambda: None, timeout_s=0.01)
except DeadlineExceededError:
    print("late")
"""
IMPORTS = """
import atexit, os, sys

hooks = []
atexit.register = lambda *_, **__: hooks.append(sys._getframe(1).f_globals["__name__"])
os.register_at_fork = lambda **_: hooks.append(sys._getframe(1).f_globals["__name__"])
import seawall.runtime.concurrency._sync.single_flight
print([name for name in hooks if name.startswith("seawall")], "asyncio" in sys.modules)
"""


def output_of(code: str, *arguments: str) -> str:
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=60.0,
    )
    return run.stdout.strip()


@needs_fork
def test_a_forked_process_does_not_wait_for_a_thread_of_its_parent() -> None:
    assert output_of(FORKS_DURING_AN_EXECUTION) == "0"


def test_the_end_of_the_program_waits_for_an_execution_whose_callers_gave_up(tmp_path: Path) -> None:
    file = tmp_path / "token"
    assert output_of(ENDS_DURING_AN_EXECUTION, str(file)) == "late"
    assert file.read_text() == "stored"


def test_importing_it_registers_no_hooks_and_imports_no_asyncio() -> None:
    assert output_of(IMPORTS) == "[] False"
