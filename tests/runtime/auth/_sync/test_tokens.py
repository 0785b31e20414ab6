# DO NOT EDIT. Derived from ../_async/test_tokens.py by "python -m seawall.codegen.derive".
import functools
from collections.abc import Iterator

import pytest

from seawall.core.auth.tokens import Token
from seawall.core.errors import ConfigError, NotSentError
from seawall.runtime.auth._sync.providers import CallableTokenProvider, StaticToken
from seawall.testing import FakeClock

NOW_S = 1_700_000_000.0


# --- A token that was given ------------------------------------------------------------------------------


def test_a_given_token_is_given_on() -> None:
    assert StaticToken("abc").token(60.0) == "abc"


def test_a_given_token_can_not_be_renewed() -> None:
    assert StaticToken("abc").renew("abc", 60.0) == "abc"


@pytest.mark.parametrize("text", ["", "a b", "a\n", "é"])
def test_a_given_token_that_can_be_none_is_a_wrong_setting(text: str) -> None:
    with pytest.raises(ConfigError, match="given token is not valid"):
        StaticToken(text).token(60.0)


def test_the_repr_of_a_given_token_does_not_show_it() -> None:
    assert "hunter2" not in repr(StaticToken("hunter2"))


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


def tokens_of(*things: object, clock: FakeClock | None = None) -> CallableTokenProvider:
    clock = clock or FakeClock(wall_s=NOW_S)
    return CallableTokenProvider(Giving(*things), clock=clock)


def test_a_function_that_gives_a_text_is_asked_each_time() -> None:
    tokens = tokens_of("a", "b", "c")
    assert [tokens.token(60.0), tokens.token(60.0), tokens.renew("b", 60.0)] == [
        "a",
        "b",
        "c",
    ]


def test_a_function_that_gives_a_token_is_asked_again_when_it_is_due() -> None:
    clock = FakeClock(wall_s=NOW_S)
    tokens = tokens_of(of_an_hour("a"), of_an_hour("b", NOW_S + 3300), clock=clock)
    assert tokens.token(60.0) == "a"
    clock.advance(3299)
    assert tokens.token(60.0) == "a"
    clock.advance(1)
    assert tokens.token(60.0) == "b"


def test_a_function_that_gives_a_token_is_asked_again_when_it_is_refused() -> None:
    tokens = tokens_of(of_an_hour("a"), of_an_hour("b"))
    assert tokens.renew(tokens.token(60.0), 60.0) == "b"
    assert tokens.token(60.0) == "b"


def test_a_token_that_a_function_gave_is_used_to_its_end_where_there_is_no_other() -> None:
    clock = FakeClock(wall_s=NOW_S)
    tokens = tokens_of(of_an_hour("a"), NotSentError("gone."), NotSentError("gone."), clock=clock)
    tokens.token(60.0)
    clock.advance(3500)
    assert tokens.token(60.0) == "a"
    clock.advance(100)
    with pytest.raises(NotSentError):
        tokens.token(60.0)


@pytest.mark.parametrize("error", [KeyError("bug"), OSError("disk"), ZeroDivisionError()])
def test_what_a_function_raises_comes_through_as_it_is(error: Exception) -> None:
    tokens = tokens_of(error, "later")
    with pytest.raises(type(error)) as caught:
        tokens.token(60.0)
    assert caught.value is error
    assert tokens.token(60.0) == "later"


def test_a_function_may_have_arguments_bound_to_it() -> None:
    def get(name: str) -> str:
        return f"token-of-{name}"

    assert CallableTokenProvider(functools.partial(get, "me")).token(60.0) == "token-of-me"


@pytest.mark.parametrize("text", ["", "a b", "hunter2\r\n", None, 5, b"x"])
def test_a_function_that_gives_no_token_is_a_wrong_setting(text: object) -> None:
    with pytest.raises(ConfigError, match="returned none") as caught:
        tokens_of(text).token(60.0)
    assert "hunter2" not in str(caught.value)


def test_a_function_may_be_handed_in_where_a_provider_is_wanted() -> None:
    given = StaticToken("t")
    assert CallableTokenProvider.from_callable(given) is given
    assert CallableTokenProvider.from_callable(lambda: "abc").token(60.0) == "abc"


def test_a_function_that_has_no_more_to_give_does_not_hang() -> None:
    left: Iterator[str] = iter(())
    with pytest.raises((RuntimeError, StopIteration)):
        CallableTokenProvider(left.__next__).token(60.0)
