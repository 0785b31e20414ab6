"""codegen-api-client 1.0.0 of PyPI, unchanged, against the local server."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from seawall.local.agents import TOKEN_FILE, AgentsSettings, running
from tests.local.released_clients import environment, installed

# Downloads packages, and starts a server and a process.
pytestmark = pytest.mark.slow


def test_every_call_and_every_error_of_the_generated_client(tmp_path: Path) -> None:
    packages = installed(Path(__file__).with_name("generated_client.lock"))
    settings = AgentsSettings(data_dir=tmp_path / "data")
    with running(settings) as url:
        tokens = json.loads((settings.data_dir / TOKEN_FILE).read_text())
        program = Path(__file__).with_name("generated_client_program.py")
        done = subprocess.run(
            [sys.executable, "-S", str(program), url, tokens["ada"], tokens["mallory"]],
            env=environment(packages, tmp_path),
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "run": ["AgentRunResponse", "int", "ACTIVE", 1],
        "read": True,
        "url": f"{url}/agent/trace/1",
        "organizations": ["Local", "Empty"],
        "users": ["ada", "grace", "linus"],
        "user": "grace",
        "404": ["NotFoundException", 404],
        "user 404": ["NotFoundException", 404],
        "401": ["UnauthorizedException", 401],
        "403": ["ForbiddenException", 403],
        "422": ["UnprocessableEntityException", 422],
        "429": ["ApiException", 429],
    }
