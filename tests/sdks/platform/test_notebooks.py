"""The platform SDK in a notebook: a bar for `wait`, and what handles and lists show."""

from collections.abc import Iterator

import pytest

from seawall.core.errors import NotSentError, UsageError
from seawall.sdks.platform import AsyncClient, Client, Run
from seawall.testing import AsyncFakeClock, FakeClock
from seawall.transports import AsyncMemoryTransport, MemoryTransport
from tests.runtime.notebook.kernel import KernelShell, Shell, html_of, running
from tests.sdks.platform.wire import RUN_ID, Platform, Route, reply, run, statistics

PATH = f"GET /api/v1/runs/{RUN_ID}"


@pytest.fixture
def kernel() -> Iterator[Shell]:
    with running(KernelShell) as shell:
        yield shell


def texts(shell: Shell) -> list[str]:
    return [output["data"]["text/plain"] for output in shell.shown]


def client_of(routes: list[Route]) -> Client:
    transport = MemoryTransport(Platform({PATH: routes}))
    return Client(base_url="http://platform.test", token="t", transport=transport, clock=FakeClock())


def async_client_of(routes: list[Route]) -> AsyncClient:
    transport = AsyncMemoryTransport(Platform({PATH: routes}))
    clock = AsyncFakeClock()
    return AsyncClient(base_url="http://platform.test", token="t", transport=transport, clock=clock)


def routes() -> list[Route]:
    begun = reply(run("PROCESSING", statistics=statistics(total=3, succeeded=1)))
    return [begun, NotSentError("gone."), reply(run(statistics=statistics(total=3, succeeded=3)))]


OUTAGE = "No response for 0 s; the wait goes on for 60 s more. GET /v1/runs/{run_id}: gone."
SHOWN = [
    f"run {RUN_ID}: PROCESSING, 1 of 3 done, 0 s",
    f"run {RUN_ID}: PROCESSING, 1 of 3 done, 0 s. {OUTAGE}",
    f"run {RUN_ID}: TERMINATED, 3 of 3 done, 0 s",
    f"run {RUN_ID}: TERMINATED, 3 of 3 done, 0 s",
]


def test_wait_shows_its_progress_and_outages(kernel: Shell) -> None:
    seen: list[Run] = []
    client_of(routes()).run(RUN_ID).wait(on_progress=seen.append)
    assert texts(kernel) == SHOWN
    assert len(seen) == 2
    assert "2 pending, 1 succeeded" in kernel.shown[0]["data"]["text/html"]


async def test_an_async_wait_does_so_too(kernel: Shell) -> None:
    await async_client_of(routes()).run(RUN_ID).wait()
    assert texts(kernel) == SHOWN


def test_an_argument_or_the_setting_switches_it_off(kernel: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    client_of(routes()).run(RUN_ID).wait(show_progress=False)
    monkeypatch.setenv("SEAWALL_PLATFORM_SHOW_PROGRESS", "false")
    client_of(routes()).run(RUN_ID).wait()
    assert kernel.shown == []
    client_of(routes()).run(RUN_ID).wait(show_progress=True)
    assert texts(kernel) == SHOWN


def test_a_handle_shows_its_id_and_sends_nothing() -> None:
    client = client_of([])
    html = html_of(client.run(RUN_ID))
    assert RUN_ID in html
    assert "wait()" in html
    assert repr(client.run(RUN_ID)) == f"RunHandle({RUN_ID})"


async def test_a_handle_that_is_awaited_says_what_to_await() -> None:
    for handle in (client_of([]).run(RUN_ID), async_client_of([]).run(RUN_ID)):
        with pytest.raises(UsageError, match=r"is a handle: .* methods, such as `details\(\)`"):
            await handle  # type: ignore[misc]
