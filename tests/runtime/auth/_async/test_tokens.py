import functools
from collections.abc import Iterator

import pytest

from seawall.core.auth.tokens import Token
from seawall.core.errors import ConfigError, NotSentError
from seawall.runtime.auth._async.providers import AsyncCallableTokenProvider, AsyncStaticToken
from seawall.testing import AsyncFakeClock
from tests.rows import row

NOW_S = 1_700_000_000.0


# --- Static tokens ---------------------------------------------------------------------------------------


async def test_a_static_token_is_returned() -> None:
    assert await AsyncStaticToken("abc").token(60.0) == "abc"


async def test_a_static_token_is_not_renewed() -> None:
    assert await AsyncStaticToken("abc").renew("abc", 60.0) == "abc"


async def test_an_invalid_static_token_is_rejected() -> None:
    for text in (
        "",
        "a b",
        "a\n",
        "é",
    ):
        with row(text), pytest.raises(ConfigError, match="given token is not valid"):
            await AsyncStaticToken(text).token(60.0)


async def test_the_repr_of_a_static_token_does_not_show_it() -> None:
    assert "hunter2" not in repr(AsyncStaticToken("hunter2"))


# --- Token functions -------------------------------------------------------------------------------------


def one_hour_token(name: str, obtained_at: float = NOW_S) -> Token:
    return Token(access_token=name, obtained_at=obtained_at, lifetime_s=3600.0)


class Returning:
    """A function that returns, or raises, one thing after another."""

    def __init__(self, *things: object) -> None:
        self._left = list(things)

    def __call__(self) -> Token:
        thing = self._left.pop(0)
        if isinstance(thing, BaseException):
            raise thing
        return thing  # type: ignore[return-value]


def tokens_of(*things: object, clock: AsyncFakeClock | None = None) -> AsyncCallableTokenProvider:
    clock = clock or AsyncFakeClock(wall_s=NOW_S)
    return AsyncCallableTokenProvider(Returning(*things), clock=clock)


async def test_a_function_that_returns_text_is_called_for_each_token() -> None:
    tokens = tokens_of("a", "b", "c")
    assert [await tokens.token(60.0), await tokens.token(60.0), await tokens.renew("b", 60.0)] == [
        "a",
        "b",
        "c",
    ]


async def test_a_function_that_returns_a_token_is_called_again_when_it_is_due() -> None:
    clock = AsyncFakeClock(wall_s=NOW_S)
    tokens = tokens_of(one_hour_token("a"), one_hour_token("b", NOW_S + 3300), clock=clock)
    assert await tokens.token(60.0) == "a"
    clock.advance(3299)
    assert await tokens.token(60.0) == "a"
    clock.advance(1)
    assert await tokens.token(60.0) == "b"


async def test_a_function_that_returns_a_token_is_called_again_when_it_is_rejected() -> None:
    tokens = tokens_of(one_hour_token("a"), one_hour_token("b"))
    assert await tokens.renew(await tokens.token(60.0), 60.0) == "b"
    assert await tokens.token(60.0) == "b"


async def test_a_due_token_is_used_until_it_expires_if_the_function_fails() -> None:
    clock = AsyncFakeClock(wall_s=NOW_S)
    tokens = tokens_of(one_hour_token("a"), NotSentError("gone."), NotSentError("gone."), clock=clock)
    await tokens.token(60.0)
    clock.advance(3500)
    assert await tokens.token(60.0) == "a"
    clock.advance(100)
    with pytest.raises(NotSentError):
        await tokens.token(60.0)


async def test_errors_of_the_function_are_raised_unchanged() -> None:
    for error in (
        KeyError("bug"),
        OSError("disk"),
        ZeroDivisionError(),
    ):
        with row(error):
            tokens = tokens_of(error, "later")
            with pytest.raises(type(error)) as caught:
                await tokens.token(60.0)
            assert caught.value is error
            assert await tokens.token(60.0) == "later"


async def test_a_function_may_have_arguments_bound_to_it() -> None:
    def get(name: str) -> str:
        return f"token-of-{name}"

    assert await AsyncCallableTokenProvider(functools.partial(get, "me")).token(60.0) == "token-of-me"


async def test_a_function_that_returns_no_token_is_rejected() -> None:
    for text in (
        "",
        "a b",
        "hunter2\r\n",
        None,
        5,
        b"x",
    ):
        with row(text):
            with pytest.raises(ConfigError, match="returned none") as caught:
                await tokens_of(text).token(60.0)
            assert "hunter2" not in str(caught.value)


async def test_a_provider_can_be_made_from_a_function() -> None:
    given = AsyncStaticToken("t")
    assert AsyncCallableTokenProvider.from_callable(given) is given
    assert await AsyncCallableTokenProvider.from_callable(lambda: "abc").token(60.0) == "abc"


async def test_stop_iteration_from_the_function_does_not_hang() -> None:
    left: Iterator[str] = iter(())
    with pytest.raises((RuntimeError, StopIteration)):
        await AsyncCallableTokenProvider(left.__next__).token(60.0)


async def test_closing_a_provider_that_is_idle() -> None:
    tokens = tokens_of("a")
    assert await tokens.token(60.0) == "a"
    await tokens.aclose()
