"""A user's function, in the two ways in which it can be waited for."""

import threading
from collections.abc import Awaitable

import pytest

from seawall.core.errors import ConfigError
from seawall.runtime.auth._async.providers import AsyncCallableTokenProvider
from seawall.runtime.auth._sync.providers import CallableTokenProvider


async def given() -> str:
    return "abc"


async def test_an_async_function_is_awaited() -> None:
    assert await AsyncCallableTokenProvider(given).token(60.0) == "abc"


async def test_a_function_that_returns_something_to_await_is_awaited() -> None:
    def get() -> Awaitable[str]:
        return given()

    assert await AsyncCallableTokenProvider(get).token(60.0) == "abc"


async def test_a_plain_function_does_not_hold_the_event_loop_up() -> None:
    asked_in = []

    def get() -> str:
        asked_in.append(threading.current_thread())
        return "abc"

    assert await AsyncCallableTokenProvider(get).token(60.0) == "abc"
    assert asked_in != [threading.main_thread()]


async def test_an_async_function_runs_in_the_event_loop() -> None:
    asked_in = []

    async def get() -> str:
        asked_in.append(threading.current_thread())
        return "abc"

    assert await AsyncCallableTokenProvider(get).token(60.0) == "abc"
    assert asked_in == [threading.main_thread()]


async def test_what_an_async_function_raises_comes_through_as_it_is() -> None:
    error = KeyError("bug")

    async def get() -> str:
        raise error

    with pytest.raises(KeyError) as caught:
        await AsyncCallableTokenProvider(get).token(60.0)
    assert caught.value is error


def test_an_async_function_wants_an_async_client() -> None:
    # Warnings are errors here: a coroutine that nobody awaits would be one.
    with pytest.raises(ConfigError, match="async client"):
        CallableTokenProvider(given).token(60.0)  # type: ignore[arg-type]
