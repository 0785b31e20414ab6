"""docs/applications/containers.md: no home, no file that is written, SIGTERM, a token that is rotated."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from seawall.testing import platform
from seawall.testing.platform import FakePlatform
from tests.docs.applications.programs import write_programs
from tests.docs.applications.served_fake import TOKEN, served
from tests.local.platform.client import wait_until

pytestmark = pytest.mark.slow

# A call without HOME, as a user without a name, in a folder that can not be written.
CALL = """
import os, sys
import seawall.sdks.platform, seawall.transports
from seawall.sdks.platform import Client
from seawall.transports import default_transport

written = []


def watch(event, arguments):
    if event == "open" and arguments[2] is not None and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        written.append(arguments[0])
    if event in {"os.mkdir", "os.rename", "os.link", "os.symlink", "os.remove", "os.chmod"}:
        written.append((event, arguments))


sys.addaudithook(watch)
if os.getuid() == 0:
    # The libraries of a test may be in a folder of root's.
    Client().me()
    os.setuid(54321)
with Client() as client:
    print(client.me(nocache=True).user.id)
assert written == [], written
"""


@pytest.fixture
def fake() -> FakePlatform:
    return FakePlatform()


@pytest.fixture
def url(fake: FakePlatform) -> Iterator[str]:
    with served(fake) as url:
        yield url


def test_a_client_writes_nothing_and_needs_no_home_and_no_user_name(url: str, tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    environment = {
        "SEAWALL_PLATFORM_BASE_URL": url,
        "SEAWALL_PLATFORM_TOKEN": TOKEN,
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-c", CALL]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    tmp_path.chmod(0o755)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == platform.me().user.id


@contextmanager
def running(program: str, argument: str, folder: Path, url: str) -> Iterator["subprocess.Popen[str]"]:
    """Start a program of the page, without a home and without inherited variables."""
    write_programs(folder)
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONUNBUFFERED": "1",
        "SEAWALL_PLATFORM_BASE_URL": url,
        "SEAWALL_PLATFORM_TOKEN": TOKEN,
    }
    command = [sys.executable, program, argument]
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("program", ["worker.py", "plain_worker.py"])
def test_sigterm_closes_the_client_and_ends_the_program_in_order(
    program: str, fake: FakePlatform, url: str, tmp_path: Path
) -> None:
    run = fake.add(platform.run(state="PROCESSING"))
    with running(program, str(run.run_id), tmp_path, url) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "waiting\n"
        wait_until(lambda: bool(fake.requests), timeout_s=20)
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 143
    assert out == ("stopped\n" if program == "worker.py" else "")
    assert err == ""


def test_the_worker_follows_a_run_to_its_end(fake: FakePlatform, url: str, tmp_path: Path) -> None:
    run = fake.add(platform.run(state="TERMINATED"))
    with running("worker.py", str(run.run_id), tmp_path, url) as process:
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (0, "waiting\nTERMINATED FULL\n", "")
