# DO NOT EDIT. Derived from ../_async/test_front_door.py by "python -m seawall.codegen.derive".
from seawall.core.engine.call import Call, Operation
from seawall.core.engine.policy import Policy
from seawall.core.engine.result import Result
from seawall.core.paging.strategies import OffsetPaging
from seawall.core.waiting.states import StateMachine
from seawall.runtime import Engine, Pages, Pollable, wait
from seawall.testing import FakeClock, MemoryTransport, Script, json_response

GET_JOB = Operation[dict[str, str]](
    id="get_job", method="GET", path="/jobs/{id}", result_types={200: dict[str, str]}
)
LIST_JOBS = Operation[list[str]](id="list_jobs", method="GET", path="/jobs", result_types={200: list[str]})
STATES = StateMachine(transitions={"BUSY": ("DONE",), "DONE": ()}, terminal=("DONE",))


def test_the_runtime_package_has_all_parts_of_an_sdk() -> None:
    clock = FakeClock()
    script = Script(
        json_response(200, ["7"]),
        json_response(200, {"state": "BUSY"}),
        json_response(200, {"state": "DONE"}),
    )
    engine = Engine(MemoryTransport(script), base_url="https://api.test", clock=clock)

    def look(left_s: float) -> Result[dict[str, str]]:
        return engine.send(Call(GET_JOB, path={"id": job_id}), Policy(deadline_s=left_s))

    pages = Pages(
        lambda call: engine.send(call, Policy()),
        Call(LIST_JOBS),
        OffsetPaging(page_size=10, exact_page_size=True),
        items=lambda body: body,
        from_wire=lambda job_id: job_id,
    )
    [job_id] = pages.to_list()
    target = Pollable(
        name="job 7", read=look, from_wire=lambda job: job, state=lambda job: job["state"], machine=STATES
    )
    assert wait(target, clock=clock) == {"state": "DONE"}
