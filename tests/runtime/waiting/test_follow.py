"""`engine.follow`: the entries of a log that grows, page by page or as one text."""

from typing import TypeVar

import pytest

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.operation import ByMediaType
from seawall.core.engine.policy import Policy
from seawall.core.errors import InputError, NotFoundError, NotSentError, ServerStatusError, WaitTimeoutError
from seawall.core.http.message import Request, Response
from seawall.core.waiting.growing_text import GrowingText
from seawall.core.waiting.polling import Outage, PollInterval
from seawall.core.waiting.states import StateMachine
from seawall.runtime.engine._async.engine import AsyncEngine
from seawall.runtime.engine.growing_log import GrowingLog
from seawall.testing import AsyncFakeClock, AsyncMemoryTransport
from tests.runtime.calls import BASE_URL
from tests.sdks.routed_server import RoutedServer, Routes, reply

L = TypeVar("L")
E = TypeVar("E")

MACHINE = StateMachine(
    transitions={"WAITING": ("RUNNING",), "RUNNING": ("DONE",), "DONE": ()}, terminal=("DONE",)
)
GET: Operation[dict[str, str]] = Operation(
    id="get_job", method="GET", path="/jobs/7", result_types={200: dict[str, str]}
)
LOG: Operation[str] = Operation(
    id="get_job_log", method="GET", path="/jobs/7/log", result_types={200: ByMediaType({"text/plain": str})}
)
PAGE: Operation[list[int]] = Operation(
    id="list_lines", method="GET", path="/jobs/7/lines", result_types={200: list[int]}
)
JOB_KEY, LOG_KEY, PAGE_KEY = "GET /jobs/7", "GET /jobs/7/log", "GET /jobs/7/lines"
GONE = reply({"detail": "no such job"}, 404)


def job(state: str) -> Response:
    return reply({"state": state})


def text(content: str) -> Response:
    return Response(200, {"content-type": "text/plain"}, content.encode())


class Scene:
    """An engine over a server with these routes."""

    def __init__(self, routes: Routes) -> None:
        self.clock = AsyncFakeClock()
        self.server = RoutedServer(routes)
        self.server.host = BASE_URL.split("/")[2]
        self.engine = AsyncEngine(AsyncMemoryTransport(self.server), base_url=BASE_URL, clock=self.clock)
        self.states: list[str] = []
        self.outages: list[Outage] = []

    async def follow(
        self, log: GrowingLog[L, str, E], *, after: int = 0, deadline_s: float = 60.0
    ) -> list[E]:
        entries = self.engine.follow(
            Call(GET),
            Policy(),
            name="job 7",
            from_wire=lambda job: job["state"],
            state=lambda state: state,
            machine=MACHINE,
            log=log,
            after=after,
            deadline_s=deadline_s,
            on_progress=self.states.append,
            on_outage=self.outages.append,
        )
        return [entry async for entry in entries]

    async def text_lines(self, *, after: int = 0, deadline_s: float = 60.0) -> list[str]:
        lines = GrowingText()
        log = GrowingLog[str, str, str](call=lambda _: Call(LOG), policy=Policy(), entries=lines.new_lines)
        return [*await self.follow(log, after=after, deadline_s=deadline_s), *lines.last_line()]

    async def numbers(self, *, page_size: int, after: int = 0) -> list[int]:
        log = GrowingLog[list[int], str, int](
            call=lambda seen: Call(PAGE, query={"skip": seen}),
            policy=Policy(),
            entries=lambda page: page,
            page_size=page_size,
        )
        return await self.follow(log, after=after)


async def test_a_text_that_grows_gives_each_line_once() -> None:
    scene = Scene(
        {
            JOB_KEY: [job("WAITING"), job("RUNNING"), job("RUNNING"), job("DONE"), job("DONE")],
            LOG_KEY: [text(""), text("a\n"), text("a\nb"), text("a\nb c\nd"), text("a\nb c\nd")],
        }
    )
    assert await scene.text_lines() == ["a", "b c", "d"]
    assert scene.states == ["WAITING", "RUNNING", "RUNNING", "DONE", "DONE"]
    # After the end it looks for more at once.
    assert scene.clock.sleeps_s == [2.0, 2.0, 2.0, 0.001]


