"""An async callback is awaited in the async half, and refused in the sync half."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.policy import Policy
from seawall.core.engine.result import Result
from seawall.core.errors import ConfigError, InputError
from seawall.core.http.message import Request, Response
from seawall.core.observe.events import checked_observers
from seawall.core.paging.strategies import PageNumberPaging
from seawall.core.waiting.states import StateMachine
from seawall.runtime import (
    AsyncBulk,
    AsyncDownloader,
    AsyncDownloads,
    AsyncEngine,
    AsyncPollable,
    AsyncRemoteFile,
    AsyncResumableUploader,
    AsyncTransfers,
    AsyncUploader,
    Bulk,
    Downloader,
    Downloads,
    Engine,
    Pages,
    Pollable,
    RemoteFile,
    ResumableUploader,
    StaticToken,
    Transfers,
    Uploader,
    async_wait,
    wait,
)
from seawall.testing import AsyncMemoryTransport, MemoryTransport

Callback = Callable[[object], Awaitable[None]]
URL = "https://files.test/a"
MACHINE = StateMachine(transitions={"done": ()}, terminal={"done"})


def respond(request: Request) -> Response:
    headers = {"location": "https://files.test/session"} if request.method == "POST" else {}
    return Response(200, headers, b"content" if request.method == "GET" else b"")


async def url() -> str:
    return URL


async def state(left_s: float) -> Result[str]:
    return Result("done", Response(200))


async def send(item: str, key: str) -> str:
    return item


async def transfer(item: str, report: Callable[[object], Awaitable[None] | None]) -> None:
    if (result := report(item)) is not None:
        await result


def plain(fn: Any) -> Any:
    return fn


def hidden(fn: Any) -> Any:
    """Wrap `fn`, so that only the result of a call shows that it is async."""

    def call(*arguments: Any) -> Any:
        return fn(*arguments)

    return call


def async_uses(folder: Path) -> dict[str, Callable[[Callback], Awaitable[object]]]:
    transport, policy = AsyncMemoryTransport(respond), Policy()
    downloader = AsyncDownloader(transport, policy)
    file = AsyncRemoteFile(data=1, id=1, name="b", locate=url)
    pollable = AsyncPollable(
        name="it", read=state, from_wire=lambda wire: wire, state=lambda value: value, machine=MACHINE
    )
    return {
        "download": lambda seen: downloader.fetch(url, folder / "a", on_progress=seen),
        "downloads": lambda seen: AsyncDownloads(downloader, folder, on_progress=seen).fetch([file]),
        "upload": lambda seen: AsyncUploader(transport, policy).send(b"x", URL, on_progress=seen),
        "resumable": lambda seen: AsyncResumableUploader(transport, policy).send(b"x", URL, on_progress=seen),
        "transfers": lambda seen: AsyncTransfers(2, seen).each(["a", "b"], transfer),
        "wait": lambda seen: async_wait(pollable, on_progress=seen),
        "bulk": lambda seen: AsyncBulk(send, key=str).run(["a"], on_progress=seen),
    }


def sync_uses(folder: Path) -> Iterator[tuple[str, Callable[[Callable[[object], None]], object]]]:
    transport, policy = MemoryTransport(respond), Policy()
    downloader = Downloader(transport, policy)
    file = RemoteFile(data=1, id=1, name="b", locate=lambda: URL)
    pollable = Pollable(
        name="it",
        read=lambda left_s: Result("done", Response(200)),
        from_wire=lambda wire: wire,
        state=lambda value: value,
        machine=MACHINE,
    )

    def downloads(seen: Callable[[object], None]) -> None:
        for result in Downloads(downloader, folder, on_progress=seen).fetch([file]):
            result.unwrap()

    def transfers(seen: Callable[[object], None]) -> None:
        for result in Transfers(2, seen).each(["a"], lambda item, report: report(item)):
            result.unwrap()

    yield "download", lambda seen: downloader.fetch(lambda: URL, folder / "a", on_progress=seen)
    yield "downloads", downloads
    yield "upload", lambda seen: Uploader(transport, policy).send(b"x", URL, on_progress=seen)
    yield "resumable", lambda seen: ResumableUploader(transport, policy).send(b"x", URL, on_progress=seen)
    yield "transfers", transfers
    yield "wait", lambda seen: wait(pollable, on_progress=seen)
    yield "bulk", lambda seen: Bulk(lambda item, key: item, key=str).run(["a"], on_progress=seen)


class Recorder:
    """A callable object whose `__call__` is async."""

    def __init__(self) -> None:
        self.seen: list[object] = []
        self.inside = self.most = 0

    async def __call__(self, value: object) -> None:
        self.inside += 1
        self.most = max(self.most, self.inside)
        await asyncio.sleep(0)
        self.inside -= 1
        self.seen.append(value)


async def test_an_async_callback_is_awaited_in_the_async_half(tmp_path: Path) -> None:
    for name, use in async_uses(tmp_path).items():
        for wrap in (plain, partial, hidden):
            recorder = Recorder()
            await use(wrap(recorder))
            assert (bool(recorder.seen), recorder.most) == (True, 1), name


async def test_an_error_of_an_async_callback_is_raised(tmp_path: Path) -> None:
    async def fail(value: object) -> None:
        raise ZeroDivisionError

    for name, use in async_uses(tmp_path).items():
        with pytest.raises(ZeroDivisionError):
            await use(fail)
        assert name


async def test_async_callbacks_of_concurrent_transfers_take_turns() -> None:
    recorder = Recorder()
    await AsyncTransfers(8, recorder).each([str(number) for number in range(40)], transfer)
    assert (len(recorder.seen), recorder.most) == (40, 1)


def test_an_async_callback_is_refused_in_the_sync_half(tmp_path: Path) -> None:
    recorder = Recorder()
    for name, use in sync_uses(tmp_path):
        for wrap in (plain, partial[Any], hidden):
            callback: Any = wrap(recorder)
            with pytest.raises(InputError, match=r"on_progress (is async|returned something to await)"):
                use(callback)
        assert recorder.seen == [], name


def test_async_work_is_refused_in_the_sync_half() -> None:
    with pytest.raises(InputError, match="work is async"):
        Bulk(send, key=str)
    work: Any = hidden(send)
    (result,) = Bulk[str, str](work, key=str).run(["a"])
    assert isinstance(result.error, InputError)
    assert str(result.error) == "work returned something to await. Give a plain function."


async def test_an_async_generator_is_no_callback() -> None:
    async def seen(value: object):
        yield value

    with pytest.raises(InputError, match="on_progress is an async generator"):
        await AsyncBulk(send, key=str).run(["a"], on_progress=seen)


def test_an_async_observer_is_refused() -> None:
    async def observer(event: object) -> None: ...

    for each in (observer, Recorder()):
        with pytest.raises(ConfigError, match=r"observers\[0\] is async"):
            checked_observers([each])  # type: ignore[list-item]


def test_an_observer_that_returns_something_to_await_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def observer(event: object) -> None: ...

    operation: Operation[Any] = Operation(id="get", method="GET", path="/a", result_types={200: str})
    transport = MemoryTransport(lambda _: Response(200, {"content-type": "application/json"}, b'"a"'))
    engine = Engine(transport, base_url="https://api.test", observers=[hidden(observer)])
    assert engine.send(Call(operation), Policy()).value == "a"
    assert "An observer returned something to await" in caplog.text


async def test_a_plain_function_of_the_url_is_called(tmp_path: Path) -> None:
    transport: Any = AsyncMemoryTransport(respond)
    locate: Any = lambda: URL  # noqa: E731
    await AsyncDownloader(transport, Policy(), user_agent="test").fetch(locate, tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == b"content"
    await AsyncUploader(transport, Policy(), user_agent="test").send(b"content", locate)
    await AsyncResumableUploader(transport, Policy(), user_agent="test").send(b"content", locate)


@pytest.mark.parametrize("function", ["items", "from_wire", "key", "total"])
@pytest.mark.parametrize("wrapped", [plain, hidden])
def test_an_async_function_of_a_list_is_refused(function: str, wrapped: Callable[[Any], Any]) -> None:
    async def asynchronous(_: object) -> object:
        return [1]

    fn = wrapped(asynchronous)
    functions: dict[str, Any] = {"items": lambda body: body, "from_wire": lambda item: item}
    total = fn if function == "total" else lambda _: None
    functions |= {} if function == "total" else {function: fn}
    listed: Pages[Any] = Pages(
        lambda _: Result([1], Response(200)),
        Call(Operation(id="list", method="GET", path="/list", result_types={200: list})),
        PageNumberPaging(page_size=5, total=total),
        **functions,
    )
    with pytest.raises(InputError, match=f"{function} returned something to await"):
        listed.to_list()


def test_an_async_send_of_a_list_is_refused() -> None:
    async def asynchronous(_: object) -> object:
        return [1]

    send: Any = asynchronous
    operation: Operation[Any] = Operation(id="list", method="GET", path="/list", result_types={200: list})
    paging: PageNumberPaging[Any] = PageNumberPaging(page_size=5)
    listed: Pages[Any] = Pages(
        send, Call(operation), paging, items=lambda body: body, from_wire=lambda item: item
    )
    with pytest.raises(InputError, match="send returned something to await"):
        listed.to_list()


def test_an_async_auth_scheme_is_refused() -> None:
    async def scheme(request: Request, secret: str) -> Request:
        return request

    for kind, transport in ((Engine, MemoryTransport(respond)), (AsyncEngine, AsyncMemoryTransport(respond))):
        made: Any = kind
        with pytest.raises(InputError, match="auth_scheme is async"):
            made(transport, base_url="https://api.test", auth_scheme=scheme)


def test_an_auth_scheme_that_returns_no_request_is_a_config_error() -> None:
    async def scheme(request: Request, secret: str) -> Request:
        return request

    operation: Operation[Any] = Operation(id="get", method="GET", path="/a", result_types={200: str})
    tokens = StaticToken("token-token-token")
    for returning, name in ((hidden(scheme), "coroutine"), (lambda *_: None, "NoneType")):
        made: Any = returning
        engine = Engine(
            MemoryTransport(respond), base_url="https://api.test", tokens=tokens, auth_scheme=made
        )
        with pytest.raises(ConfigError, match=f"auth_scheme returns {name}, not a Request"):
            engine.send(Call(operation), Policy())
