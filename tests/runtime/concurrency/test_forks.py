"""A forked child does not wait for threads of its parent, which it does not have."""

import gc
import os
import signal
from collections.abc import Callable
from threading import Event, Thread

import pytest

from seawall.core.cache.keys import ALL_READS
from seawall.core.engine.policy import RateLimit
from seawall.runtime import Limiter, MemoryCacheStore, MemoryTokenStore
from seawall.runtime.concurrency._sync.clock import SystemClock
from seawall.runtime.concurrency.forks import in_forked_children

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="This system has no fork."),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]

ONE = RateLimit(most=1, per_s=1000.0)
FAR = 1e9


def is_true_in_a_child(check: Callable[[], bool]) -> bool:
    """Fork this process, and return whether `check` returns True there within 20 s."""
    child = os.fork()
    if child == 0:
        signal.alarm(20)
        passed = False
        try:
            passed = check()
        finally:
            os._exit(0 if passed else 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_child_does_not_queue_behind_callers_of_its_parent() -> None:
    sleeping, go_on = Event(), Event()

    def sleep(_: float) -> None:
        sleeping.set()
        go_on.wait(30.0)

    now_s = [0.0]
    limiter = Limiter(clock=SystemClock(monotonic=lambda: now_s[0], sleep=sleep))
    limiter.acquire("api", ONE, FAR)
    thread = Thread(target=limiter.acquire, args=("api", ONE, FAR))
    thread.start()
    assert sleeping.wait(30.0)

    def acquires_when_it_may() -> bool:
        usage = limiter.usage("api", ONE)
        now_s[0] = 2000.0
        limiter.acquire("api", ONE, FAR)
        return (usage.used, usage.waiting) == (1, 0)

    assert is_true_in_a_child(acquires_when_it_may)
    now_s[0] = 2000.0
    go_on.set()
    thread.join(30.0)


def test_a_lock_that_the_parent_holds_is_free_in_a_child() -> None:
    locked, go_on = Event(), Event()
    blocks = [True]

    def monotonic() -> float:
        # The limiter reads the clock while it holds its lock.
        if blocks.pop() if blocks else False:
            locked.set()
            go_on.wait(30.0)
        return 0.0

    limiter = Limiter(clock=SystemClock(monotonic=monotonic))
    thread = Thread(target=limiter.acquire, args=("api", ONE, FAR))
    thread.start()
    assert locked.wait(30.0)
    assert is_true_in_a_child(lambda: limiter.usage("api", ONE).waiting == 0)
    go_on.set()
    thread.join(30.0)


def test_a_renewal_of_the_parent_does_not_lock_the_store_of_a_child() -> None:
    store = MemoryTokenStore()
    release = store.try_lock()
    assert release
    assert is_true_in_a_child(lambda: store.try_lock() is not None)
    assert store.try_lock() is None
    release()


def test_a_write_of_the_parent_does_not_keep_a_resource_out_of_the_cache_of_a_child() -> None:
    store = MemoryCacheStore(max_entries=1)
    store.begin_write(frozenset({ALL_READS}))

    def begins_and_ends_a_write() -> bool:
        store.begin_write(frozenset({ALL_READS}))
        store.end_write(frozenset({ALL_READS}), "")
        return store.clear(None) == 0

    assert is_true_in_a_child(begins_and_ends_a_write)


def test_an_object_is_told_of_a_fork_as_long_as_it_lives() -> None:
    told: list[str] = []

    class Part:
        def __init__(self, name: str) -> None:
            self.name = name
            in_forked_children(self.start_anew)

        def start_anew(self) -> None:
            told.append(self.name)

    kept, dropped = Part("kept"), Part("dropped")
    del dropped
    assert is_true_in_a_child(lambda: told == ["kept"])
    assert told == []
    assert kept.name == "kept"


def test_what_is_called_in_children_is_not_kept_alive() -> None:
    class Owner:
        def start_anew(self) -> None:
            """Do nothing."""

    owner = Owner()
    before = len(gc.get_referrers(vars(Owner)["start_anew"]))
    in_forked_children(owner.start_anew)
    # The interpreter keeps the hook until its end. It would keep the function, and all modules that it uses.
    assert len(gc.get_referrers(vars(Owner)["start_anew"])) == before
    assert owner is not None
