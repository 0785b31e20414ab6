"""codegen 0.57.0 of PyPI, its commands and its Python API, unchanged, against the local server."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import frozen

from seawall.local.agents import TOKEN_FILE, AgentsSettings, running
from tests.local.released_clients import environment, installed, python_from_3_12

# Downloads 120 packages, and starts a server and many processes.
pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

_COMMAND = "import sys; from codegen.cli.cli import main; sys.exit(main())"
_AGENT = """
import json, sys, time
from codegen.agents.agent import Agent
agent = Agent(token=sys.argv[1], org_id=1, base_url=sys.argv[2])
assert agent.get_status() is None
task = agent.run("Fix it. [duration_s=1]")
states = [task.status]
while task.status != "COMPLETE" and len(states) < 100:
    time.sleep(0.1)
    task.refresh()
    states.append(task.status)
print(json.dumps([sorted(set(states)), task.result, task.web_url, agent.get_status()]))
"""


@frozen
class OfficialClient:
    """The official client of one home folder, on a local server."""

    python: str
    variables: dict[str, str]
    home: Path
    token: str
    url: str

    def run(self, *arguments: str, code: str = _COMMAND, answers: str = "n\n") -> str:
        done = self._start(arguments, code, answers)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def fails(self, *arguments: str) -> str:
        done = self._start(arguments, _COMMAND, "n\n")
        assert done.returncode == 1, done.stdout + done.stderr
        return done.stdout + done.stderr

    def _start(self, arguments: tuple[str, ...], code: str, answers: str) -> subprocess.CompletedProcess[str]:
        # -S: only the client's own packages.
        return subprocess.run(
            [self.python, "-S", "-c", code, *arguments],
            env=self.variables,
            cwd=self.home,
            input=answers,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfficialClient]:
    python = python_from_3_12()
    packages = installed(Path(__file__).with_name("official_client.lock"), python)
    home = tmp_path_factory.mktemp("home")
    settings = AgentsSettings(data_dir=tmp_path_factory.mktemp("server") / "data")
    with running(settings) as url:
        token = json.loads((settings.data_dir / TOKEN_FILE).read_text())["ada"]
        variables = environment(packages, home, CODEGEN_API_BASE_URL=url)
        yield OfficialClient(python, variables, home, token, url)


def test_the_commands_of_the_official_client(client: OfficialClient) -> None:
    # The answers decline telemetry, select the first organization, and leave the screen that follows.
    client.run("login", "--token", client.token, answers="n\n\nq\n")
    saved = json.loads((client.home / ".codegen" / "auth.json").read_text())
    assert saved["token"] == client.token
    assert (saved["user"]["github_username"], saved["organization"]["name"]) == ("ada", "Local")
    assert [each["name"] for each in saved["organizations_cache"]] == ["Local", "Empty"]
    assert re.search(r"3\s+│ Empty", client.run("org", "-l"))
    assert "GitHub:   ada" in client.run("profile", "list")
    assert "No API agent runs" in client.run("agents", "list")
    created = re.search(r"Agent Run ID: (\d+)", client.run("agent", "-p", "Fix it. [duration_s=0]"))
    assert created
    read = client.run("agent", "--id", created[1], "--json")
    run = json.loads(read[read.index("{") :])
    assert (run["status"], run["result"]) == ("COMPLETE", "The task is done.")
    assert re.search(r"Complete.*Fix it\.", client.run("agents", "list"))
    assert "Total: 3 integrations (3 active)" in client.run("integrations", "list")
    repositories = client.run("repo", "-lr")
    # It invents others if the call fails.
    assert re.findall(r"│ \d+\s+│ (\w+)", repositories) == ["web", "api", "docs"]
    client.fails("agent", "--id", "999", "--json")
    client.run("logout")
    assert not (client.home / ".codegen" / "auth.json").exists()
    assert "uthenticat" in client.fails("agents", "list")


def test_the_python_api_of_the_official_client(client: OfficialClient) -> None:
    states, result, web_url, status = json.loads(
        client.run(client.token, client.url, code=_AGENT, answers="")
    )
    assert {"ACTIVE", "COMPLETE"} <= set(states)
    assert result == "The task is done."
    assert status == {"id": status["id"], "status": "COMPLETE", "result": result, "web_url": web_url}
