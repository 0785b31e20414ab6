# DO NOT EDIT. Derived from ../_async/test_tokens.py by "python -m seawall.codegen.derive".
import functools
from collections.abc import Iterator

import pytest

from seawall.core.auth.tokens import Token
from seawall.core.errors import ConfigError, NotSentError
from seawall.runtime.auth._sync.providers import CallableTokenProvider, StaticToken
from seawall.testing import FakeClock
from tests.rows import row

NOW_S = 1_700_000_000.0


# --- Static tokens ---------------------------------------------------------------------------------------


def test_a_static_token_is_returned() -> None:
    assert StaticToken("abc").token(60.0) == "abc"


def test_a_static_token_is_not_renewed() -> None:
    assert StaticToken("abc").renew("abc", 60.0) == "abc"


def test_an_invalid_static_token_is_rejected() -> None:
    for text in (
        "",
        "a b",
        "a\n",
        "é",
    ):
        with row(text), pytest.raises(ConfigError, match="given token is not valid"):
            StaticToken(text).token(60.0)


def test_the_repr_of_a_static_token_does_not_show_it() -> None:
    assert "hunter2" not in repr(StaticToken("hunter2"))


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


def tokens_of(*things: object, clock: FakeClock | None = None) -> CallableTokenProvider:
    clock = clock or FakeClock(wall_s=NOW_S)
    return CallableTokenProvider(Returning(*things), clock=clock)


def test_a_function_that_returns_text_is_called_for_each_token() -> None:
    tokens = tokens_of("a", "b", "c")
    assert [tokens.token(60.0), tokens.token(60.0), tokens.renew("b", 60.0)] == [
        "a",
        "b",
        "c",
    ]


def test_a_function_that_returns_a_token_is_called_again_when_it_is_due() -> None:
    clock = FakeClock(wall_s=NOW_S)
    tokens = tokens_of(one_hour_token("a"), one_hour_token("b", NOW_S + 3300), clock=clock)
    assert tokens.token(60.0) == "a"
    clock.advance(3299)
    assert tokens.token(60.0) == "a"
    clock.advance(1)
    assert tokens.token(60.0) == "b"


def test_a_function_that_returns_a_token_is_called_again_when_it_is_rejected() -> None:
    tokens = tokens_of(one_hour_token("a"), one_hour_token("b"))
    assert tokens.renew(tokens.token(60.0), 60.0) == "b"
    assert tokens.token(60.0) == "b"


def test_a_due_token_is_used_until_it_expires_if_the_function_fails() -> None:
    clock = FakeClock(wall_s=NOW_S)
    tokens = tokens_of(one_hour_token("a"), NotSentError("gone."), NotSentError("gone."), clock=clock)
    tokens.token(60.0)
    clock.advance(3500)
    assert tokens.token(60.0) == "a"
    clock.advance(100)
    with pytest.raises(NotSentError):
        tokens.token(60.0)


def test_errors_of_the_function_are_raised_unchanged() -> None:
    for error in (
        KeyError("bug"),
        OSError("disk"),
        ZeroDivisionError(),
    ):
        with row(error):
            tokens = tokens_of(error, "later")
            with pytest.raises(type(error)) as caught:
                tokens.token(60.0)
            assert caught.value is error
            assert tokens.token(60.0) == "later"


def test_a_function_may_have_arguments_bound_to_it() -> None:
    def get(name: str) -> str:
        return f"token-of-{name}"

    assert CallableTokenProvider(functools.partial(get, "me")).token(60.0) == "token-of-me"


def test_a_function_that_returns_no_token_is_rejected() -> None:
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
                tokens_of(text).token(60.0)
            assert "hunter2" not in str(caught.value)


def test_a_provider_can_be_made_from_a_function() -> None:
    given = StaticToken("t")
    assert CallableTokenProvider.from_callable(given) is given
    assert CallableTokenProvider.from_callable(lambda: "abc").token(60.0) == "abc"


def test_stop_iteration_from_the_function_does_not_hang() -> None:
    left: Iterator[str] = iter(())
    with pytest.raises((RuntimeError, StopIteration)):
        CallableTokenProvider(left.__next__).token(60.0)


def test_closing_a_provider_that_is_idle() -> None:
    tokens = tokens_of("a")
    assert tokens.token(60.0) == "a"
    tokens.close()
