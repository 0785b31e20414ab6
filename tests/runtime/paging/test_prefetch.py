"""Prefetch of the next page; a reader that stops leaves neither a task nor a thread behind."""

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
from seawall.runtime.concurrency.threads import Prefetch
from seawall.runtime.paging._async.pager import AsyncPages
from seawall.runtime.paging._sync.pager import Pages

LIST: Operation[list[int]] = Operation(
    id="list", method="GET", path="/v1/things", result_types={200: list[int]}
)
LONGEST_S = 10.0
TRACE: ContextVar[str] = ContextVar("trace", default="none")


def number_in(call: Call[list[int]]) -> int:
    number = call.query["page"]
    assert isinstance(number, int)
    return number


def page(number: int) -> Result[list[int]]:
    """Three full pages and an empty one."""
    return Result([2 * number - 1, 2 * number] if number <= 3 else [], Response(200))


class AsyncGatedServer:
    """Returns page 1 at once, and each later page when `open` is set."""

    def __init__(self) -> None:
        self.requested: list[int] = []
        self.cancelled = 0
        self.open = asyncio.Event()

    async def send(self, call: Call[list[int]]) -> Result[list[int]]:
        self.requested.append(number_in(call))
        try:
            if number_in(call) > 1:
                await self.open.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        return page(number_in(call))

    def list(self, *, prefetch: bool = True) -> AsyncPages[int]:
        return AsyncPages(
            self.send,
            Call(LIST),
            PageNumberPaging(page_size=2),
            items=lambda body: body,
            from_wire=int,
            prefetch=prefetch,
        )


async def until(condition: Callable[[], bool]) -> None:
    """Let other tasks run until `condition` is true."""
    for _ in range(100):
        if condition():
            return
        await asyncio.sleep(0)
    pytest.fail("The condition did not become true.")


async def test_a_task_prefetches_one_page() -> None:
    server = AsyncGatedServer()
    server.open.set()
    pages = server.list().pages()
    assert (await anext(pages)).items == (1, 2)
    await until(lambda: server.requested == [1, 2])
    for _ in range(20):
        await asyncio.sleep(0)
    assert server.requested == [1, 2]
    assert (await anext(pages)).items == (3, 4)
    await until(lambda: server.requested == [1, 2, 3])
    await pages.aclose()


async def test_without_prefetch_a_page_is_requested_when_it_is_needed() -> None:
    server = AsyncGatedServer()
    server.open.set()
    pages = server.list(prefetch=False).pages()
    await anext(pages)
    for _ in range(20):
        await asyncio.sleep(0)
    assert server.requested == [1]
    await pages.aclose()


async def test_async_lists_prefetch_by_default() -> None:
    server = AsyncGatedServer()
    call: Call[list[int]] = Call(LIST)
    paging = PageNumberPaging[list[int]](page_size=2)
    pages = AsyncPages(server.send, call, paging, items=lambda body: body, from_wire=int).pages()
    await anext(pages)
    await until(lambda: server.requested == [1, 2])
    await pages.aclose()


async def test_closing_the_iterator_cancels_the_prefetch() -> None:
    before, server = asyncio.all_tasks(), AsyncGatedServer()
    items = aiter(server.list())
    assert await anext(items) == 1
    await until(lambda: server.requested == [1, 2])
    await items.aclose()
    assert server.cancelled == 1
    assert asyncio.all_tasks() == before


async def test_break_cancels_the_prefetch() -> None:
    before, server = asyncio.all_tasks(), AsyncGatedServer()
    async for item in server.list():
        assert item == 1
        await until(lambda: server.requested == [1, 2])
        break
    gc.collect()
    await until(lambda: asyncio.all_tasks() == before)
    assert server.cancelled == 1


async def test_cancelling_the_reader_cancels_the_prefetch() -> None:
    before, server = asyncio.all_tasks(), AsyncGatedServer()

    async def read() -> list[int]:
        return [item async for item in server.list()]

    reader = asyncio.ensure_future(read())
    await until(lambda: server.requested == [1, 2])
    reader.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reader
    assert server.cancelled == 1
    assert asyncio.all_tasks() == before


