"""The page after the one in use is fetched meanwhile; whoever stops leaves no task and no thread behind."""

import asyncio
import gc
import threading
from collections.abc import Callable
from contextvars import ContextVar

import pytest

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.result import Result
from seawall.core.errors import NotSentError
from seawall.core.http.message import Response
from seawall.core.paging.strategies import PageNumberPaging
from seawall.runtime.paging._async.pager import AsyncPages
from seawall.runtime.paging._sync.pager import Pages
from seawall.runtime.paging.prefetch import Prefetch

LIST: Operation[list[int]] = Operation(id="list", method="GET", path="/v1/things", answers={200: list[int]})
LONGEST_S = 10.0
TRACE: ContextVar[str] = ContextVar("trace", default="nobody's")


def number_in(call: Call[list[int]]) -> int:
    number = call.query["page"]
    assert isinstance(number, int)
    return number


def page(number: int) -> Result[list[int]]:
    """Three full pages and an empty one."""
    return Result([2 * number - 1, 2 * number] if number <= 3 else [], Response(200))


class AsyncDoor:
    """Answers when it is let: page 1 at once, each later one when `open` is set."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.given_up = 0
        self.open = asyncio.Event()

    async def send(self, call: Call[list[int]]) -> Result[list[int]]:
        self.asked.append(number_in(call))
        try:
            if number_in(call) > 1:
                await self.open.wait()
        except asyncio.CancelledError:
            self.given_up += 1
            raise
        return page(number_in(call))

    def list(self, *, ahead: bool = True) -> AsyncPages[int]:
        return AsyncPages(
            self.send,
            Call(LIST),
            PageNumberPaging(page_size=2),
            items=lambda body: body,
            from_wire=int,
            ahead=ahead,
        )


async def until(condition: Callable[[], bool]) -> None:
    """Let the other tasks run until `condition` holds."""
    for _ in range(100):
        if condition():
            return
        await asyncio.sleep(0)
    pytest.fail("It did not come to that.")


async def test_a_task_fetches_one_page_ahead_and_no_more() -> None:
    door = AsyncDoor()
    door.open.set()
    pages = door.list().pages()
    assert (await anext(pages)).items == (1, 2)
    await until(lambda: door.asked == [1, 2])
    for _ in range(20):
        await asyncio.sleep(0)
    assert door.asked == [1, 2]
    assert (await anext(pages)).items == (3, 4)
    await until(lambda: door.asked == [1, 2, 3])
    await pages.aclose()


async def test_without_a_task_a_page_waits_until_it_is_needed() -> None:
    door = AsyncDoor()
    door.open.set()
    pages = door.list(ahead=False).pages()
    await anext(pages)
    for _ in range(20):
        await asyncio.sleep(0)
    assert door.asked == [1]
    await pages.aclose()


async def test_async_lists_fetch_ahead_unless_told_not_to() -> None:
    door = AsyncDoor()
    call: Call[list[int]] = Call(LIST)
    paging = PageNumberPaging(page_size=2)
    pages = AsyncPages(door.send, call, paging, items=lambda body: body, from_wire=int).pages()
    await anext(pages)
    await until(lambda: door.asked == [1, 2])
    await pages.aclose()


async def test_who_closes_a_list_leaves_no_task() -> None:
    before, door = asyncio.all_tasks(), AsyncDoor()
    items = aiter(door.list())
    assert await anext(items) == 1
    await until(lambda: door.asked == [1, 2])
    await items.aclose()
    assert door.given_up == 1
    assert asyncio.all_tasks() == before


async def test_who_breaks_off_a_list_leaves_no_task() -> None:
    before, door = asyncio.all_tasks(), AsyncDoor()
    async for item in door.list():
        assert item == 1
        await until(lambda: door.asked == [1, 2])
        break
    gc.collect()
    await until(lambda: asyncio.all_tasks() == before)
    assert door.given_up == 1


async def test_who_is_cancelled_leaves_no_task() -> None:
    before, door = asyncio.all_tasks(), AsyncDoor()

    async def read() -> list[int]:
        return [item async for item in door.list()]

    reader = asyncio.ensure_future(read())
    await until(lambda: door.asked == [1, 2])
    reader.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reader
    assert door.given_up == 1
    assert asyncio.all_tasks() == before


@pytest.mark.parametrize("hangs", [False, True])
async def test_an_error_ahead_that_nobody_comes_to_is_nobodys(hangs: bool) -> None:
    async def send(call: Call[list[int]]) -> Result[list[int]]:
        if number_in(call) > 1:
            try:
                await asyncio.sleep(LONGEST_S if hangs else 0)
            finally:
                raise NotSentError("gone.")
        return page(1)

    told: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
    pages = AsyncPages(
        send, Call(LIST), PageNumberPaging(page_size=2), items=lambda body: body, from_wire=int
    ).pages()
    assert (await anext(pages)).items == (1, 2)
    for _ in range(3):
        await asyncio.sleep(0)
    await pages.aclose()
    # A task whose error nobody saw tells so when it is collected.
    gc.collect()
    asyncio.get_running_loop().set_exception_handler(None)
    assert told == []


class Door:
    """Answers when it is let: page 1 at once, each later one when `open` is set."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.came = threading.Event()
        self.open = threading.Event()
        self.threads: set[str] = set()

    def send(self, call: Call[list[int]]) -> Result[list[int]]:
        self.asked.append(number_in(call))
        self.threads.add(threading.current_thread().name)
        if number_in(call) > 1:
            self.came.set()
            assert self.open.wait(LONGEST_S)
        return page(number_in(call))

    def list(self, *, ahead: bool = True) -> Pages[int]:
        return Pages(
            self.send,
            Call(LIST),
            PageNumberPaging(page_size=2),
            items=lambda body: body,
            from_wire=int,
            ahead=ahead,
        )


