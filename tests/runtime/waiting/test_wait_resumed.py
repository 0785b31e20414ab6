"""A wait is by id: a process that is killed while it waits loses nothing, the next one goes on."""

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
    id="get_job", method="GET", path="/jobs/{id}", answers={200: dict[str, str], 202: dict[str, str]}
)


def job_target(engine: Engine, id_: str) -> Pollable[dict[str, str], dict[str, str]]:
    """All that a wait for a job needs: who asks, and its id."""
    return Pollable(
        name=f"job {id_}",
        read=lambda _: engine.send(Call(GET_JOB, path={"id": id_}), Policy()),
        from_wire=dict,
        state=lambda job: job["state"],
        machine=JOB,
    )


def waited(url: str, id_: str) -> dict[str, str]:
    with Httpx2Transport() as transport:
        return wait(job_target(Engine(transport, base_url=url), id_), deadline_s=LONGEST_S)


def test_a_wait_goes_on_in_another_process_with_nothing_but_the_id() -> None:
    looks: list[str] = []
    seen, done = Event(), Event()

    def answer(request: Request) -> Response:
        looks.append(request.url)
        seen.set()
        state = "DONE" if done.is_set() else "RUNNING"
        return json_response(200 if done.is_set() else 202, {"id": "7", "state": state})

    with answering(answer) as url:
        code = f"from tests.runtime.waiting.test_wait_resumed import waited; print(waited({url!r}, '7'))"
        command = [sys.executable, "-c", code]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as first:
            assert seen.wait(LONGEST_S)
            first.kill()
            assert first.communicate(timeout=LONGEST_S)[0] == ""
        done.set()
        again = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert again.stdout.strip() == "{'id': '7', 'state': 'DONE'}"
    assert set(looks) == {"/jobs/7"}
