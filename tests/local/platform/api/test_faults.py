"""Faults of the platform, switched on at the start and while it runs."""

import time
from pathlib import Path

import httpx2
import pytest
from attrs import evolve

from seawall.local.platform import PlatformSettings, running
from tests.local.platform.client import PlatformClient
from tests.local.platform.conftest import StartPlatform

# A whole platform runs in this process: server, database and workers.
pytestmark = pytest.mark.slow


def switch(platform: PlatformClient, **faults: object) -> int:
    return int(platform.http.request("PUT", "/local/faults", json=faults).status_code)


def test_refused_calls(platform: PlatformClient) -> None:
    assert switch(platform, throttled=1, busy=1, errors=1, retry_after_s=3) == 200
    responses = [platform.get("/me") for _ in range(4)]
    assert [(each.status_code, each.headers.get("Retry-After")) for each in responses] == [
        (429, "3"),
        (503, "3"),
        (500, None),
        (200, None),
    ]
    assert responses[0].json() == {"detail": "Too Many Requests"}
    assert all(response.headers["X-Request-ID"] for response in responses)


def test_logins_pages_and_the_health_have_no_faults(platform: PlatformClient) -> None:
    switch(platform, errors=5)
    assert platform.http.request("GET", "/health").status_code == 200
    assert platform.http.request("GET", "/.well-known/jwks.json").status_code == 200
    assert platform.http.request("GET", "/local/faults").json()["errors"] == 5
    assert platform.get("/me").status_code == 500


def test_faults_need_a_token_and_known_names(anonymous: PlatformClient) -> None:
    assert switch(anonymous, busy=1) == 401
    anonymous.log_in()
    for faults in ({"other": 1}, {"busy": -1}, {"latency_s": 1000}):
        assert switch(anonymous, **faults) == 422, faults


def test_reads_after_a_write_are_stale(start: StartPlatform, settings: PlatformSettings) -> None:
    platform = start(evolve(settings, faults=("stale_s=600",))).log_in()
    run_id = platform.submit()
    assert platform.get(f"/runs/{run_id}").status_code == 404
    assert platform.get("/runs").json() == []
    switch(platform)
    assert platform.get(f"/runs/{run_id}").status_code == 200


def test_a_slow_server(platform: PlatformClient) -> None:
    switch(platform, latency_s=0.2)
    start = time.monotonic()
    platform.get("/me")
    assert time.monotonic() - start >= 0.2


def test_a_cut_response_breaks_the_connection(data_dir: Path) -> None:
    settings = PlatformSettings(data_dir=data_dir, auto_approve=True, workers=0)
    with running(settings) as url, httpx2.Client(base_url=url) as http:
        platform = PlatformClient(http).log_in()
        assert switch(platform, cut=1) == 200
        with pytest.raises(httpx2.RemoteProtocolError):
            platform.get("/me")
        assert platform.get("/me").status_code == 200
