"""The methods of the older client, over a memory transport."""

import json
from typing import Any

import pytest

from seawall.core import errors as ours
from seawall.core.http.message import Request, Response
from seawall.sdks.agents.compat import (
    AsyncCodegenClient,
    AuthenticationError,
    BulkOperationError,
    ClientConfig,
    CodegenAPIError,
    ConflictError,
    NetworkError,
    NotFoundError,
    RateLimitError,
    ServerError,
    TimeoutError,  # noqa: A004
    ValidationError,
)
from seawall.testing import AsyncFakeClock, AsyncMemoryTransport, Script, json_response
from tests.sdks.agents.wire import TOKEN, USER, run_json

pytestmark = pytest.mark.usefixtures("_log_level")


def page(*items: object, total: int | None = None) -> Response:
    body = {"items": list(items), "total": total or len(items), "page": 1, "size": 100, "pages": 1}
    return json_response(200, body)


def client_of(
    *steps: Response | BaseException, clock: AsyncFakeClock | None = None, max_retries: int = 0, **config: Any
) -> AsyncCodegenClient:
    return AsyncCodegenClient(
        ClientConfig(TOKEN, max_retries=max_retries, **config),
        transport=AsyncMemoryTransport(Script(*steps)),
        clock=clock or AsyncFakeClock(),
    )


async def test_a_run_has_the_names_of_the_api() -> None:
    run = await client_of(
        json_response(200, run_json(3, created_at="2025-06-21 11:20:04.338398", github_pull_requests=None))
    ).create_agent_run(323, "Do it.", metadata={"cost": 1.5})
    assert (run.id, run.organization_id, run.status, run.created_at) == (
        3,
        1,
        "ACTIVE",
        "2025-06-21 11:20:04.338398",
    )
    assert (run.result, run.github_pull_requests, run.metadata) == (None, (), None)


async def test_the_wait_ends_on_the_words_of_the_real_api() -> None:
    clock = AsyncFakeClock()
    steps = [json_response(200, run_json(3, status=status)) for status in ("ACTIVE", "ACTIVE", "COMPLETE")]
    run = await client_of(*steps, clock=clock).wait_for_completion(323, 3)
    assert run.status == "COMPLETE"
    slow = client_of(*[json_response(200, run_json(3))] * 9, clock=clock)
    with pytest.raises(TimeoutError) as caught:
        await slow.wait_for_completion(323, 3, poll_interval=1.0, timeout=3.0)
    assert caught.value.status_code == 408
    assert isinstance(caught.value.__cause__, ours.WaitTimeoutError)


@pytest.mark.parametrize(
    ("step", "kind", "status"),
    [
        (Response(400), CodegenAPIError, 400),
        (Response(401), AuthenticationError, 401),
        (Response(404), NotFoundError, 404),
        (Response(408), TimeoutError, 408),
        (Response(409), ConflictError, 409),
        (Response(503), ServerError, 503),
        (ours.NotSentError("no route."), NetworkError, 0),
        (ours.AttemptTimeoutError("too slow."), TimeoutError, 408),
        (Response(200, {"content-type": "text/html"}, b"<html>"), CodegenAPIError, 0),
    ],
)
async def test_errors_have_the_older_classes_and_ours_as_the_cause(
    step: Response | BaseException, kind: type[CodegenAPIError], status: int
) -> None:
    with pytest.raises(CodegenAPIError) as caught:
        await client_of(step).get_agent_run(1, 2)
    assert type(caught.value) is kind
    assert (caught.value.status_code, caught.value.message) == (status, str(caught.value))
    assert isinstance(caught.value.__cause__, ours.SeawallError)


async def test_a_rate_limit_error_says_when_to_go_on() -> None:
    body = {"message": "Rate limit exceeded.", "status_code": 429}
    headers = {"retry-after": "7", "x-request-id": "r-1"}
    for sent, retry_after in ((headers, 7), ({}, 60)):
        with pytest.raises(RateLimitError) as caught:
            await client_of(json_response(429, body, headers=sent)).get_agent_run(1, 2)
        assert (caught.value.retry_after, caught.value.response_data) == (retry_after, body)
    assert caught.value.request_id is None


