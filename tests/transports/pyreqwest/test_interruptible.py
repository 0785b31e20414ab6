import gc
import threading

import pytest

from seawall.transports.pyreqwest.interruptible_calls import Calls

MAIN = threading.main_thread()


def workers() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread.name == "seawall-pyreqwest"}


def test_calls_of_the_main_thread_run_in_one_other_thread() -> None:
    calls = Calls()
    made = {calls.run(threading.current_thread, 60.0, 60.0) for _ in range(3)}
    assert len(made) == 1
    assert MAIN not in made
    calls.close()


def test_calls_of_other_threads_run_in_those_threads() -> None:
    calls, made = Calls(), []
    thread = threading.Thread(target=lambda: made.append(calls.run(threading.current_thread, 60.0, 60.0)))
    thread.start()
    thread.join()
    assert made == [thread]


def test_an_error_is_raised_and_the_thread_is_reused() -> None:
    calls = Calls()
    before = calls.run(threading.current_thread, 60.0, 60.0)
    with pytest.raises(ZeroDivisionError):
        calls.run(lambda: 1 // 0, 60.0, 60.0)
    assert calls.run(threading.current_thread, 60.0, 60.0) is before
    calls.close()


def test_close_ends_the_thread() -> None:
    before = workers()
    calls = Calls()
    calls.run(int, 60.0, 60.0)
    # Threads of earlier tests may end meanwhile.
    assert len(workers() - before) == 1
    calls.close()
    calls.close()
    assert workers() <= before


def test_no_thread_starts_after_close() -> None:
    before = workers()
    calls = Calls()
    calls.close()
    assert calls.run(threading.current_thread, 60.0, 60.0) is MAIN
    assert workers() <= before


def test_deleting_the_calls_ends_the_thread() -> None:
    calls = Calls()
    thread = calls.run(threading.current_thread, 60.0, 60.0)
    del calls
    gc.collect()
    thread.join(30.0)
    assert not thread.is_alive()
