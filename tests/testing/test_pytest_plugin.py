"""The pytest plugin in a pytest run of its own, like in the project of a user."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.testing.users_pytest import USERS_PYTEST

pytestmark = pytest.mark.slow

MODULE = r"""
import pytest

from seawall.sdks.platform import Client
from seawall.testing import CassetteTransport, MemoryTransport, json_response


def test_a_clock(seawall_clock, seawall_async_clock):
    seawall_clock.sleep(3)
    assert seawall_clock.sleeps_s == [3]
    assert seawall_async_clock.sleeps_s == []


def test_a_recording(seawall_cassette):
    server = MemoryTransport(lambda _: json_response(404, {"detail": "application not found"}))
    transport = CassetteTransport(seawall_cassette, server)
    client = Client(base_url="http://platform.test", token="any", transport=transport)
    try:
        client.application("nowhere")
    except Exception as error:
        assert "application not found" in str(error)
    print("asked the server:", len(server.requests))


NAMES = ["a", "a/b", "a-b", "a b", "-", "x" * 300, "\u00e4" * 90, "a\nb", ""]


@pytest.mark.parametrize("name", NAMES)
def test_names(seawall_cassette, name):
    seawall_cassette.path.parent.mkdir(parents=True, exist_ok=True)
    with seawall_cassette.path.open("x") as file:
        file.write("{}")
    assert name != "a" or seawall_cassette.path.name == "test_names-a.json"


class TestOne:
    def test_same(self, seawall_cassette):
        assert seawall_cassette.path.parts[-2:] == ("TestOne", "test_same.json")


def test_a_mock(seawall_mock, tmp_path):
    spec = tmp_path / "spec.yaml"
    spec.write_text("{openapi: 3.1.0, info: {title: t, version: 1}, paths: {/x: {get: {}}}}")
    first, second = seawall_mock(spec), seawall_mock(spec, seed=1)
    assert first.url != second.url


def test_a_platform(seawall_platform):
    with seawall_platform.client() as client:
        assert "image-qc" in [application.application_id for application in client.applications.list()]


def test_fake_sessions(seawall_fake_sessions, seawall_clock):
    handle = seawall_fake_sessions.client().sessions.create("job", "skaha/terminal:1.1.2")
    seawall_fake_sessions.finish_after(handle.session_id, polls=2)
    assert handle.wait().succeeded
    assert seawall_clock.sleeps_s


def test_sessions(seawall_sessions):
    with seawall_sessions.client() as client:
        handle = client.sessions.create("job", "skaha/terminal:1.1.2", command="env")
        assert handle.wait().succeeded
"""


def run(folder: Path, *arguments: str) -> str:
    command = [*USERS_PYTEST, "-rP", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_fixtures_of_the_plugin(tmp_path: Path) -> None:
    (tmp_path / "test_mine.py").write_text(MODULE)
    assert "16 passed" in (out := run(tmp_path))
    assert "asked the server: 1" in out
    assert (tmp_path / "cassettes" / "test_mine" / "test_a_recording.json").exists()
    assert "asked the server: 0" in run(tmp_path, "-k", "recording")
    assert "asked the server: 1" in run(tmp_path, "-k", "recording", "--seawall-record")


def test_the_plugin_imports_nothing_before_a_fixture_is_used() -> None:
    code = (
        "import sys, seawall.testing.pytest_plugin\n"
        "print([name for name in sys.modules if name.startswith(('seawall.core.', 'seawall.runtime.'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "['seawall.core.lazy_names']\n"