@pytest.mark.parametrize("hangs", [False, True])
async def test_an_error_in_an_unused_prefetch_is_dropped(hangs: bool) -> None:
    async def send(call: Call[list[int]]) -> Result[list[int]]:
        if number_in(call) > 1:
            try:
                await (asyncio.Event().wait() if hangs else asyncio.sleep(0))
            finally:
                raise NotSentError("gone.")
        return page(1)

    logged: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: logged.append(context))
    pages = AsyncPages(
        send, Call(LIST), PageNumberPaging(page_size=2), items=lambda body: body, from_wire=int
    ).pages()
    assert (await anext(pages)).items == (1, 2)
    for _ in range(3):
        await asyncio.sleep(0)
    await pages.aclose()
    # asyncio logs an error that was never retrieved when the task is collected.
    gc.collect()
    asyncio.get_running_loop().set_exception_handler(None)
    assert logged == []


class GatedServer:
    """Returns page 1 at once, and each later page when `open` is set."""

    def __init__(self) -> None:
        self.requested: list[int] = []
        self.second_requested = threading.Event()
        self.open = threading.Event()
        self.threads: set[str] = set()

    def send(self, call: Call[list[int]]) -> Result[list[int]]:
        self.requested.append(number_in(call))
        self.threads.add(threading.current_thread().name)
        if number_in(call) > 1:
            self.second_requested.set()
            assert self.open.wait(LONGEST_S)
        return page(number_in(call))

    def list(self, *, prefetch: bool = True) -> Pages[int]:
        return Pages(
            self.send,
            Call(LIST),
            PageNumberPaging(page_size=2),
            items=lambda body: body,
            from_wire=int,
            prefetch=prefetch,
        )


def prefetch_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "seawall-prefetch"]


def test_a_thread_prefetches_one_page() -> None:
    server = GatedServer()
    pages = server.list().pages()
    assert next(pages).items == (1, 2)
    assert server.second_requested.wait(LONGEST_S)
    assert server.requested == [1, 2]
    server.open.set()
    assert [item for page in pages for item in page.items] == [3, 4, 5, 6]
    assert prefetch_threads() == []


def test_break_leaves_no_thread() -> None:
    server = GatedServer()
    for item in server.list():
        assert item == 1
        assert server.second_requested.wait(LONGEST_S)
        assert prefetch_threads() == ["seawall-prefetch"]
        server.open.set()
        break
    gc.collect()
    assert prefetch_threads() == []


def test_cancel_waits_for_the_thread_to_end() -> None:
    go = threading.Event()
    prefetch = Prefetch(lambda: go.wait(LONGEST_S))
    stopping = threading.Thread(target=prefetch.cancel)
    stopping.start()
    # It can not end before `go` is set, however long this waits.
    stopping.join(0.05)
    assert stopping.is_alive()
    go.set()
    stopping.join(LONGEST_S)
    assert not stopping.is_alive()
    assert prefetch_threads() == []


def test_an_error_in_a_thread_is_raised_when_its_page_is_needed() -> None:
    def send(call: Call[list[int]]) -> Result[list[int]]:
        if number_in(call) > 1:
            raise NotSentError("gone.")
        return page(1)

    listed = Pages(
        send, Call(LIST), PageNumberPaging(page_size=2), items=lambda body: body, from_wire=int, prefetch=True
    )
    items = iter(listed)
    assert [next(items), next(items)] == [1, 2]
    with pytest.raises(NotSentError):
        next(items)
    assert prefetch_threads() == []


def test_a_thread_has_the_context_variables_of_the_reader() -> None:
    seen: list[str] = []

    def send(call: Call[list[int]]) -> Result[list[int]]:
        seen.append(TRACE.get())
        return page(number_in(call))

    TRACE.set("the caller's")
    call: Call[list[int]] = Call(LIST)
    paging = PageNumberPaging[list[int]](page_size=2)
    listed = Pages(send, call, paging, items=lambda body: body, from_wire=int, prefetch=True)
    assert len(list(listed)) == 6
    assert seen == ["the caller's"] * 4


def test_sync_lists_do_not_prefetch_by_default() -> None:
    server = GatedServer()
    server.open.set()
    call: Call[list[int]] = Call(LIST)
    paging = PageNumberPaging[list[int]](page_size=2)
    listed = Pages(server.send, call, paging, items=lambda body: body, from_wire=int)
    assert listed.to_list() == [1, 2, 3, 4, 5, 6]
    assert server.threads == {threading.current_thread().name}
