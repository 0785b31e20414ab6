"""Waiting for a run: progress, timeouts, outages and interrupts."""

import pytest

from seawall.core.errors import DecodeError, InputError, NotSentError, ServerStatusError, WaitTimeoutError
from seawall.core.http.message import Response
from seawall.sdks.platform import AsyncClient, Outage, RunData
from seawall.testing import AsyncFakeClock
from seawall.transports import AsyncMemoryTransport
from tests.sdks.platform.wire import RUN_ID, Platform, Route, reply, run

PATH = f"GET /api/v1/runs/{RUN_ID}"
HTML = Response(200, {"content-type": "text/html"}, b"<html>Maintenance</html>")


def client_of(routes: list[Route], clock: AsyncFakeClock) -> AsyncClient:
    return AsyncClient(
        base_url="http://platform.test",
        token="t",
        transport=AsyncMemoryTransport(Platform({PATH: routes})),
        clock=clock,
    )


async def test_wait_returns_the_finished_run_and_reports_each_poll() -> None:
    looks: list[RunData] = []
    clock = AsyncFakeClock()
    client = client_of([reply(run("PENDING")), reply(run("PROCESSING")), reply(run())], clock)
    ended = await client.run(RUN_ID).wait(on_progress=looks.append)
    assert ended.is_terminated
    assert [seen.state for seen in looks] == ["PENDING", "PROCESSING", "TERMINATED"]
    assert clock.sleeps_s == [0.25, 0.375]


async def test_wait_times_out_and_the_error_has_the_run() -> None:
    clock = AsyncFakeClock()
    client = client_of([reply(run("PROCESSING"))], clock)
    with pytest.raises(WaitTimeoutError, match="It is still running"):
        await client.run(RUN_ID).wait(timeout_s=60)
    assert sum(clock.sleeps_s) == pytest.approx(60)


async def test_a_poll_has_no_more_time_than_the_wait() -> None:
    clock, platform = AsyncFakeClock(), Platform({PATH: reply(run("PROCESSING"))})
    transport = AsyncMemoryTransport(platform)
    client = AsyncClient(base_url="http://platform.test", token="t", transport=transport, clock=clock)
    with pytest.raises(WaitTimeoutError):
        await client.run(RUN_ID).wait(timeout_s=0.5)
    assert transport.timeouts_s == pytest.approx([0.5, 0.25, 0.1])


async def test_a_short_outage_does_not_end_the_wait() -> None:
    client = client_of([reply(run("PROCESSING")), NotSentError("gone."), reply(run())], AsyncFakeClock())
    assert (await client.run(RUN_ID).wait()).is_terminated


async def test_an_outage_is_told_at_its_first_failed_request() -> None:
    outages: list[Outage] = []
    clock, gone = AsyncFakeClock(), NotSentError("gone.")
    # The first read is retried by the engine, as every read; later ones by the wait, which tells each.
    client = client_of([gone, reply(run("PROCESSING")), gone, Response(503), reply(run())], clock)
    assert (await client.run(RUN_ID).wait(on_outage=outages.append)).is_terminated
    assert [(type(each.error).__name__, each.failed_polls) for each in outages] == [
        ("NotSentError", 1),
        ("ServerStatusError", 2),
    ]
    assert clock.sleeps_s[1:] == [0.25, 0.375, 0.5625]


async def test_a_long_outage_ends_the_wait_with_its_error() -> None:
    client = client_of([reply(run("PROCESSING")), NotSentError("gone.")], AsyncFakeClock())
    with pytest.raises(NotSentError, match="gone"):
        await client.run(RUN_ID).wait()


@pytest.mark.parametrize(
    ("odd", "error", "words"),
    [
        (HTML, DecodeError, "HTML"),
        (
            Response(200, {"content-type": "application/json"}, b'{"run_id": "6f1e'),
            DecodeError,
            "invalid JSON",
        ),
        (reply({"run_id": RUN_ID}), DecodeError, "field .* does not match the spec"),
        (Response(520, {"content-type": "text/html"}, b"<html>520</html>"), ServerStatusError, "520"),
    ],
)
async def test_an_invalid_response_is_a_typed_error(
    odd: Response, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words) as caught:
        await client_of([odd], AsyncFakeClock()).run(RUN_ID).wait()
    assert f"GET /v1/runs/{RUN_ID}" in str(caught.value)


async def test_a_wall_clock_that_is_an_hour_off_changes_nothing() -> None:
    for wall in (0.0, 4e9):
        clock = AsyncFakeClock(wall_s=wall)
        client = client_of([reply(run("PROCESSING")), reply(run())], clock)
        assert (await client.run(RUN_ID).wait(timeout_s=1)).is_terminated


async def test_an_interrupt_ends_the_wait() -> None:
    def interrupt(_: RunData) -> None:
        raise KeyboardInterrupt

    client = client_of([reply(run("PROCESSING"))], AsyncFakeClock())
    with pytest.raises(KeyboardInterrupt):
        await client.run(RUN_ID).wait(on_progress=interrupt)


@pytest.mark.parametrize("timeout_s", [0.0, -1.0, float("nan"), float("inf")])
async def test_an_invalid_timeout_is_an_error(timeout_s: float) -> None:
    with pytest.raises(InputError, match=f"time to wait for run {RUN_ID} is"):
        await client_of([reply(run())], AsyncFakeClock()).run(RUN_ID).wait(timeout_s=timeout_s)
