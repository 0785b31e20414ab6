"""OAuth clients of PyPI, unchanged, log in to the local platform."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from seawall.local.platform import PlatformSettings, running
from tests.local.released_clients import environment, installed

# Downloads packages, and starts a server and a process.
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("asks", [True, False], ids=["asks", "auto-approve"])
def test_login_clients_as_released_log_in(tmp_path: Path, *, asks: bool) -> None:
    packages = installed(Path(__file__).with_name("login_clients.lock"))
    program = Path(__file__).with_name("login_clients_program.py")
    settings = PlatformSettings(data_dir=tmp_path / "data", auto_approve=not asks, workers=1)
    # They refuse http, also on this machine, without these variables.
    insecure = {"OAUTHLIB_INSECURE_TRANSPORT": "1", "AUTHLIB_INSECURE_TRANSPORT": "1"}
    with running(settings) as url:
        done = subprocess.run(
            [sys.executable, "-S", "-W", "ignore", str(program), url, "asks" if asks else "approves"],
            env=environment(packages, tmp_path, **insecure),
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "requests-oauthlib": {"email": "local.user@example.com", "same": not asks},
        "code alone": False,
        "unknown scope": "invalid_scope",
        "authlib": {"sub": "local|user", "before": 200, "revoked": 401},
        "google-auth-oauthlib": True,
        "oauthlib": 200,
    }
