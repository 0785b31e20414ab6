"""Each public class of the runtime checks its constructor arguments with a ConfigError."""

from collections.abc import Callable
from typing import Any

import pytest

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.result import Result
from seawall.core.errors import ConfigError, InputError
from seawall.core.paging.strategies import OffsetPaging
from seawall.runtime import (
    AsyncBulk,
    AsyncCallableTokenProvider,
    AsyncEngine,
    AsyncOperationCache,
    AsyncPages,
)
from seawall.testing import AsyncMemoryTransport, Script
from seawall.transports import TransportOptions, async_default_transport

LIST: Operation[list[int]] = Operation(
    id="list", method="GET", path="/v1/things", result_types={200: list[int]}
)
ANY: Any = "s3cret"


def engine(**arguments: Any) -> AsyncEngine:
    given = {"transport": AsyncMemoryTransport(Script()), "base_url": "https://api.test", **arguments}
    return AsyncEngine(given.pop("transport"), **given)


async def work(item: object, key: str) -> None:
    """Work that does nothing."""


CONSTRUCTORS: list[tuple[Callable[[], object], str]] = [
    (lambda: engine(transport=ANY), "transport is of type str. Give a transport"),
    (lambda: engine(transport=AsyncMemoryTransport), "transport is the class AsyncMemoryTransport."),
    (lambda: engine(base_url="api.test"), "base_url is not an http or https URL."),
    (lambda: engine(tokens=ANY), "tokens is of type str. Give a token provider"),
    (lambda: engine(clock=ANY), "clock is of type str. Give an instance of AsyncClock."),
    (lambda: engine(cache=True), "cache is of type bool. Give an instance of AsyncOperationCache."),
    (lambda: engine(limiter=5), "limiter is of type int. Give an instance of AsyncLimiter."),
    (lambda: engine(observers=print), "observers is of type builtin_function_or_method."),
    (lambda: AsyncOperationCache(invalidation=ANY), "invalidation is of type str. Give Invalidation."),
    (lambda: AsyncCallableTokenProvider(ANY), "get is of type str. Give a function"),
    (lambda: AsyncBulk(ANY, key=str), "work is of type str. Give a function"),
    (lambda: AsyncBulk(work, key=ANY), "key is of type str. Give a function"),
    (lambda: AsyncBulk(work, key=str, journal=ANY), "journal is of type str. Give a BulkJournal."),
    (lambda: TransportOptions(no_proxy=ANY), "no_proxy is of type str. Give a list or tuple of hosts."),
    (lambda: async_default_transport(options=ANY), "options is of type str."),
    (
        lambda: async_default_transport("httpx2", options=ANY),
        "options is of type str. Give TransportOptions.",
    ),
]


async def test_a_constructor_names_the_wrong_argument_and_does_not_show_it(subtests: pytest.Subtests) -> None:
    for make, message in CONSTRUCTORS:
        with subtests.test(row=repr(message)[:60]):
            with pytest.raises(ConfigError) as caught:
                make()
            assert str(caught.value).startswith(message)
            assert "s3cret" not in str(caught.value)


async def test_pages_check_their_arguments() -> None:
    async def send(call: Call[list[int]]) -> Result[list[int]]:
        raise AssertionError(call)

    pages: AsyncPages[int] = AsyncPages(
        send, Call(LIST), OffsetPaging(page_size=10), items=lambda body: body, from_wire=lambda item: item
    )
    with pytest.raises(InputError, match="limit is of type str"):
        await pages.to_list(limit=ANY)
    with pytest.raises(InputError, match="token is of type NoneType"):
        pages.after(None)  # type: ignore[arg-type]
