"""Every command of the released clients, unchanged, but those of data."""

import json
from pathlib import Path

import pytest
from attrs import frozen

from tests.local.released_clients import Peer
from tests.local.sessions.peers.real_names import Version, real_names, version_2, version_of_1_0

# Starts a server and a process of the client, which sends a hundred requests.
pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

PROGRAM = Path(__file__).with_name("commands_program.py")
CREATE = "create headless skaha/terminal:1.1.2"


@frozen
class Step:
    """A command, what must stand in its output, and its exit code; {NAME} is the id of a session."""

    command: str
    shows: tuple[str, ...] = ()
    code: int = 0


CANFAR = [
    Step("version", ("CANFAR Python Client 1.5.2",)),
    Step("version --debug", ("1.5.2", "Python")),
    Step("feedback"),
    Step("config path", (".canfar/config.yaml",)),
    Step("config show", ("'version': 2", "https://ws-uv.canfar.net/skaha")),
    Step("config get console.width", ("120",)),
    Step("config set console.width 119"),
    Step("config get console.width", ("119",)),
    Step("auth show", ("cadc", "x509", "12 hours from now", "west")),
    Step("auth ls -o json", ('"idp": "cadc"', '"active": true')),
    Step("server ls", ("west", "ivo://cadc.nrc.ca/skaha", "unknown")),
    Step("server use ivo://cadc.nrc.ca/skaha", ("Active server set",)),
    Step("server ls -o json", ('"oidc"', "ivo://cadc.nrc.ca/arc", '"sessions": 5')),
    Step(f"{CREATE} -n job -e COLOUR=blue -- env", ("Successfully created session 'job'",)),
    Step("create notebook skaha/base-notebook:latest -n book -c 1 -m 2", ("session 'book'",)),
    Step(f"{CREATE} -n rep -r 2 -o json", ('"',)),
    Step(f"{CREATE} -n dry --dry-run", ("Image: skaha/terminal:1.1.2",)),
    Step("create headless elsewhere.org/a/b:1 -n bad", ("Failed to create session(s).",), 1),
    Step("ps", ("{book}", "notebook", "Running")),
    Step("ps -a", ("{job}", "Completed", "rep-1", "rep-2", "{book}")),
    Step("ps -q", ("{book}\n",)),
    Step("ps -a -k headless -s Completed -o json", ('"userid": "ada"', '"name": "rep-2"')),
    Step("ps -a -o yaml", ("name: rep-1", "status: Completed")),
    Step("ps -q -o json", ("Incompatible flags",), 2),
    Step("--log-level debug --log-file canfar.log stats", ("5800G",)),
    Step("info {book}", ("{book}", "Running", "ada", "0% of 1 core(s)", "0% of 2.00 GB", "Not Requested")),
    Step("logs {job}", ("COLOUR=blue", "REPLICA_COUNT=1", "skaha_sessionid={job}")),
    Step("events {job}", ("Normal", "Scheduled", "Pulling", "Pulled", "Created", "Started")),
    Step("renew {book}", ("Successfully renewed 1 session(s).",)),
    Step("open {book}", ("Opening session {book} in a new tab.",)),
    Step("stats", ("Usage", "Total", "960", "5800G", "16")),
    Step("image ls", ("skaha/terminal:1.1.2", "headless")),
    Step("image ls -k carta", ("skaha/carta:4.0",)),
    Step("delete -f {job}", ("{job}", "True")),
    Step("prune rep", ("Deleted 0 sessions.",)),
    Step("prune rep headless Completed", ("Deleted 2 sessions.",)),
    Step("login srcnet -t 10", ("Successfully authenticated as ada",)),
    Step("login cadc -t 10", ("Login completed successfully",)),
    Step("auth use srcnet", ("Switched active authentication to srcnet",)),
    Step("ps", ("{book}", "@espSRC")),
    Step("auth use cadc", ("Switched active authentication to cadc",)),
    Step("auth rm srcnet", ("Removed authentication for srcnet",)),
    Step("auth rm cadc", ("Remove active authentication 'cadc'?", "Aborted"), 1),
    Step("delete -f {book}", ("{book}", "True")),
    Step("auth purge --force", ("server state reset",)),
    Step("auth show", ("N/A", "canfar")),
    Step("server ls -o json", ("ws-uv.canfar.net",)),
]
CANFAR_1_0 = [
    Step("version", ("CANFAR Python Client 1.0.4",)),
    Step("config path", (".canfar/config.yaml",)),
    *(Step(f"config {name}", ("'active': 'local'", "ws-uv.canfar.net")) for name in ("show", "list", "ls")),
    *(Step(f"auth {name}", ("local", "x509", "ws-uv.canfar.net")) for name in ("list", "ls")),
    Step("auth login", ("Credentials valid",)),
    Step(f"{CREATE} -n job -e COLOUR=blue -- env", ("Successfully created session 'job'",)),
    Step("run notebook skaha/base-notebook:latest -n book -c 1 -m 2", ("session 'book'",)),
    Step("launch headless skaha/terminal:1.1.2 -n rep -r 2", ("Successfully created 2 sessions",)),
    Step(f"{CREATE} -n dry --dry-run", ("Image: skaha/terminal:1.1.2",)),
    Step("ps", ("{book}", "notebook", "Running")),
    Step("ps -a", ("{job}", "Completed", "rep-1", "rep-2", "{book}")),
    Step("ps -q -k notebook -s Running", ("{book}\n",)),
    Step("info {book}", ("{book}", "Running", "ada", "0% of 1 core(s)", "0% of 2.00 GB", "Not Requested")),
    Step("logs {job}", ("COLOUR=blue", "REPLICA_COUNT=1", "skaha_sessionid={job}")),
    Step("events {job}", ("Normal", "Scheduled", "Pulling", "Pulled", "Created", "Started")),
    Step("open {book}", ("Opening session {book} in a new tab.",)),
    Step("stats", ("Instances", "Headless", "960", "5800G", "16 Cores & 192.0 GB RAM")),
    Step("del -f {job}", ("{job}", "True")),
    Step("delete -f {book}", ("{book}", "True")),
    Step("prune rep", ("Deleted 0 sessions.",)),
    Step("prune rep headless Completed", ("Deleted 2 sessions.",)),
    *(Step(f"auth {name} local", ("Switched active context to local",)) for name in ("switch", "use")),
    *(Step(f"auth {name} local", ("Cannot remove the active context",), 1) for name in ("remove", "rm")),
    Step("auth purge -y", ("credentials cleared",)),
]


@pytest.mark.parametrize(
    ("generation", "version", "steps"),
    [("canfar", version_2, CANFAR), ("canfar_1_0", version_of_1_0, CANFAR_1_0)],
)
def test_every_command(
    generation: str, version: Version, steps: list[Step], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    client: Peer = request.getfixturevalue(generation)
    commands = [step.command.split() for step in steps]
    with real_names(tmp_path / "server") as server:
        server.configure(client, version=version)
        done = server.run(client, PROGRAM.read_text(), json.dumps(commands))
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout.splitlines()[-1])
    for step, (code, output, ids) in zip(steps, answers, strict=True):
        expected = [each.format_map(ids) if "{" in each else each for each in step.shows]
        assert code == step.code, f"{step.command}: {output}"
        assert [each for each in expected if each not in output] == [], f"{step.command}: {output}"
