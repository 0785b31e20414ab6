"""Submissions of many clients at once: one transaction for those that wait, an error for the run at fault."""

import asyncio
import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from benchmarks.more.http_load import Load, send
from seawall.local import platform as local_platform
from seawall.local.platform import PlatformSettings
from seawall.local.platform.processing.submissions import NewRun, Submissions
from seawall.local.platform.store.tables import Run
from seawall.local.serving.database import DatabaseBusyError, StorageError
from tests.local.platform.client import PlatformClient, item_of_test_app


class Store:
    """Stores the names of runs; the first transaction waits until `is_free`. A name may be refused."""

    def __init__(self, refused: dict[str, Exception]) -> None:
        self.transactions: list[list[str]] = []
        self.is_free = threading.Event()
        self._refused = refused

    @contextmanager
    def write(self) -> Iterator[Any]:
        yield None

    def store(self, _session: object, runs: Sequence[NewRun]) -> None:
        assert self.is_free.wait(10)
        names = [new.run.application_id for new in runs]
        self.transactions.append(names)
        for name in names:
            if name in self._refused:
                raise self._refused[name]


def stored_together(names: Sequence[str], refused: dict[str, Exception]) -> tuple[Store, list[object]]:
    """Add runs while the first one is being stored; the results of all."""
    store = Store(refused)
    submissions = Submissions(store.write, store.store)

    async def add_all() -> list[object]:
        runs = [Run(application_id=name) for name in names]
        results = [asyncio.ensure_future(submissions.add(run, [])) for run in runs]
        await asyncio.sleep(0)  # all have begun
        store.is_free.set()
        return list(await asyncio.gather(*results, return_exceptions=True))

    results = asyncio.run(add_all())
    submissions.stop()
    return store, results


def test_runs_that_wait_are_stored_in_one_transaction() -> None:
    names = [str(number) for number in range(50)]
    store, results = stored_together(names, {})
    assert results == [None] * 50
    assert [name for transaction in store.transactions for name in transaction] == names
    assert len(store.transactions) <= 2  # the first may have been taken before the others came


def test_the_fault_of_one_run_fails_that_one_only() -> None:
    fault = ValueError("its fault")
    _, results = stored_together(["a", "b", "c"], {"b": fault})
    assert results == [None, fault, None]


def test_a_busy_database_is_not_asked_again_for_each_run() -> None:
    store, results = stored_together(["a", "b", "c"], dict.fromkeys("abc", DatabaseBusyError("busy")))
    assert all(isinstance(each, StorageError) for each in results)
    assert len(store.transactions) <= 2


@pytest.mark.slow
def test_64_clients_submit_at_once_without_an_error_and_each_run_is_there_once(
    settings: PlatformSettings,
) -> None:
    import httpx2

    clients, times = 64, 3
    with local_platform.running(settings) as url, httpx2.Client(base_url=url) as http:
        platform = PlatformClient(http)
        token = platform.tokens()["access_token"]
        http.headers["Authorization"] = f"Bearer {token}"
        body = json.dumps({"application_id": "test-app", "items": [item_of_test_app("a")]})
        sent = asyncio.run(send(Load(f"{url}/api/v1/runs", token, clients, times, body)))
        assert sent.statuses == {"201": clients * times}, sent.bodies
        listed = [run for page in (1, 2) for run in platform.get("/runs", page=page, page_size=100).json()]
    submitted = [json.loads(answer)["run_id"] for answer in sent.bodies]
    assert sorted(run["run_id"] for run in listed) == sorted(submitted)
    assert len(set(submitted)) == clients * times
    assert {run["statistics"]["item_count"] for run in listed} == {1}