def threads_ahead() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "seawall-ahead"]


def test_a_thread_fetches_ahead_where_it_is_told_to() -> None:
    door = Door()
    pages = door.list().pages()
    assert next(pages).items == (1, 2)
    assert door.came.wait(LONGEST_S)
    assert door.asked == [1, 2]
    door.open.set()
    assert [item for page in pages for item in page.items] == [3, 4, 5, 6]
    assert threads_ahead() == []


def test_who_breaks_off_a_list_leaves_no_thread() -> None:
    door = Door()
    for item in door.list():
        assert item == 1
        assert door.came.wait(LONGEST_S)
        assert threads_ahead() == ["seawall-ahead"]
        door.open.set()
        break
    gc.collect()
    assert threads_ahead() == []


def test_who_stops_waits_for_the_thread_to_end() -> None:
    go = threading.Event()
    ahead = Prefetch(lambda: go.wait(LONGEST_S))
    stopping = threading.Thread(target=ahead.drop)
    stopping.start()
    # It can not have ended, however long this looks.
    stopping.join(0.05)
    assert stopping.is_alive()
    go.set()
    stopping.join(LONGEST_S)
    assert not stopping.is_alive()
    assert threads_ahead() == []


def test_an_error_in_a_thread_is_raised_where_its_page_is_asked_for() -> None:
    def send(call: Call[list[int]]) -> Result[list[int]]:
        if number_in(call) > 1:
            raise NotSentError("gone.")
        return page(1)

    listed = Pages(
        send, Call(LIST), PageNumberPaging(page_size=2), items=lambda body: body, from_wire=int, ahead=True
    )
    items = iter(listed)
    assert [next(items), next(items)] == [1, 2]
    with pytest.raises(NotSentError):
        next(items)
    assert threads_ahead() == []


def test_a_thread_has_the_context_of_who_reads() -> None:
    seen: list[str] = []

    def send(call: Call[list[int]]) -> Result[list[int]]:
        seen.append(TRACE.get())
        return page(number_in(call))

    TRACE.set("the caller's")
    call: Call[list[int]] = Call(LIST)
    paging = PageNumberPaging(page_size=2)
    listed = Pages(send, call, paging, items=lambda body: body, from_wire=int, ahead=True)
    assert len(list(listed)) == 6
    assert seen == ["the caller's"] * 4


def test_sync_lists_ask_in_the_callers_thread_unless_told_to_fetch_ahead() -> None:
    door = Door()
    door.open.set()
    call: Call[list[int]] = Call(LIST)
    paging = PageNumberPaging(page_size=2)
    listed = Pages(door.send, call, paging, items=lambda body: body, from_wire=int)
    assert listed.to_list() == [1, 2, 3, 4, 5, 6]
    assert door.threads == {threading.current_thread().name}
