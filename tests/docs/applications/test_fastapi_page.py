"""The web services of docs/applications/fastapi.md against the fake platform."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from fastapi.testclient import TestClient

from seawall.core.http.message import Request, Response
from seawall.sdks.platform import AsyncClient
from seawall.testing import faults, json_response, platform
from seawall.testing.platform import FakePlatform
from seawall.transports import AsyncMemoryTransport
from tests.docs.applications.programs import program

pytestmark = pytest.mark.slow


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    with program("service", tmp_path, monkeypatch) as module:
        yield module


@pytest.fixture
def fake() -> FakePlatform:
    return FakePlatform()


@pytest.fixture
def client(service: ModuleType, fake: FakePlatform) -> Iterator[TestClient]:
    with TestClient(service.create_app(fake.async_client)) as client:
        yield client


def test_the_client_lives_as_long_as_the_service(service: ModuleType, fake: FakePlatform) -> None:
    app = service.create_app(fake.async_client)
    with TestClient(app):
        made = app.state.platform
        assert not made.is_closed
    assert made.is_closed


def test_a_missing_setting_stops_the_start(service: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SEAWALL_PLATFORM_BASE_URL", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(Path.cwd()))
    with pytest.raises(Exception, match="base_url is not set"), TestClient(service.create_app()):
        pass


def test_the_schema_describes_a_run(client: TestClient) -> None:
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    assert {"run_id", "state", "statistics"} <= set(schemas["RunData"]["properties"])


def test_the_results_are_downloaded_once_and_no_name_leads_outside(
    client: TestClient, fake: FakePlatform
) -> None:
    run = fake.add(
        platform.run(state="PROCESSING"), items=[platform.item(external_id="a", state="PROCESSING")]
    )
    fake.finish(run.run_id, files={"result:csv": b"cells\n42\n"})
    file = f"/runs/{run.run_id}/results/a/result:csv"
    assert [client.get(file).content for _ in range(2)] == [b"cells\n42\n"] * 2
    assert [one.operation for one in fake.requests].count("download_file") == 1
    for name in ("../../service.py", "..%2F..%2Fservice.py", "nothing"):
        assert client.get(f"/runs/{run.run_id}/results/a/{name}").status_code == 404, name


@pytest.mark.parametrize(
    ("status", "expected"),
    [(401, 502), (403, 502), (404, 404), (409, 409), (422, 422), (500, 502), (503, 503)],
)
def test_each_status_of_the_platform_has_one_here(
    client: TestClient, fake: FakePlatform, status: int, expected: int
) -> None:
    fake.next_fails(status=status, times=10)
    response = client.get(f"/runs/{platform.run().run_id}")
    assert response.status_code == expected
    assert {"error", "message", "request_id"} <= set(response.json())


def test_a_rate_limit_passes_the_delay_on(service: ModuleType, fake: FakePlatform) -> None:
    def busy(_: Request) -> Response:
        return json_response(429, {}, headers={"retry-after": "1200"})

    def connect() -> AsyncClient:
        return AsyncClient(
            base_url="http://platform.test",
            token="t0ken",
            transport=AsyncMemoryTransport(busy),
            clock=fake.async_clock,
            sdk_metadata=False,
        )

    with TestClient(service.create_app(connect)) as client:
        response = client.get(f"/runs/{platform.run().run_id}")
    assert (response.status_code, response.headers["retry-after"]) == (503, "1200")
    assert "t0ken" not in response.text


def test_a_timeout_is_504(client: TestClient, fake: FakePlatform) -> None:
    fake.next_fails(faults.timed_out(), times=10)
    assert client.get(f"/runs/{platform.run().run_id}").status_code == 504


def test_a_submission_names_a_wrong_image(client: TestClient) -> None:
    (Path.cwd() / "images").mkdir()
    response = client.post("/runs", json={"application_id": "test-app", "images": ["../service.py", "b.png"]})
    assert (response.status_code, response.json()["error"]) == (422, "InputError")
    assert client.post("/runs", json={}).status_code == 422


class SlowAtFirst(AsyncMemoryTransport):
    """A transport whose first request waits for the end of the test."""

    def __init__(self, fake: FakePlatform) -> None:
        super().__init__(fake.respond)
        self.started = asyncio.Event()

    async def send(self, request: Request, timeout_s: float) -> Response:
        if not self.started.is_set():
            self.started.set()
            await asyncio.Event().wait()
        return await super().send(request, timeout_s)


async def test_a_cancelled_route_leaves_the_client_usable(service: ModuleType, fake: FakePlatform) -> None:
    run, transport = fake.add(platform.run(state="PROCESSING")), SlowAtFirst(fake)
    async with AsyncClient(base_url="http://platform.test", token="t", transport=transport) as client:
        task = asyncio.create_task(service.read(run.run_id, client))
        await transport.started.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert (await service.read(run.run_id, client)).run_id == run.run_id


def test_the_plain_service_shows_a_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fake: FakePlatform
) -> None:
    run = fake.add(platform.run())
    with program("plain_service", tmp_path, monkeypatch) as module:
        app = module.create_app(fake.client)
        with TestClient(app) as client:
            assert client.get(f"/runs/{run.run_id}").json() == run.to_dict()
        assert app.state.platform.is_closed
