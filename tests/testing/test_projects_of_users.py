"""The fixtures in projects of users with pytest-asyncio, anyio and xdist, each in a pytest run of its own."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.testing.users_pytest import USERS_PYTEST

# A run of pytest in a process of its own for each project.
pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

FIXTURES = """
import pytest

from seawall.sdks.platform import AsyncClient
from seawall.testing import AsyncCassetteTransport, AsyncMemoryTransport, json_response, platform

{fixture}
@pytest.fixture
async def client(seawall_fake_platform):
    async with seawall_fake_platform.async_client(sdk_metadata=False) as client:
        yield client


{mark}
async def test_a_fake(client, seawall_fake_platform, seawall_async_clock):
    run = await client.runs.submit("test-app", [platform.new_item()])
    seawall_fake_platform.finish_after(run.run_id, polls=3)
    assert (await run.wait()).output == "FULL"
    assert seawall_async_clock.sleeps_s


{mark}
async def test_a_cassette(seawall_cassette):
    server = AsyncMemoryTransport(lambda _: json_response(200, []))
    transport = AsyncCassetteTransport(seawall_cassette, server)
    async with AsyncClient(base_url="http://platform.test", token="any", transport=transport) as client:
        assert [one async for one in client.applications.list()] == []
    await transport.aclose()


{mark}
async def test_a_platform(seawall_platform):
    async with seawall_platform.async_client() as client:
        assert [one.application_id async for one in client.applications.list()] == ["image-qc", "test-app"]
"""

STRICT = FIXTURES.replace("@pytest.fixture\nasync", "@pytest_asyncio.fixture\nasync").format(
    fixture="import pytest_asyncio\n\n", mark="@pytest.mark.asyncio"
)
AUTO = FIXTURES.format(fixture="", mark="")
ANYIO = FIXTURES.format(
    fixture='@pytest.fixture\ndef anyio_backend():\n    return "asyncio"\n\n', mark="@pytest.mark.anyio"
)

PARALLEL = """
import os

import pytest

from seawall.sdks.platform import Client
from seawall.testing import CassetteTransport, MemoryTransport, json_response, platform

BUILT = platform.run()


@pytest.mark.parametrize("number", range(6))
def test_a_platform(seawall_platform, number, tmp_path_factory):
    with seawall_platform.client() as client:
        assert client.me().user.id == "local|user"
    with open("urls.txt", "a") as file:
        file.write(f"{os.environ['PYTEST_XDIST_WORKER']} {seawall_platform.url}\\n")


@pytest.mark.parametrize("name", ["a/b", "a-b", "a b", "x" * 300])
def test_a_cassette(seawall_cassette, name):
    server = MemoryTransport(lambda _: json_response(404, {"detail": name}))
    with CassetteTransport(seawall_cassette, server) as transport:
        client = Client(base_url="http://platform.test", token="any", transport=transport)
        with pytest.raises(Exception, match=name[:50]):
            client.application("nowhere")
    with open("servers.txt", "a") as file:
        file.write(f"{len(server.requests)}\\n")


@pytest.mark.parametrize("number", range(4))
def test_ids(number):
    first, second = platform.run(), platform.run()
    assert len({BUILT.run_id, first.run_id, second.run_id}) == 3
    with open("ids.txt", "a") as file:
        file.write(f"{number} {first.run_id}\\n")
"""


def run(folder: Path, *arguments: str) -> str:
    command = [*USERS_PYTEST, "-W", "error", *arguments]
    # The settings of the run that this test is a part of must not reach the other one.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("module", "options"),
    [
        pytest.param(STRICT, ["-o", "asyncio_mode=strict"], id="pytest-asyncio-strict"),
        pytest.param(AUTO, ["-o", "asyncio_mode=auto"], id="pytest-asyncio-auto"),
        pytest.param(ANYIO, ["-p", "no:asyncio"], id="anyio"),
    ],
)
def test_the_fixtures_work_in_async_tests(tmp_path: Path, module: str, options: list[str]) -> None:
    loop_scope = ["-o", "asyncio_default_fixture_loop_scope=function"] if "asyncio_mode" in options[1] else []
    (tmp_path / "test_mine.py").write_text(module)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    assert "3 passed" in run(tmp_path, *options, *loop_scope)
    cassette = tmp_path / "cassettes" / "test_mine" / "test_a_cassette.json"
    assert len(json.loads(cassette.read_text())["interactions"]) == 1


def test_with_xdist_each_worker_has_its_platform_and_each_test_its_cassette(tmp_path: Path) -> None:
    (tmp_path / "test_mine.py").write_text(PARALLEL)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    for _ in ("recorded", "replayed"):
        assert "14 passed" in run(tmp_path, "-n", "2", "-p", "no:asyncio")
    platforms = {tuple(line.split()) for line in (tmp_path / "urls.txt").read_text().splitlines()}
    # Two runs with two workers; a worker that came too late for these tests started none.
    assert 2 <= len(platforms) <= 4
    assert len({url for _, url in platforms}) == len(platforms)
    cassettes = list((tmp_path / "cassettes" / "test_mine").iterdir())
    assert len(cassettes) == 4
    for cassette in cassettes:
        assert len(json.loads(cassette.read_text())["interactions"]) == 1
    # Each request reached the server in the first run, and none in the second.
    assert sorted((tmp_path / "servers.txt").read_text().split()) == ["0"] * 4 + ["1"] * 4


def test_ids_of_builders_do_not_depend_on_the_worker(tmp_path: Path) -> None:
    (tmp_path / "test_mine.py").write_text(PARALLEL)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    for workers in ("0", "2"):
        run(tmp_path, "-n", workers, "-p", "no:asyncio", "-k", "ids")
    lines = (tmp_path / "ids.txt").read_text().splitlines()
    assert (len(lines), len(set(lines))) == (8, 4)
