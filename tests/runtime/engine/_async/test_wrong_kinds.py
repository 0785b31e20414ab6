"""What an SDK author hands to a part used alone, of a wrong kind: one sentence, where the part is made."""

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

LIST: Operation[list[int]] = Operation(id="list", method="GET", path="/v1/things", answers={200: list[int]})
ANY: Any = "any"


def engine(**handed_in: Any) -> AsyncEngine:
    given = {"transport": AsyncMemoryTransport(Script()), "base_url": "https://api.test", **handed_in}
    return AsyncEngine(given.pop("transport"), **given)


async def nothing(item: object, key: str) -> None:
    """Work that does nothing."""


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: engine(transport="httpx2"), "transport is of type str. Give a transport"),
        (lambda: engine(transport=AsyncMemoryTransport), "transport is the class AsyncMemoryTransport."),
        (lambda: engine(base_url="api.test"), "base_url is no http or https URL."),
        (lambda: engine(tokens="s3cret"), "tokens is of type str. Give a token provider"),
        (lambda: engine(clock=ANY), "clock is of type str. Give an instance of AsyncClock."),
        (lambda: engine(cache=True), "cache is of type bool. Give an instance of AsyncOperationCache."),
        (lambda: engine(limiter=5), "limiter is of type int. Give an instance of AsyncLimiter."),
        (lambda: engine(observers=print), "observers is of type builtin_function_or_method."),
        (lambda: AsyncOperationCache(invalidation=ANY), "invalidation is of type str. Give Invalidation."),
        (lambda: AsyncCallableTokenProvider(ANY), "get is of type str. Give a function"),
        (lambda: AsyncBulk(ANY, key=str), "work is of type str. Give a function"),
        (lambda: AsyncBulk(nothing, key=ANY), "key is of type str. Give a function"),
        (lambda: AsyncBulk(nothing, key=str, journal=ANY), "journal is of type str. Give a BulkJournal."),
        (lambda: TransportOptions(no_proxy=ANY), "no_proxy is of type str. Give a list or tuple of hosts."),
        (
            lambda: async_default_transport(options={}),  # type: ignore[arg-type]
            "options is of type dict. Give TransportOptions.",
        ),
        (
            lambda: async_default_transport("httpx2", options={}),  # type: ignore[arg-type]
            "options is of type dict. Give TransportOptions.",
        ),
    ],
)
async def test_each_is_a_config_error(make: Callable[[], object], words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        make()
    assert str(caught.value).startswith(words)
    assert "s3cret" not in str(caught.value)


async def test_the_words_of_a_list_are_looked_at() -> None:
    async def send(call: Call[list[int]]) -> Result[list[int]]:
        raise AssertionError(call)

    pages: AsyncPages[int] = AsyncPages(
        send, Call(LIST), OffsetPaging(page_size=10), items=lambda body: body, from_wire=lambda one: one
    )
    with pytest.raises(InputError, match="limit is of type str"):
        await pages.to_list(limit=ANY)
    with pytest.raises(InputError, match="token is of type NoneType"):
        pages.after(None)  # type: ignore[arg-type]
