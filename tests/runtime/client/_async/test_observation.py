"""`health`, `stats`, `reset_metrics` and `clear_cache` of a client."""

import pytest

from seawall.core.errors import InputError, LoginRequiredError, NotSentError
from seawall.core.http.message import Request, Response
from seawall.testing import AsyncFakeClock, AsyncMemoryTransport, Script, json_response
from tests.runtime.client._async.toys import AsyncToyClient
from tests.runtime.toy_sdk import URL

TOY = json_response(200, {"toy": 7})


def client_of(*steps: Response | BaseException, clock: AsyncFakeClock | None = None) -> AsyncToyClient:
    return AsyncToyClient(AsyncMemoryTransport(Script(*steps)), clock=clock)


async def test_a_healthy_api_answers_for_a_user() -> None:
    # The second one is not from the cache.
    client = client_of(TOY, TOY)
    for _ in range(2):
        health = await client.toys.health()
        assert (health.status, health.is_healthy, health.user_id, health.error) == ("healthy", True, 7, None)
        assert health.at.isoformat() == "2023-11-14T22:13:20+00:00"


@pytest.mark.parametrize(
    ("step", "fault"),
    [
        (NotSentError("no route."), "no route"),
        (Response(503), "503"),
        (Response(200, {"content-type": "application/json"}, b"["), "invalid JSON"),
        (ZeroDivisionError("secret"), "of type ZeroDivisionError"),
    ],
)
async def test_an_unhealthy_api_is_told_at_once_and_raises_nothing(step: BaseException, fault: str) -> None:
    clock = AsyncFakeClock()
    health = await client_of(step, clock=clock).toys.health()
    assert (health.status, health.user_id, clock.sleeps_s) == ("unhealthy", None, [])
    assert fault in (health.error or "")
    assert "secret" not in (health.error or "")


def logged_out_client(*answers: Response | BaseException) -> tuple[AsyncToyClient, AsyncMemoryTransport]:
    def token() -> str:
        raise LoginRequiredError("You are not logged in. Log in.")

    transport = AsyncMemoryTransport(Script(*answers))
    return AsyncToyClient(transport, tokens=token), transport


async def test_a_server_that_answers_a_caller_without_a_login_is_reachable() -> None:
    # The second one asks for no token.
    for answer in (Response(401), Response(403), TOY):
        client, transport = logged_out_client(answer)
        health = await client.toys.health()
        assert (health.status, health.is_reachable, health.is_healthy) == ("not_logged_in", True, False)
        assert health.error == "You are not logged in. Log in."
        (request,) = transport.requests
        assert "authorization" not in request.headers
        assert client.cache.statistics.size == 0


async def test_a_login_that_the_server_rejects_is_told_apart_from_a_server_that_fails() -> None:
    health = await client_of(Response(401)).toys.health()
    assert (health.status, health.is_reachable) == ("not_logged_in", True)
    assert "401" in (health.error or "")


async def test_a_server_that_does_not_answer_is_unhealthy_without_a_login_too() -> None:
    for answer, fault in ((NotSentError("no route."), "no route"), (Response(503), "503")):
        client, _ = logged_out_client(answer)
        health = await client.toys.health()
        assert (health.status, health.is_reachable) == ("unhealthy", False)
        assert fault in (health.error or "")


async def test_the_response_time_is_measured_and_bounded() -> None:
    clock = AsyncFakeClock()

    def slow(request: Request) -> Response:
        clock.advance(0.25)
        return TOY

    transport = AsyncMemoryTransport(slow)
    client = AsyncToyClient(transport, clock=clock)
    assert (await client.toys.health(timeout_s=2.0)).response_time_s == pytest.approx(0.25)
    assert transport.timeouts_s == [2.0]
    with pytest.raises(InputError, match="timeout_s"):
        await client.toys.health(timeout_s=-1)


async def test_stats_count_calls_errors_and_statuses_of_copies_too() -> None:
    clock = AsyncFakeClock(random=0.0)
    client = client_of(TOY, Response(503), TOY, Response(404), clock=clock)
    copy = client.with_options(attempts=2)
    await client.toys.get()
    await copy.toys.get()
    await copy.toys.get(nocache=True)
    with pytest.raises(Exception, match="404"):
        await client.toys.get(nocache=True)
    clock.advance(120.0 - (clock.now_s - 1000.0))
    calls = client.stats().calls
    assert (calls.uptime_s, calls.calls, calls.requests, calls.errors) == (120.0, 4, 4, 1)
    assert (calls.error_rate, calls.requests_per_minute, calls.cache_hit_rate) == (0.25, 2.0, 0.25)
    assert calls.statuses == {"200": 2, "404": 1}
    assert copy.stats() == client.stats()


async def test_stats_show_the_cache_and_clear_it() -> None:
    client = client_of(TOY, TOY)
    await client.toys.get()
    await client.toys.get()
    cache = client.stats().cache
    assert (cache.size, cache.max_size, cache.hits, cache.misses, cache.hit_rate) == (1, 1024, 1, 1, 0.5)
    assert await client.clear_cache() == 1
    await client.toys.get()
    assert client.stats().cache.size == 1


async def test_stats_show_the_limit_that_all_calls_share() -> None:
    client = client_of(TOY)
    await client.toys.get()
    (limit,) = client.stats().limits
    assert (limit.kind, limit.used, limit.most, limit.per_s, limit.waiting) == ("all", 1, 50, 1.0, 0)
    assert limit.percentage == pytest.approx(2.0)


async def test_stats_show_the_settings_without_secrets() -> None:
    stats = client_of().stats()
    assert stats.settings["base_url"] == f"{URL}/deep"
    assert stats.settings["token"] == "**********"
    assert "s3cret" not in str(stats) + stats.to_json()


async def test_reset_metrics_counts_from_zero() -> None:
    clock = AsyncFakeClock()
    client = client_of(TOY, clock=clock)
    assert client.stats().calls.requests_per_minute == 0.0
    await client.toys.get()
    clock.advance(30.0)
    client.reset_metrics()
    calls = client.stats().calls
    assert (calls.calls, calls.uptime_s, calls.error_rate, calls.cache_hit_rate) == (0, 0.0, 0.0, 0.0)
    assert client.stats().cache.misses == 1