async def test_the_resource_is_read_before_the_log_so_that_no_line_is_lost_at_the_end() -> None:
    scene = Scene({JOB_KEY: job("DONE"), LOG_KEY: [text("a\n"), text("a\nlate\n"), text("a\nlate\n")]})
    assert await scene.text_lines() == ["a", "late"]
    assert scene.server.seen == [JOB_KEY, LOG_KEY] * 3


async def test_a_log_that_is_missing_is_waited_for_ten_seconds() -> None:
    scene = Scene({JOB_KEY: job("DONE"), LOG_KEY: GONE})
    assert await scene.text_lines() == []
    assert sum(scene.clock.sleeps_s) == pytest.approx(10.0)
    running = Scene({JOB_KEY: [*[job("WAITING")] * 9, job("DONE")], LOG_KEY: [*[GONE] * 9, text("a\n")]})
    assert await running.text_lines() == ["a"]


async def test_a_log_that_was_there_and_is_gone_is_an_error() -> None:
    scene = Scene({JOB_KEY: job("RUNNING"), LOG_KEY: [text("a\n"), GONE]})
    with pytest.raises(NotFoundError, match="/jobs/7/log"):
        await scene.text_lines()


async def test_an_unknown_resource_is_an_error_at_once() -> None:
    scene = Scene({JOB_KEY: GONE, LOG_KEY: GONE})
    with pytest.raises(NotFoundError, match="GET /jobs/7 answered"):
        await scene.text_lines()
    assert scene.clock.sleeps_s == []


async def test_full_pages_are_read_at_once() -> None:
    known = list(range(7))

    def page(request: Request) -> Response:
        skip = int(request.url.rpartition("=")[2])
        return reply(known[skip : skip + 3])

    scene = Scene({JOB_KEY: job("RUNNING"), PAGE_KEY: page})
    scene.server.routes[JOB_KEY] = [job("RUNNING"), job("RUNNING"), job("RUNNING"), job("DONE")]
    assert await scene.numbers(page_size=3, after=1) == [1, 2, 3, 4, 5, 6]
    assert scene.clock.sleeps_s == [0.001, 0.001, 2.0]


async def test_it_survives_an_outage_and_tells_of_it() -> None:
    scene = Scene(
        {
            JOB_KEY: [job("RUNNING"), NotSentError("refused."), job("RUNNING"), job("DONE")],
            LOG_KEY: [text("a\n"), reply({}, 503), text("a\nb\n")],
        }
    )
    assert await scene.text_lines() == ["a", "b"]
    assert [(type(each.error), each.failed_polls) for each in scene.outages] == [
        (NotSentError, 1),
        (ServerStatusError, 2),
    ]


async def test_a_deadline_and_an_argument_that_is_none_are_errors() -> None:
    with pytest.raises(WaitTimeoutError, match="job 7 did not end within 30 s") as caught:
        await Scene({JOB_KEY: job("RUNNING"), LOG_KEY: text("a\n")}).text_lines(deadline_s=30)
    assert caught.value.last == "RUNNING"
    scene = Scene({})
    with pytest.raises(InputError, match="after is -1"):
        await scene.text_lines(after=-1)
    assert scene.server.seen == []


async def test_the_interval_can_be_chosen() -> None:
    scene = Scene({JOB_KEY: [job("RUNNING"), job("DONE")], LOG_KEY: text("")})
    entries = scene.engine.follow(
        Call(GET),
        Policy(),
        name="job 7",
        from_wire=lambda job: job["state"],
        state=lambda state: state,
        machine=MACHINE,
        log=GrowingLog[str, str, str](call=lambda _: Call(LOG), policy=Policy(), entries=lambda _: ()),
        poll_interval=PollInterval(first_s=7.0, max_s=7.0),
    )
    assert [entry async for entry in entries] == []
    assert scene.clock.sleeps_s == [7.0]
