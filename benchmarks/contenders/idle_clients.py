"""Clients that were used once and are kept: the memory and the threads of each, in one process."""

import gc
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from benchmarks.harness.worker import Run
from benchmarks.peer_answers import ME_PATH

CLIENTS = 50
_TASKS = Path("/proc/self/task")
_STATUS = Path("/proc/self/status")


def _kept(use: Callable[[], object]) -> Run:
    """Report what each of some clients adds; `use` makes one, uses it once and returns it."""
    kept = [use(), use()]

    def run(_: int) -> Mapping[str, float]:
        before = _now()
        kept.extend(use() for _ in range(CLIENTS))
        after = _now()
        return {name: (after[name] - before[name]) / CLIENTS for name in before}

    return run


def _now() -> dict[str, float]:
    gc.collect()
    resident = next(line for line in _STATUS.read_text().splitlines() if line.startswith("VmRSS"))
    # The threads of a library in Rust are not those of Python.
    threads = len(list(_TASKS.iterdir())) if _TASKS.exists() else threading.active_count()
    return {"memory": float(resident.split()[1]), "threads": float(threads)}


@contextmanager
def seawall(url: str, transport: str) -> Iterator[Run]:
    """Clients of the platform SDK, each with a transport of its own."""
    from seawall import transports
    from seawall.sdks.platform import Client

    def use() -> object:
        client = Client(base_url=url, token="t", transport=getattr(transports, transport)())
        client.me(nocache=True)
        return client

    yield _kept(use)


@contextmanager
def httpx(url: str, module: str) -> Iterator[Run]:
    library = import_module(module)

    def use() -> object:
        client = library.Client()
        client.get(f"{url}{ME_PATH}")
        return client

    yield _kept(use)


@contextmanager
def requests(url: str) -> Iterator[Run]:
    from requests import Session

    def use() -> object:
        session = Session()
        session.get(f"{url}{ME_PATH}", timeout=30)
        return session

    yield _kept(use)


@contextmanager
def pyreqwest(url: str) -> Iterator[Run]:
    from pyreqwest.client import SyncClientBuilder

    def use() -> object:
        client = SyncClientBuilder().build()
        client.get(f"{url}{ME_PATH}").build().send()
        return client

    yield _kept(use)