@pytest.mark.parametrize(
    ("field", "arguments"),
    [
        ("prompt", {"prompt": " "}),
        ("prompt", {"prompt": "x" * 50_001}),
        ("images", {"prompt": "x", "images": ["data:image/png;base64,AA=="] * 11}),
    ],
)
async def test_a_run_is_checked_before_anything_is_sent(field: str, arguments: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        await client_of().create_agent_run(1, **arguments)
    assert list(caught.value.field_errors) == [field]
    with pytest.raises(ValidationError):
        await client_of().resume_agent_run(1, 2, **arguments)


@pytest.mark.parametrize(("field", "value"), [("skip", -1), ("limit", 0), ("limit", 101)])
async def test_a_page_is_checked_before_anything_is_sent(field: str, value: int) -> None:
    client, arguments = client_of(), dict[str, Any]({field: value})
    with pytest.raises(ValidationError) as caught:
        await client.get_users(1, **arguments)
    assert list(caught.value.field_errors) == [field]
    with pytest.raises(ValidationError):
        await client.list_agent_runs(1, **arguments)
    with pytest.raises(ValidationError):
        await client.get_organizations(**arguments)
    with pytest.raises(ValidationError):
        await client.get_agent_run_logs(1, 2, **arguments)


async def test_lists_are_pages_with_the_names_of_the_api() -> None:
    organization = {"id": 1, "name": "Local", "settings": {}}
    log = {"agent_run_id": 2, "created_at": None, "message_type": "ACTION", "tool_name": "bash"}
    logs = {"id": 2, "organization_id": 1, "logs": [log], "total_logs": 1, "page": 1, "size": 100, "pages": 1}
    client = client_of(page(USER), page(organization), page(run_json(2)), json_response(200, logs))
    assert [user.github_username for user in (await client.get_users(1)).items] == ["ada"]
    assert [each.name for each in (await client.get_organizations()).items] == ["Local"]
    runs = await client.list_agent_runs(1, user_id=7, source_type="API", skip=0, limit=10)
    assert ([run.id for run in runs.items], runs.total) == ([2], 1)
    answer = await client.get_agent_run_logs(1, 2)
    assert (answer.total_logs, [each.tool_name for each in answer.logs]) == (1, ["bash"])


async def test_streams_read_all_pages() -> None:
    first = [run_json(number) for number in range(100)]
    client = client_of(page(*first, total=101), page(run_json(100), total=101), page(USER))
    assert [run.id async for run in client.stream_all_agent_runs(1)] == list(range(101))
    assert [user.id async for user in client.stream_users(1)] == [7]
    with pytest.raises(ValidationError, match="disabled"):
        [run async for run in client_of(enable_streaming=False).stream_all_agent_runs(1)]


async def test_bulk_results_keep_their_order_and_report() -> None:
    def respond(request: Request) -> Response:
        if request.method == "POST":
            return json_response(200, run_json(len(json.loads(request.body)["prompt"])))  # type: ignore[arg-type]
        number = int(request.url.rpartition("/")[2])
        found = {**USER, "id": number} if "/users/" in request.url else run_json(number)
        return json_response(404, {}) if number == 2 else json_response(200, found)

    client = AsyncCodegenClient(
        ClientConfig(TOKEN), transport=AsyncMemoryTransport(respond), clock=AsyncFakeClock()
    )
    seen: list[tuple[int, int]] = []
    runs = await client.bulk_get_agent_runs(1, [3, 2, 1], lambda done, total: seen.append((done, total)))
    assert ([run.id for run in runs.results], seen[-1]) == ([3, 1], (3, 3))
    assert (runs.total_items, runs.successful_items, runs.failed_items) == (3, 2, 1)
    assert [(each["index"], each["item"], each["error_type"]) for each in runs.errors] == [
        (1, 2, "NotFoundError")
    ]
    assert runs.success_rate == pytest.approx(2 / 3)
    assert [user.id for user in (await client.bulk_get_users(1, [9, 8])).results] == [9, 8]
    created = await client.bulk_create_agent_runs(1, [{"prompt": "xx"}, {"prompt": ""}, {"prompt": "x"}])
    assert [run.id for run in created.results] == [2, 1]
    assert created.errors[0]["error_type"] == "ValidationError"
    with pytest.raises(BulkOperationError, match="disabled"):
        await client_of(enable_bulk_operations=False).bulk_get_users(1, [1])


async def test_health_and_stats_are_dicts() -> None:
    client = client_of(*[json_response(200, USER)] * 4, Response(401))
    assert await client.health_check() == {
        "status": "healthy",
        "timestamp": "2023-11-14T22:13:20+00:00",
        "response_time_seconds": 0.0,
        "user_id": 7,
    }
    await client.get_user(1, 7)
    await client.get_user_cached(1, 7)
    stats: Any = client.get_stats()
    assert stats["metrics"]["status_code_distribution"] == {200: 2}
    assert stats["metrics"]["total_requests"] == 3
    assert stats["rate_limiter"]["current_requests"] == 2
    assert stats["cache"]["ttl_seconds"] == 300
    assert TOKEN not in str(stats)
    await client.clear_cache()
    assert client.cache is not None
    assert client.cache.get_stats()["size"] == 0
    client.reset_metrics()
    assert client.metrics is not None
    assert client.metrics.get_stats()["total_requests"] == 0
    await client.get_current_user()
    await client.get_user_cached(1, 7)
    unhealthy = await client.health_check()
    assert unhealthy.keys() == {"status", "timestamp", "error"}
    await client.close()


async def test_parts_can_be_turned_off() -> None:
    client = client_of(enable_caching=False, enable_webhooks=False, enable_metrics=False)
    assert (client.cache, client.webhook_handler, client.metrics) == (None, None, None)
    stats = client.get_stats()
    assert (stats["cache"], stats["metrics"]) == (None, None)


async def test_the_limit_of_the_configuration_and_the_budget_of_creates_both_hold() -> None:
    clock = AsyncFakeClock()
    steps = [json_response(200, run_json(1))] * 17
    client = client_of(*steps, clock=clock, rate_limit_requests_per_period=5, rate_limit_period_seconds=30)
    for _ in range(6):
        await client.get_agent_run(1, 1)
    assert clock.now_s == pytest.approx(1030.0)
    wide = client_of(*steps, clock=clock, rate_limit_requests_per_period=200)
    for _ in range(11):
        await wide.create_agent_run(1, "x")
    assert clock.now_s == pytest.approx(1090.0)
    assert wide.rate_limiter.get_current_usage()["max_requests"] == 200


async def test_a_lost_create_is_not_repeated() -> None:
    transport = AsyncMemoryTransport(Script(ours.MaybeProcessedError("lost.")))
    client = AsyncCodegenClient(
        ClientConfig(TOKEN, max_retries=5), transport=transport, clock=AsyncFakeClock()
    )
    with pytest.raises(NetworkError):
        await client.create_agent_run(1, "x")
    assert len(transport.requests) == 1
    assert transport.requests[0].headers["user-agent"] == "codegen-python-client/2.0.0"
    assert transport.requests[0].url == "https://api.codegen.com/v1/organizations/1/agent/run"


@pytest.mark.usefixtures("_log_level")
async def test_bulk_works_in_batches_and_counts_all_items() -> None:
    seen: list[tuple[int, int]] = []
    users = [json_response(200, {**USER, "id": number}) for number in (5, 4, 2, 1)]
    client = client_of(*users[:2], json_response(404, {}), *users[2:], bulk_batch_size=2, bulk_max_workers=1)
    result = await client.bulk_get_users(1, [5, 4, 3, 2, 1], lambda done, total: seen.append((done, total)))
    assert [user.id for user in result.results] == [5, 4, 2, 1]
    assert [(each["index"], each["item"]) for each in result.errors] == [(2, 3)]
    assert seen == [(number, 5) for number in range(1, 6)]


@pytest.mark.usefixtures("_log_level")
@pytest.mark.parametrize(
    ("factor", "longest_s"), [(2.0, 4.0), (3.0, 9.0), (1.0, 1.0), (0.0, 1.0), (99.0, 60.0)]
)
async def test_the_delays_between_attempts_grow_as_configured(factor: float, longest_s: float) -> None:
    class Longest(AsyncFakeClock):
        def random(self) -> float:
            return 1.0

    clock = Longest()
    failures = [json_response(503, {})] * 3
    client = client_of(
        *failures, json_response(200, USER), clock=clock, retry_backoff_factor=factor, max_retries=3
    )
    await client.get_current_user()
    assert clock.sleeps_s[-1] == longest_s


@pytest.mark.usefixtures("_log_level")
@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, []),
        ({"rate_limit_buffer": 0.2}, ["rate_limit_buffer"]),
        ({"log_responses": True, "log_request_bodies": True}, ["log_responses", "log_request_bodies"]),
    ],
)
async def test_a_field_without_effect_is_told_in_the_log(
    caplog: pytest.LogCaptureFixture, fields: dict[str, Any], told: list[str]
) -> None:
    client_of(**fields)
    messages = [record.getMessage() for record in caplog.records if "no effect" in record.getMessage()]
    assert [message.split()[0] for message in messages] == told
