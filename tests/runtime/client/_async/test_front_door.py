from seawall.core.engine.call import Call, Operation
from seawall.core.engine.policy import Policy
from seawall.core.engine.result import Result
from seawall.core.paging.strategies import OffsetPaging
from seawall.core.waiting.states import StateMachine
from seawall.runtime import AsyncEngine, AsyncPages, AsyncPollable, async_wait
from seawall.testing import AsyncFakeClock, AsyncMemoryTransport, Script, json_response

GET_JOB = Operation[dict[str, str]](
    id="get_job", method="GET", path="/jobs/{id}", result_types={200: dict[str, str]}
)
LIST_JOBS = Operation[list[str]](id="list_jobs", method="GET", path="/jobs", result_types={200: list[str]})
STATES = StateMachine(transitions={"BUSY": ("DONE",), "DONE": ()}, terminal=("DONE",))


async def test_the_runtime_package_has_all_parts_of_an_sdk() -> None:
    clock = AsyncFakeClock()
    script = Script(
        json_response(200, ["7"]),
        json_response(200, {"state": "BUSY"}),
        json_response(200, {"state": "DONE"}),
    )
    engine = AsyncEngine(AsyncMemoryTransport(script), base_url="https://api.test", clock=clock)

    async def look(left_s: float) -> Result[dict[str, str]]:
        return await engine.send(Call(GET_JOB, path={"id": job_id}), Policy(deadline_s=left_s))

    pages = AsyncPages(
        lambda call: engine.send(call, Policy()),
        Call(LIST_JOBS),
        OffsetPaging(page_size=10, exact_page_size=True),
        items=lambda body: body,
        from_wire=lambda job_id: job_id,
    )
    [job_id] = await pages.to_list()
    target = AsyncPollable(
        name="job 7", read=look, from_wire=lambda job: job, state=lambda job: job["state"], machine=STATES
    )
    assert await async_wait(target, clock=clock) == {"state": "DONE"}
