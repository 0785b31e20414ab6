"""A program of the older client, with changed imports, and the same program with the released client."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.local.released_clients import environment, installed

# A server in this process, on a port; programs wait for sessions.
pytestmark = pytest.mark.slow

OLDER = """
from canfar.context import Context
from canfar.exceptions.session import SessionRequestError
from canfar.helpers.distributed import chunk, stripe
from canfar.images import Images
from canfar.models.session import CreateRequest
from canfar.overview import Overview
from canfar.sessions import AsyncSession, Session
"""
HERE = """
from seawall.sdks.sessions.compat import (
    AsyncSession, Context, CreateRequest, Images, Overview, Session, SessionRequestError, chunk, stripe,
)
"""
PROGRAM = """
import asyncio
import time

IMAGE = "images.canfar.net/skaha/terminal:1.1.2"

with Session() as session:
    print("nothing yet:", session.fetch())
    ids = session.create(
        name="job", image=IMAGE, cores=1, ram=4, kind="headless", cmd="env", env={"MODE": "fast"}, replicas=2
    )
    print("created:", len(ids), [len(one) for one in ids])
    print("names:", [one["name"] for one in session.info(ids)])
    print("fields:", sorted(session.info(ids[0])[0]))
    while {one["status"] for one in session.info(ids)} != {"Completed"}:
        time.sleep(0.05)
    print("completed:", len(session.fetch(kind="headless", status="Completed")))
    for one, log in session.logs(ids).items():
        print(ids.index(one), [line for line in log.splitlines() if line.startswith(("MODE", "REPLICA"))])
    for event in session.events(ids):
        (text,) = event.values()
        print("events:", [line.split()[1] for line in text.splitlines()])
    print("verbose:", session.logs(ids, verbose=True), session.events(ids, verbose=True))
    one = session.create("nb", "skaha/base-notebook", kind="notebook")
    print("notebook:", [(s["name"], s["image"], s["type"]) for s in session.fetch(kind="notebook")])
    print("renewed:", list(session.renew(one).values()))
    print("refused:", session.create("big", IMAGE, cores=200))
    try:
        session.create("big", IMAGE, cores=200, replicas=2, errors="raise")
    except SessionRequestError as error:
        print("raised:", error.operation, error.results, list(error.errors))
    for wrong in ({"cores": 1000}, {"kind": "notebook", "cmd": "env"}, {"image": "terminal"}):
        try:
            session.create(**{"name": "wrong", "image": IMAGE, **wrong})
        except ValueError:
            print("not sent:", wrong)
    try:
        session.fetch(kind="unknown")
    except ValueError:
        print("no kind")
    print("missing:", session.info(["aaaaaaaa"]), session.events("aaaaaaaa"))
    print("by name:", list(session.destroy_with("job-[0-9]+$").values()))
    print("destroyed:", list(session.destroy(one).values()))
    stats = session.stats()
    print("stats:", sorted(stats), sorted(stats["cores"]), sorted(stats["ram"]))

async def main():
    async with AsyncSession() as session:
        ids = await session.create(
            CreateRequest(name="more", image=IMAGE, kind="headless", cmd="echo", args="a b", replicas=3)
        )
        print("async:", [one["name"] for one in await session.info(ids)])
        print("async:", list((await session.destroy(ids)).values()))

asyncio.run(main())
with Images() as images:
    print("images:", images.fetch("notebook"))
    print("details:", [(one.id, one.types) for one in images.details()])
with Context() as context:
    print("context:", context.resources())
with Overview() as overview:
    print("available:", overview.availability())
print("shares:", list(stripe(range(10), 2, 3)), list(chunk(range(10), 3, 3)), list(stripe("abc")))
for call in (lambda: list(chunk("abc", 4, 3)), lambda: list(stripe("abc", 1, 0))):
    try:
        call()
    except ValueError:
        print("no share")
"""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The settings of a client of a running server, in its environment."""
    from seawall.local.sessions import TOKEN_FILE, SessionsSettings, running

    settings = SessionsSettings(
        data_dir=tmp_path / "data", pending_s=0.1, headless_duration_s=0.2, terminating_s=0.0
    )
    with running(settings) as url:
        token = json.loads((tmp_path / "data" / TOKEN_FILE).read_text())["ada"]
        yield {"CANFAR_TOKEN": token, "CANFAR_URL": f"{url}/v1"}


@pytest.fixture
def output(
    served: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> list[str]:
    """The lines that the program prints with the changed imports."""
    for name, value in served.items():
        monkeypatch.setenv(name, value)
    exec(compile(HERE + PROGRAM, "program", "exec"), {})
    return capsys.readouterr().out.splitlines()


def test_a_program_runs_with_changed_imports(output: list[str]) -> None:
    assert (output[0], output[-2:]) == ("nothing yet: []", ["no share", "no share"])
    assert "names: ['job-1', 'job-2']" in output
    assert "1 ['MODE=fast', 'REPLICA_ID=2', 'REPLICA_COUNT=2']" in output
    assert "raised: create [] [1, 2]" in output
    assert "by name: [True, True]" in output
    assert "async: ['more-1', 'more-2', 'more-3']" in output


@pytest.mark.exhaustive
def test_the_released_client_prints_the_same(
    output: list[str], served: dict[str, str], tmp_path: Path
) -> None:
    # Downloads the client, and starts a process that imports it.
    lock = Path(__file__).parents[3] / "local" / "sessions" / "peers" / "canfar_1_5.lock"
    done = subprocess.run(
        [sys.executable, "-S", "-c", OLDER + PROGRAM],
        env=environment(installed(lock), tmp_path, **served),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == output
