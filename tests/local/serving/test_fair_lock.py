"""Lock that threads get in the order in which they ask for it."""

import threading

import pytest

from seawall.local.serving.fair_lock import FairLock
from tests.local.platform.client import wait_until


def test_threads_get_the_lock_in_the_order_in_which_they_ask() -> None:
    lock, order = FairLock(), list[int]()

    def take(number: int) -> None:
        with lock:
            order.append(number)

    threads = [threading.Thread(target=take, args=(number,)) for number in range(8)]
    with lock:
        for number, thread in enumerate(threads, 1):
            thread.start()
            wait_until(lambda number=number: lock.waiting == number)  # type: ignore[misc]
    for thread in threads:
        thread.join()
    assert order == list(range(8))
    with lock:  # free again
        assert order


def test_an_exception_frees_the_lock() -> None:
    lock = FairLock()
    with pytest.raises(RuntimeError), lock:
        raise RuntimeError
    with lock:
        assert lock.waiting == 0


def test_a_thread_that_waited_too_long_gives_up_and_the_lock_stays_usable() -> None:
    lock = FairLock(timeout_s=0.01)
    failed = list[BaseException]()

    def take() -> None:
        try:
            with lock:
                pass
        except TimeoutError as error:
            failed.append(error)

    thread = threading.Thread(target=take)
    with lock:
        thread.start()
        thread.join()
        assert (len(failed), lock.waiting) == (1, 0)
    with lock:
        assert lock.waiting == 0
