import functools
from collections.abc import Iterator

import pytest

from seawall.core.auth.tokens import Token
from seawall.core.errors import ConfigError, NotSentError
from seawall.runtime.auth._async.providers import AsyncCallableTokenProvider, AsyncStaticToken
from seawall.testing import AsyncFakeClock

NOW_S = 1_700_000_000.0


# --- A token that was given ------------------------------------------------------------------------------


async def test_a_given_token_is_given_on() -> None:
    assert await AsyncStaticToken("abc").token(60.0) == "abc"


async def test_a_given_token_can_not_be_renewed() -> None:
    assert await AsyncStaticToken("abc").renew("abc", 60.0) == "abc"


@pytest.mark.parametrize("text", ["", "a b", "a\n", "é"])
async def test_a_given_token_that_can_be_none_is_a_wrong_setting(text: str) -> None:
    with pytest.raises(ConfigError, match="given token is not valid"):
        await AsyncStaticToken(text).token(60.0)


async def test_the_repr_of_a_given_token_does_not_show_it() -> None:
    assert "hunter2" not in repr(AsyncStaticToken("hunter2"))


# --- What a function gives -------------------------------------------------------------------------------


def of_an_hour(name: str, obtained_at: float = NOW_S) -> Token:
    return Token(access_token=name, obtained_at=obtained_at, lifetime_s=3600.0)


class Giving:
    """A function that gives, or raises, one thing after another."""

    def __init__(self, *things: object) -> None:
        self._left = list(things)

    def __call__(self) -> Token:
        thing = self._left.pop(0)
        if isinstance(thing, BaseException):
            raise thing
        return thing  # type: ignore[return-value]


def tokens_of(*things: object, clock: AsyncFakeClock | None = None) -> AsyncCallableTokenProvider:
    clock = clock or AsyncFakeClock(wall_s=NOW_S)
    return AsyncCallableTokenProvider(Giving(*things), clock=clock)


async def test_a_function_that_gives_a_text_is_asked_each_time() -> None:
    tokens = tokens_of("a", "b", "c")
    assert [await tokens.token(60.0), await tokens.token(60.0), await tokens.renew("b", 60.0)] == [
        "a",
        "b",
        "c",
    ]


async def test_a_function_that_gives_a_token_is_asked_again_when_it_is_due() -> None:
    clock = AsyncFakeClock(wall_s=NOW_S)
    tokens = tokens_of(of_an_hour("a"), of_an_hour("b", NOW_S + 3300), clock=clock)
    assert await tokens.token(60.0) == "a"
    clock.advance(3299)
    assert await tokens.token(60.0) == "a"
    clock.advance(1)
    assert await tokens.token(60.0) == "b"


async def test_a_function_that_gives_a_token_is_asked_again_when_it_is_refused() -> None:
    tokens = tokens_of(of_an_hour("a"), of_an_hour("b"))
    assert await tokens.renew(await tokens.token(60.0), 60.0) == "b"
    assert await tokens.token(60.0) == "b"


async def test_a_token_that_a_function_gave_is_used_to_its_end_where_there_is_no_other() -> None:
    clock = AsyncFakeClock(wall_s=NOW_S)
    tokens = tokens_of(of_an_hour("a"), NotSentError("gone."), NotSentError("gone."), clock=clock)
    await tokens.token(60.0)
    clock.advance(3500)
    assert await tokens.token(60.0) == "a"
    clock.advance(100)
    with pytest.raises(NotSentError):
        await tokens.token(60.0)


@pytest.mark.parametrize("error", [KeyError("bug"), OSError("disk"), ZeroDivisionError()])
async def test_what_a_function_raises_comes_through_as_it_is(error: Exception) -> None:
    tokens = tokens_of(error, "later")
    with pytest.raises(type(error)) as caught:
        await tokens.token(60.0)
    assert caught.value is error
    assert await tokens.token(60.0) == "later"


async def test_a_function_may_have_arguments_bound_to_it() -> None:
    def get(name: str) -> str:
        return f"token-of-{name}"

    assert await AsyncCallableTokenProvider(functools.partial(get, "me")).token(60.0) == "token-of-me"


@pytest.mark.parametrize("text", ["", "a b", "hunter2\r\n", None, 5, b"x"])
async def test_a_function_that_gives_no_token_is_a_wrong_setting(text: object) -> None:
    with pytest.raises(ConfigError, match="returned none") as caught:
        await tokens_of(text).token(60.0)
    assert "hunter2" not in str(caught.value)


async def test_a_function_may_be_handed_in_where_a_provider_is_wanted() -> None:
    given = AsyncStaticToken("t")
    assert AsyncCallableTokenProvider.from_callable(given) is given
    assert await AsyncCallableTokenProvider.from_callable(lambda: "abc").token(60.0) == "abc"


async def test_a_function_that_has_no_more_to_give_does_not_hang() -> None:
    left: Iterator[str] = iter(())
    with pytest.raises((RuntimeError, StopIteration)):
        await AsyncCallableTokenProvider(left.__next__).token(60.0)
