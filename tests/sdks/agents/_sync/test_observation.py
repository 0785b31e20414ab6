# DO NOT EDIT. Derived from ../_async/test_observation.py by "python -m seawall.codegen.derive".
"""`health` and `stats` of a client."""

import pytest

from seawall.core.http.message import Response
from seawall.sdks.agents import Client
from seawall.testing import FakeClock, MemoryTransport, Script, json_response
from tests.sdks.agents.wire import TOKEN, USER, run_json


def client_of(*steps: Response | BaseException, clock: FakeClock | None = None) -> Client:
    transport = MemoryTransport(Script(*steps))
    return Client(token=TOKEN, organization_id=1, transport=transport, clock=clock or FakeClock())


def test_a_healthy_api_answers_for_a_user() -> None:
    # The second one is not from the cache.
    client = client_of(json_response(200, USER), json_response(200, USER))
    for _ in range(2):
        health = client.health()
        assert (health.status, health.is_healthy, health.user_id, health.error) == ("healthy", True, 7, None)
        assert health.at.isoformat() == "2023-11-14T22:13:20+00:00"


def test_stats_count_calls_errors_and_statuses() -> None:
    clock = FakeClock(random=0.0)
    client = client_of(
        json_response(200, USER), Response(503), json_response(200, run_json(1)), Response(404), clock=clock
    )
    client.me()
    client.me()
    client.runs.get(1)
    with pytest.raises(Exception, match="404"):
        client.runs.get(2)
    clock.advance(120.0 - (clock.now_s - 1000.0))
    calls = client.stats().calls
    assert (calls.uptime_s, calls.calls, calls.requests, calls.errors) == (120.0, 4, 4, 1)
    assert (calls.error_rate, calls.requests_per_minute, calls.cache_hit_rate) == (0.25, 2.0, 0.25)
    assert calls.statuses == {"200": 2, "404": 1}


def test_stats_show_the_limit_of_each_kind() -> None:
    client = client_of(json_response(200, run_json(1)), json_response(200, USER))
    client.runs.create("Do it.")
    client.me()
    limits = {limit.kind: limit for limit in client.stats().limits}
    assert {"standard", "create", "analyze", "edit", "logs"} <= limits.keys()
    for kind, numbers in {"standard": (1, 60, 30.0), "create": (1, 10, 60.0), "logs": (0, 60, 60.0)}.items():
        assert (limits[kind].used, limits[kind].most, limits[kind].per_s) == numbers
    assert limits["create"].percentage == pytest.approx(10.0)


def test_stats_show_the_settings_without_secrets() -> None:
    stats = client_of().stats()
    assert stats.settings["base_url"] == "https://api.codegen.com"
    assert stats.settings["organization_id"] == 1
    assert TOKEN not in str(stats)
    assert TOKEN not in stats.to_json()
