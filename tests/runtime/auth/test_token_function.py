"""Token functions of the user: plain and async functions, in async and sync providers."""

import threading
from collections.abc import Awaitable

import pytest

from seawall.core.errors import ConfigError
from seawall.runtime.auth._async.providers import AsyncCallableTokenProvider
from seawall.runtime.auth._sync.providers import CallableTokenProvider


async def returns_abc() -> str:
    return "abc"


async def test_an_async_function_is_awaited() -> None:
    assert await AsyncCallableTokenProvider(returns_abc).token(60.0) == "abc"


async def test_an_awaitable_result_of_a_plain_function_is_awaited() -> None:
    def get() -> Awaitable[str]:
        return returns_abc()

    assert await AsyncCallableTokenProvider(get).token(60.0) == "abc"


async def test_a_plain_function_does_not_block_the_event_loop() -> None:
    called_in = []

    def get() -> str:
        called_in.append(threading.current_thread())
        return "abc"

    assert await AsyncCallableTokenProvider(get).token(60.0) == "abc"
    assert called_in != [threading.main_thread()]


async def test_an_async_function_runs_in_the_event_loop() -> None:
    called_in = []

    async def get() -> str:
        called_in.append(threading.current_thread())
        return "abc"

    assert await AsyncCallableTokenProvider(get).token(60.0) == "abc"
    assert called_in == [threading.main_thread()]


async def test_errors_of_an_async_function_are_raised_unchanged() -> None:
    error = KeyError("bug")

    async def get() -> str:
        raise error

    with pytest.raises(KeyError) as caught:
        await AsyncCallableTokenProvider(get).token(60.0)
    assert caught.value is error


def test_a_sync_provider_rejects_an_async_function() -> None:
    # Warnings are errors here: a coroutine that is never awaited would be one.
    with pytest.raises(ConfigError, match="async client"):
        CallableTokenProvider(returns_abc).token(60.0)  # type: ignore[arg-type]
