"""Options of `seawall local platform`."""

import json
import stat
from pathlib import Path

import httpx2
import pytest

from tests.cli.commands import start
from tests.cli.conftest import Seawall
from tests.local.platform.client import PlatformClient, wait_until
from tests.local.webhook_receiver import receiver

# The server takes a second to import.
pytestmark = pytest.mark.slow


def test_values_that_are_refused(seawall: Seawall, tmp_path: Path) -> None:
    for option, value, text in (
        ("--user", "Ada", "'Ada' is no user. Give NAME:ORGANIZATION"),
        ("--input-network", "localhost", "'localhost' is no network. Give one such as 127.0.0.0/8"),
        ("--fault", "busy=many", "busy=many is no fault. Give NAME=NUMBER"),
        ("--webhook", "example.com", "webhook_url must be an http or https URL, but is 'example.com'."),
    ):
        outcome = seawall("local", "platform", "--data", tmp_path / "data", option, value)
        assert (outcome.code, outcome.stdout) == (2, ""), option
        assert text in outcome.stderr, option
    assert not (tmp_path / "data").exists()


def test_a_platform_with_all_of_them(tmp_path: Path) -> None:
    options = ("--user", "guest:other:admin", "--input-network", "127.0.0.0/8", "--fault", "errors=1")
    with receiver() as hook:
        command = ("local", "platform", "--data", tmp_path / "data", "--auto-approve", "--webhook", hook.url)
        with start(*command, *options) as process:
            assert process.stdout is not None
            ready = json.loads(process.stdout.readline())
            with httpx2.Client(base_url=ready["url"]) as http:
                platform = PlatformClient(http).log_in()
                assert platform.get("/me").status_code == 500
                assert platform.get("/me").status_code == 200
                run_id = platform.submit()
                wait_until(lambda: bool(hook.received))
            process.terminate()
            process.communicate(timeout=20)
    assert hook.events[0]["data"]["run_id"] == run_id
    secret = Path(ready["webhook_secret"])
    assert secret.read_text().startswith("whsec_")
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
