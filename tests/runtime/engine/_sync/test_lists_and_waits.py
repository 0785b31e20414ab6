# DO NOT EDIT. Derived from ../_async/test_lists_and_waits.py by "python -m seawall.codegen.derive".
"""`engine.pages` and `engine.wait`, and errors in the functions that convert their results."""

from typing import Any

import pytest
from attrs import frozen

from seawall.core.engine.call import Call, Operation, StreamCall
from seawall.core.engine.operation import Limits, Parameter
from seawall.core.engine.policy import Policy
from seawall.core.errors import ConfigError, InputError, WaitTimeoutError
from seawall.core.field_errors import MissingValueError
from seawall.core.http.message import Response
from seawall.core.observe.events import CallEnded, Event
from seawall.core.paging.strategies import PageNumberPaging, cursor_in
from seawall.core.waiting.polling import PollInterval, PollResult
from seawall.core.waiting.states import StateMachine, StateTracker
from seawall.core.wire.unset import UNSET, UnsetType, given
from seawall.runtime.engine._sync.engine import Engine
from seawall.runtime.paging._sync.pager import Pages
from seawall.testing import FakeClock, MemoryTransport, Script, faults, json_response
from tests.runtime.calls import BASE_URL

REQUEST_ID = {"x-request-id": "req-7"}
MACHINE = StateMachine(transitions={"RUNNING": ("DONE",), "DONE": ()}, terminal=("DONE",))


@frozen(kw_only=True)
class WireThing:
    name: str | UnsetType | None = UNSET
    state: str | UnsetType = UNSET


LIST: Operation[list[WireThing]] = Operation(
    id="list_things",
    method="GET",
    path="/things",
    result_types={200: list[WireThing]},
    parameters=(
        Parameter("page", "query"),
        Parameter("size", "query", limits=Limits(minimum=1, maximum=3)),
    ),
)
GET: Operation[WireThing] = Operation(
    id="get_thing", method="GET", path="/things/{id}", result_types={200: WireThing}
)
STREAM: Operation[bytes] = Operation(
    id="stream_things",
    method="GET",
    path="/stream",
    result_types={200: bytes},
    item_types=lambda: {"text/event-stream": WireThing},
)


def name_of(thing: WireThing) -> str:
    return given(thing.name, "name")


class Scene:
    """An engine over the steps of a script."""

    def __init__(self, *steps: Response | BaseException) -> None:
        self.events: list[Event] = []
        self.clock = FakeClock()
        self.transport = MemoryTransport(Script(*steps))
        self.engine = Engine(
            self.transport, base_url=BASE_URL, clock=self.clock, observers=[self.events.append]
        )

    def list(self, *, size: int = 2, **options: Any) -> Pages[str]:
        return self.engine.pages(
            Call(LIST, query={"size": size}),
            Policy(),
            PageNumberPaging(page_size=size),
            items=lambda body: body,
            from_wire=name_of,
            **options,
        )

    def wait(self, **options: Any) -> str:
        found: str = self.engine.wait(
            Call(GET, path={"id": 7}),
            Policy(),
            name="thing 7",
            from_wire=lambda thing: given(thing.state, "state"),
            state=lambda state: state,
            machine=MACHINE,
            **options,
        )
        return found


def page(*names: str | None) -> Response:
    return json_response(200, [{"name": name} for name in names], headers=REQUEST_ID)


def test_pages_are_read_on_demand() -> None:
    scene = Scene(page("a", "b"), page("b", "c"), page())
    things = scene.list(key=lambda name: name)
    assert scene.transport.requests == []
    assert things.to_list() == ["a", "b", "c"]
    assert [request.url.rpartition("?")[2] for request in scene.transport.requests] == [
        "size=2&page=1",
        "size=2&page=2",
        "size=2&page=3",
    ]


def test_pages_with_and_without_prefetch_are_the_same() -> None:
    for prefetch in (True, False):
        scene = Scene(page("a", "b"), page("c", "d"), page())
        assert [name for name in scene.list(prefetch=prefetch)] == ["a", "b", "c", "d"], prefetch


def test_an_argument_beyond_the_limits_of_the_operation_is_an_error_before_a_request() -> None:
    scene = Scene()
    with pytest.raises(InputError, match=r"^GET /things: size is 4\. Give 1 to 3\.$"):
        scene.list(size=4)
    with pytest.raises(InputError, match="size is 0"):
        scene.list(size=0)
    with pytest.raises(ConfigError, match="no query parameter 'cursor'"):
        scene.engine.pages(
            Call(LIST),
            Policy(),
            cursor_in(lambda _: "more"),
            items=lambda body: body,
            from_wire=name_of,
        )


def test_a_missing_value_of_a_page_names_operation_field_and_request() -> None:
    with pytest.raises(
        MissingValueError,
        match=r"^GET /things answered 200 \(request req-7\) for item 2 of a page with null for `name`, which",
    ) as caught:
        Scene(page("a", None)).list().to_list()
    assert (caught.value.status, caught.value.request_id) == (200, "req-7")


def state(*, name: str | None) -> Response:
    return json_response(200, {} if name is None else {"state": name}, headers=REQUEST_ID)


def test_a_wait_polls_until_the_state_is_terminal() -> None:
    scene = Scene(state(name="RUNNING"), faults.busy(retry_after_s=3), state(name="DONE"))
    seen: list[PollResult[str]] = []
    tracker = StateTracker(MACHINE)
    found = scene.wait(
        on_progress=seen.append, tracker=tracker, poll_interval=PollInterval(first_s=2, max_s=2)
    )
    assert (found, [one.state for one in seen], tracker.last) == ("DONE", ["RUNNING", "DONE"], "DONE")
    assert scene.clock.sleeps_s == [2.0, 3.0]


def test_a_wait_ends_at_its_deadline() -> None:
    scene = Scene(*[state(name="RUNNING")] * 20)
    with pytest.raises(WaitTimeoutError, match="thing 7 did not end within 5 s") as caught:
        scene.wait(deadline_s=5)
    assert caught.value.last == "RUNNING"


def test_a_missing_value_in_a_wait_names_operation_field_and_request() -> None:
    scene = Scene(state(name="RUNNING"), state(name=None))
    with pytest.raises(
        MissingValueError, match=r"^GET /things/7 answered 200 \(request req-7\) without `state`,"
    ):
        scene.wait()


def test_a_missing_value_of_a_streamed_item_names_operation_field_and_request() -> None:
    body = b'data: {"name":"a"}\n\ndata: {}\n\n'
    scene = Scene(Response(200, {"content-type": "text/event-stream", **REQUEST_ID}, body))
    call: StreamCall[bytes, WireThing] = StreamCall(STREAM)
    names: list[str] = []

    def read() -> None:
        with scene.engine.stream(call, Policy()) as items:
            for item in items:
                names.append(name_of(item))  # noqa: PERF401 - the list keeps what came before the error

    with pytest.raises(
        MissingValueError, match=r"^GET /stream answered 200 \(request req-7\) without `name`,"
    ) as caught:
        read()
    assert names == ["a"]
    assert [event.error for event in scene.events if isinstance(event, CallEnded)] == [caught.value]
