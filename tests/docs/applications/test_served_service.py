"""The service of docs/applications/fastapi.md under uvicorn: load, an outage of the platform, SIGTERM."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import httpx2
import pytest

from seawall.runtime.auth.token_file import TokenFile
from seawall.sdks.platform import Client, NewItem, artifact_from_file
from seawall.testing import platform
from seawall.testing.platform import FakePlatform
from tests.docs.applications.programs import write_programs
from tests.docs.applications.served_fake import TOKEN, served
from tests.local.platform.client import wait_until
from tests.running_platform import running_platform

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts the sockets of a process in /proc"),
]

REQUESTS, AT_ONCE, THREADS = 200, 20, 10


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(url: str) -> bool:
    try:
        httpx2.get(url, timeout=1, trust_env=False)
    except httpx2.TransportError:
        return False
    return True


@contextmanager
def started(
    command: list[str], url: str, folder: Path, **variables: str
) -> Iterator["subprocess.Popen[bytes]"]:
    """Start a server and wait until it answers at `url`; its output is in `log`."""
    with (folder / "log").open("ab") as log:
        environment = {**os.environ, **variables}
        with subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log) as process:
            try:
                wait_until(lambda: answers(url) or process.poll() is not None, timeout_s=60)
                assert process.poll() is None, (folder / "log").read_text()
                yield process
            finally:
                process.kill()


@contextmanager
def service(folder: Path, **variables: str) -> Iterator[tuple["subprocess.Popen[bytes]", str]]:
    """Run the service as the page says."""
    folder.mkdir()
    write_programs(folder)
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "service:create_app", "--factory", "--port", str(port)]
    command += ["--timeout-graceful-shutdown", "3"]
    url = f"http://127.0.0.1:{port}"
    with started(command, f"{url}/healthz", folder, **variables) as process:
        yield process, url


def state_of(process: "subprocess.Popen[bytes]") -> tuple[int, int]:
    """The numbers of sockets and threads of a process."""
    folder = Path(f"/proc/{process.pid}")
    sockets = 0
    for one in (folder / "fd").iterdir():
        # The service may have closed it since.
        with suppress(FileNotFoundError):
            sockets += str(one.readlink()).startswith("socket:")
    return sockets, len(list((folder / "task").iterdir()))


async def load(url: str, outage: asyncio.Event) -> list[httpx2.Response]:
    """Send all requests; set `outage` when a quarter of them has been answered. Return the responses."""
    limit, responses = asyncio.Semaphore(AT_ONCE), list[httpx2.Response]()
    async with httpx2.AsyncClient(timeout=120, trust_env=False) as client:

        async def one() -> None:
            async with limit:
                responses.append(await client.get(url))
                if len(responses) == REQUESTS // 4:
                    outage.set()

        async with asyncio.TaskGroup() as tasks:
            for _ in range(REQUESTS):
                tasks.create_task(one())
    return responses


def platform_command(folder: Path, port: int) -> list[str]:
    command = [sys.executable, "-m", "seawall.cli", "local", "platform", "--port", str(port)]
    return [*command, "--data", str(folder / "data"), "--inputs", str(folder / "images"), "--auto-approve"]


def test_after_an_outage_of_the_platform_the_service_recovers_and_leaves_nothing_behind(
    tmp_path: Path,
) -> None:
    port = free_port()
    with (
        running_platform(tmp_path / "platform", port=port) as local,
        Client(base_url=local.url, token_file=local.token_file) as client,
    ):
        image = artifact_from_file("image", local.images / "one.png")
        run = client.runs.submit("image-qc", [NewItem(external_id="one", input_artifacts=[image])])
        run.wait(timeout_s=60)
    variables = {
        "SEAWALL_PLATFORM_BASE_URL": local.url,
        "SEAWALL_PLATFORM_TOKEN_FILE": str(local.token_file),
        # Outlasts a minute without a server.
        "SEAWALL_PLATFORM_PRESET": "production",
        "SEAWALL_PLATFORM_REQUESTS_PER_S": "1000",
        "SEAWALL_PLATFORM_RUN_CACHE_TTL_S": "0",
    }
    command = platform_command(tmp_path / "platform", port)

    async def with_outage(url: str) -> list[httpx2.Response]:
        outage = asyncio.Event()
        with ExitStack() as first:
            await asyncio.to_thread(first.enter_context, started(command, local.url, tmp_path / "platform"))
            task = asyncio.create_task(load(url, outage))
            await outage.wait()
        # The end of the block has killed the platform.
        assert not task.done()
        with ExitStack() as second:
            await asyncio.to_thread(second.enter_context, started(command, local.url, tmp_path / "platform"))
            return await task

    with service(tmp_path / "service", **variables) as (process, base):
        url = f"{base}/runs/{run.run_id}"
        before = state_of(process)
        responses = asyncio.run(with_outage(url))
        failed = [one for one in responses if one.status_code != 200]
        # The quota of retries ends some calls of a long outage at once.
        assert {one.status_code for one in failed} <= {503}
        assert len(failed) < REQUESTS * 3 // 4
        assert {one.json()["error"] for one in failed} <= {"NotSentError", "ResponseLostError"}
        # The connections of the load are closed; the SDK keeps at most one per call that was in progress.
        wait_until(lambda: state_of(process)[0] <= before[0] + AT_ONCE)
        # asyncio has threads for names of hosts, and FastAPI for plain functions.
        assert state_of(process)[1] <= before[1] + THREADS
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) in {0, -signal.SIGTERM}
    log = (tmp_path / "service" / "log").read_text()
    assert "Application shutdown complete" in log
    assert "Traceback" not in log
    token = TokenFile(local.token_file).load()
    assert token is not None
    shown = log + "".join(one.text for one in failed)
    assert token.access_token not in shown
    assert "Finished server process" in log


def test_sigterm_during_a_long_poll_ends_the_service_and_shows_no_secret(tmp_path: Path) -> None:
    fake = FakePlatform()
    run = fake.add(platform.run(state="PROCESSING"))
    token = tmp_path / "token"
    token.write_text(TOKEN)
    with served(fake) as url:
        variables = {"SEAWALL_PLATFORM_BASE_URL": url, "SEAWALL_PLATFORM_ACCESS_TOKEN_FILE": str(token)}
        with service(tmp_path / "service", **variables) as (process, base):
            client = httpx2.Client(timeout=30, trust_env=False)
            with client, client.stream("GET", f"{base}/runs/{run.run_id}") as response:
                assert response.status_code == 200
            polls = subprocess.Popen(
                [
                    sys.executable,
                    "-c",
                    f"import httpx2; httpx2.get('{base}/runs/{run.run_id}?wait_s=30', timeout=60)",
                ],
                stderr=subprocess.DEVNULL,
            )
            before = len(fake.requests)
            wait_until(lambda: len(fake.requests) >= before + 2, timeout_s=20)
            process.send_signal(signal.SIGTERM)
            code = process.wait(timeout=20)
            polls.wait(timeout=20)
    log = (tmp_path / "service" / "log").read_text()
    assert code in {0, -signal.SIGTERM}
    assert "Application shutdown complete" in log
    assert TOKEN not in log
