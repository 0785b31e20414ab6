import re
from pathlib import Path

import pytest

from seawall.core import errors
from seawall.core.errors import (
    AttemptTimeoutError,
    AuthError,
    DecodeError,
    LoginRequiredError,
    MaybeProcessedError,
    NotSentError,
    SeawallError,
    StatusError,
    TransportError,
    error_class_for,
)
from seawall.core.message import Headers
from seawall.core.policy import RetryRule
from seawall.core.retry import SAFE_METHODS, may_repeat, retry_after_s, retry_delay_s

DOCS = Path(__file__).parents[2] / "docs" / "retries.md"
UNSAFE_METHODS = ("POST", "PUT", "PATCH", "DELETE")
DATE = "Wed, 21 Oct 2015 07:28:00 GMT"


def status_error(status: int, **headers: str) -> StatusError:
    fields = Headers({name.replace("_", "-"): value for name, value in headers.items()})
    return error_class_for(status)("it failed.", status=status, headers=fields)


def documented() -> list[tuple[str, str, str]]:
    """The rows of the published table: what failed, safe method, any other method."""
    rows = re.findall(r"^\| (.+?) \| (again|no) \| (again|no) \|$", DOCS.read_text(), flags=re.MULTILINE)
    return [(name.strip("`"), safe, other) for name, safe, other in rows]


def error_named(name: str) -> SeawallError:
    if name.isdigit():
        return status_error(int(name))
    error: SeawallError = getattr(errors, name)("it failed.")
    return error


def test_the_published_table_is_there() -> None:
    assert len(documented()) > 15


@pytest.mark.parametrize(("name", "safe", "other"), documented())
def test_the_published_table_is_what_the_code_does(name: str, safe: str, other: str) -> None:
    error = error_named(name)
    assert {may_repeat(method, error) for method in SAFE_METHODS} == {safe == "again"}
    assert {may_repeat(method, error) for method in UNSAFE_METHODS} == {other == "again"}


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
@pytest.mark.parametrize(
    ("error", "again"),
    [
        (NotSentError("it failed."), True),
        (MaybeProcessedError("it failed."), True),
        (AttemptTimeoutError("it failed."), True),
        (TransportError("it failed."), True),
        (status_error(408), True),
        (status_error(425), True),
        (status_error(429), True),
        (status_error(500), True),
        (status_error(503), True),
        (status_error(520), True),
        (status_error(599), True),
        (status_error(501), False),
        (status_error(505), False),
        (status_error(302), False),
        (status_error(400), False),
        (status_error(401), False),
        (status_error(404), False),
        (status_error(412), False),
        (status_error(422), False),
        (AuthError("it failed."), False),
        (LoginRequiredError("it failed."), False),
        (DecodeError("it failed."), False),
        (SeawallError("it failed."), False),
    ],
    ids=lambda value: f"{type(value).__name__}-{getattr(value, 'status', '')}",
)
def test_a_safe_method_is_repeated_after(method: str, error: SeawallError, again: bool) -> None:
    assert may_repeat(method, error) is again


@pytest.mark.parametrize("method", UNSAFE_METHODS)
@pytest.mark.parametrize(
    "error",
    [
        MaybeProcessedError("it failed."),
        AttemptTimeoutError("it failed."),
        status_error(408),
        status_error(429, retry_after="1"),
        status_error(503),
    ],
    ids=lambda error: f"{type(error).__name__}-{getattr(error, 'status', '')}",
)
def test_what_the_server_may_have_done_is_not_done_twice(method: str, error: SeawallError) -> None:
    assert may_repeat(method, error) is False


@pytest.mark.parametrize("method", UNSAFE_METHODS)
def test_what_never_left_is_sent_whatever_the_method(method: str) -> None:
    assert may_repeat(method, NotSentError("it failed.")) is True


@pytest.mark.parametrize(
    ("attempt", "random", "delay_s"),
    [
        (1, 0.0, 0.0),
        (1, 0.5, 0.05),
        (1, 1.0, 0.1),
        (2, 1.0, 0.2),
        (3, 1.0, 0.4),
        (4, 0.25, 0.2),
        (10, 1.0, 51.2),
        (11, 1.0, 60.0),
        (5000, 1.0, 60.0),
    ],
)
def test_the_wait_is_drawn_from_a_range_that_doubles(attempt: int, random: float, delay_s: float) -> None:
    assert retry_delay_s(attempt, NotSentError("it failed."), RetryRule(), random) == pytest.approx(delay_s)


def test_the_wait_follows_the_rule() -> None:
    rule = RetryRule(first_delay_s=3.0, max_delay_s=5.0)
    error = NotSentError("it failed.")
    assert [retry_delay_s(attempt, error, rule, 1.0) for attempt in (1, 2, 3)] == [3.0, 5.0, 5.0]


@pytest.mark.parametrize("asked", ["0", "7", "3600"])
def test_what_the_server_asks_for_is_honoured_in_full(asked: str) -> None:
    assert retry_delay_s(1, status_error(429, retry_after=asked), RetryRule(), 0.5) == float(asked)


def test_an_answer_that_asks_for_nothing_sensible_is_followed_by_the_usual_wait() -> None:
    assert retry_delay_s(1, status_error(503, retry_after="soon"), RetryRule(), 0.5) == pytest.approx(0.05)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("120", 120.0),
        (" 5 ", 5.0),
        ("9" * 400, 999_999_999.0),
        ("Wed, 21 Oct 2015 07:28:30 GMT", 30.0),
        ("Wednesday, 21-Oct-15 07:28:30 GMT", 30.0),
        ("Wed, 21 Oct 2015 09:28:30 +0200", 30.0),
        ("Wed, 21 Oct 2015 07:27:00 GMT", 0.0),
        ("", None),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("٣", None),
        ("²", None),
        ("\x00", None),
        ("Wed, 21 Oct 2015", None),
        ("Mon, 01 Jan 99999 00:00:00 GMT", None),
        ("Mon, 01 Jan 2024 00:00:00 +99999999999", None),
        ("Mon, 01 Jan 2024 00:00:00 -99999999999999999999", None),
        ("Mon, 01 Jan 99999999999 00:00:00", None),
    ],
)
def test_retry_after_reads(value: str, seconds: float | None) -> None:
    assert retry_after_s(Headers({"retry-after": value, "date": DATE})) == seconds


@pytest.mark.parametrize("date", [{}, {"date": "today"}, {"date": "Wed, 21 Oct 2015 07:28:00"}])
def test_a_date_without_the_answers_own_date_says_nothing(date: dict[str, str]) -> None:
    headers = Headers({"retry-after": "Wed, 21 Oct 2015 07:28:30 GMT", **date})
    assert retry_after_s(headers) is None


def test_no_retry_after_says_nothing() -> None:
    assert retry_after_s(Headers({"date": DATE})) is None
