"""A wait needs only an id: after a process that waits was killed, another one can wait."""

import subprocess
import sys
from threading import Event

import pytest

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.policy import Policy
from seawall.core.http.message import Request, Response
from seawall.core.waiting.states import StateMachine
from seawall.runtime.engine._sync.engine import Engine
from seawall.runtime.waiting._sync.waiter import Pollable, wait
from seawall.testing import json_response
from seawall.transports import Httpx2Transport
from tests.contract.source import ROOT
from tests.runtime.answering_server import answering

pytestmark = pytest.mark.slow

LONGEST_S = 30.0
JOB = StateMachine(transitions={"RUNNING": ("DONE",), "DONE": ()}, terminal=("DONE",))
GET_JOB: Operation[dict[str, str]] = Operation(
    id="get_job", method="GET", path="/jobs/{id}", result_types={200: dict[str, str], 202: dict[str, str]}
)


def pollable_job(engine: Engine, id_: str) -> Pollable[dict[str, str], dict[str, str]]:
    """Make the pollable of a job from its id."""
    return Pollable(
        name=f"job {id_}",
        read=lambda _: engine.send(Call(GET_JOB, path={"id": id_}), Policy()),
        from_wire=dict,
        state=lambda job: job["state"],
        machine=JOB,
    )


def wait_for_job(url: str, id_: str) -> dict[str, str]:
    with Httpx2Transport() as transport:
        return wait(pollable_job(Engine(transport, base_url=url), id_), deadline_s=LONGEST_S)


def test_another_process_waits_with_the_id_alone() -> None:
    polls: list[str] = []
    seen, done = Event(), Event()

    def respond(request: Request) -> Response:
        polls.append(request.url)
        seen.set()
        state = "DONE" if done.is_set() else "RUNNING"
        return json_response(200 if done.is_set() else 202, {"id": "7", "state": state})

    with answering(respond) as url:
        code = f"from {__name__} import wait_for_job; print(wait_for_job({url!r}, '7'))"
        command = [sys.executable, "-c", code]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as first:
            assert seen.wait(LONGEST_S)
            first.kill()
            assert first.communicate(timeout=LONGEST_S)[0] == ""
        done.set()
        again = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert again.stdout.strip() == "{'id': '7', 'state': 'DONE'}"
    assert set(polls) == {"/jobs/7"}
