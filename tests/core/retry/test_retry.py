import pytest

from seawall.core.engine.policy import MAX_GROWTH, RetryRule
from seawall.core.errors import (
    AttemptTimeoutError,
    ChangeTimeoutError,
    ConfigError,
    DeadlineExceededError,
    MaybeProcessedError,
    NotSentError,
    ResponseLostError,
    SeawallError,
    StatusError,
    TransportError,
)
from seawall.core.http.message import Headers
from seawall.core.http.retry_after import retry_after_s
from seawall.core.retry.retry import (
    RepeatProtection,
    RetryDecision,
    lost_response_class,
    may_repeat,
    protection_of,
    retry_decision,
    retry_delay_s,
)
from seawall.core.status_errors import error_class_for
from tests.core.retry.retry_table import COLUMNS, DOCS, ROWS, with_table

DATE = "Wed, 21 Oct 2015 07:28:00 GMT"


def status_error(status: int, **headers: str) -> StatusError:
    fields = Headers({name.replace("_", "-"): value for name, value in headers.items()})
    return error_class_for(status)("it failed.", status=status, headers=fields)


def test_a_call_is_retried_as_the_table_says() -> None:
    for row in ROWS:
        for (_, methods, protection), retried in zip(COLUMNS, row.retried, strict=True):
            assert {may_repeat(method, row.error, protection=protection) for method in methods} == {
                retried
            }, row


def test_the_published_table_is_the_one_that_the_tests_run() -> None:
    text = DOCS.read_text(encoding="utf-8")
    assert text == with_table(text)
    assert text.count("| retry |") > len(ROWS) // 2


def test_a_protection_of_an_idempotent_method_changes_nothing() -> None:
    for row in ROWS:
        if row.failure == "409":
            continue
        for method in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE"):
            repeated = {
                may_repeat(method, row.error, protection=protection) for protection in RepeatProtection
            }
            assert repeated == {row.retried[0]}, (row.failure, method)


def test_a_declared_idempotency_overrides_the_method() -> None:
    for row in ROWS:
        idempotent, keyed, preconditioned, unprotected = row.retried
        for method in ("GET", "POST", "PUT", "DELETE", "PATCH"):
            assert may_repeat(method, row.error, declared_idempotent=True) is idempotent, row.failure
            seen = [
                may_repeat(method, row.error, protection=protection, declared_idempotent=False)
                for protection in (RepeatProtection.KEY, RepeatProtection.PRECONDITION, RepeatProtection.NONE)
            ]
            assert seen == [keyed, preconditioned, unprotected], (row.failure, method)


def test_only_a_lost_change_may_have_been_processed() -> None:
    lost, late = ResponseLostError, AttemptTimeoutError
    maybe, late_change = MaybeProcessedError, ChangeTimeoutError
    own = type("OfATransport", (MaybeProcessedError,), {})
    rows: list[tuple[str, bool | None, type[TransportError], type[TransportError]]] = [
        ("GET", None, maybe, lost),
        ("GET", None, lost, lost),
        ("GET", None, late, late),
        ("GET", None, late_change, late),
        ("GET", False, maybe, maybe),
        ("POST", None, maybe, maybe),
        ("POST", None, lost, maybe),
        ("POST", None, late, late_change),
        ("POST", True, late, late_change),
        ("DELETE", None, own, own),
        ("GET", None, NotSentError, NotSentError),
        ("POST", None, DeadlineExceededError, DeadlineExceededError),
    ]
    for method, declared, given, raised in rows:
        row = (method, declared, given)
        assert lost_response_class(given("it failed."), method, declared) is raised, row


def test_the_protection_of_a_request() -> None:
    for headers, protection in [
        ({}, RepeatProtection.NONE),
        ({"accept": "*/*"}, RepeatProtection.NONE),
        ({"if-match": '"v1"'}, RepeatProtection.PRECONDITION),
        ({"if-none-match": "*"}, RepeatProtection.PRECONDITION),
        # "*" stays true, and another version may come back.
        ({"if-match": "*"}, RepeatProtection.NONE),
        ({"if-none-match": '"v1"'}, RepeatProtection.NONE),
        ({"if-unmodified-since": DATE}, RepeatProtection.PRECONDITION),
        ({"idempotency-key": "k"}, RepeatProtection.KEY),
        ({"idempotency-key": "k", "if-match": '"v1"'}, RepeatProtection.KEY),
        ({"idempotency-key": " "}, RepeatProtection.NONE),
        ({"x-key": "k"}, RepeatProtection.NONE),
    ]:
        assert protection_of(headers, "Idempotency-Key") is protection, (headers, protection)


def test_a_key_without_support_of_the_api_is_no_protection() -> None:
    assert protection_of({"idempotency-key": "k"}, None) is RepeatProtection.NONE


def test_the_delay_is_random_within_a_range_that_doubles() -> None:
    for attempt, random, delay_s in [
        (1, 0.0, 0.0),
        (1, 0.5, 0.5),
        (1, 1.0, 1.0),
        (2, 1.0, 2.0),
        (3, 1.0, 4.0),
        (4, 0.25, 2.0),
        (6, 1.0, 32.0),
        (7, 1.0, 60.0),
        (5000, 1.0, 60.0),
    ]:
        assert retry_delay_s(attempt, NotSentError("it failed."), RetryRule(), random) == pytest.approx(
            delay_s
        ), (attempt, random, delay_s)


def decide(error: SeawallError, *, attempt: int = 1, remaining_s: float = 180.0) -> RetryDecision | None:
    rule = RetryRule(attempts=3, max_retry_after_s=30.0)
    return retry_decision(
        attempt,
        error,
        rule,
        method="GET",
        protection=RepeatProtection.NONE,
        remaining_s=remaining_s,
        random=1.0,
    )


def test_a_decision_holds_the_delay_and_the_cost() -> None:
    assert decide(status_error(503)) == RetryDecision(delay_s=1.0, cost=14)
    assert decide(status_error(503), attempt=2) == RetryDecision(delay_s=2.0, cost=14)
    assert decide(status_error(429, retry_after="30")) == RetryDecision(delay_s=30.0, cost=5)


def test_there_is_no_retry_without_a_reason_an_attempt_or_time() -> None:
    assert decide(status_error(404)) is None
    assert decide(status_error(503), attempt=3) is None
    assert decide(status_error(429, retry_after="31")) is None
    assert decide(status_error(503), remaining_s=1.0) is None
    assert decide(status_error(503), remaining_s=1.01) is not None


def test_the_delay_follows_the_retry_rule() -> None:
    rule = RetryRule(first_delay_s=3.0, max_delay_s=5.0)
    error = NotSentError("it failed.")
    assert [retry_delay_s(attempt, error, rule, 1.0) for attempt in (1, 2, 3)] == [3.0, 5.0, 5.0]
    slow, steep = RetryRule(growth=1), RetryRule(growth=MAX_GROWTH, max_delay_s=1e9)
    assert [retry_delay_s(attempt, error, slow, 1.0) for attempt in (1, 2, 5000)] == [1.0, 1.0, 1.0]
    assert [retry_delay_s(attempt, error, steep, 1.0) for attempt in (1, 2, 5000)] == [1.0, 10.0, 1e9]


def test_the_delay_has_a_shortest_value() -> None:
    rule = RetryRule(min_delay_s=0.1)
    error = NotSentError("it failed.")
    assert [retry_delay_s(1, error, rule, random) for random in (0.0, 0.05, 0.5)] == [0.1, 0.1, 0.5]
    with pytest.raises(ConfigError, match="min_delay_s is -1"):
        RetryRule(min_delay_s=-1)


def test_a_404_of_a_resource_that_was_just_created_is_retried_for_its_time() -> None:
    rule = RetryRule(attempts=1, missing_for_s=5.0)

    def delay_s(
        status: int = 404, method: str = "GET", *, elapsed_s: float, random: float = 1.0
    ) -> float | None:
        made = retry_decision(
            9,
            status_error(status),
            rule,
            method=method,
            protection=RepeatProtection.NONE,
            remaining_s=60.0,
            random=random,
            elapsed_s=elapsed_s,
        )
        return None if made is None else made.delay_s

    assert delay_s(elapsed_s=0.0) == 1.0
    assert delay_s(elapsed_s=0.0, random=0.0) == 0.1
    # The last attempt is at the end of the time.
    assert delay_s(elapsed_s=4.5) == 0.5
    assert delay_s(elapsed_s=5.0) is None
    assert delay_s(503, elapsed_s=0.0) is None
    assert delay_s(method="PUT", elapsed_s=0.0) is None


def test_retry_after_is_honoured_in_full() -> None:
    for retry_after in ["0", "7", "3600"]:
        assert retry_delay_s(1, status_error(429, retry_after=retry_after), RetryRule(), 0.5) == float(
            retry_after
        ), retry_after


def test_an_invalid_retry_after_is_ignored() -> None:
    assert retry_delay_s(1, status_error(503, retry_after="soon"), RetryRule(), 0.5) == 0.5


def test_retry_after_is_parsed() -> None:
    for value, seconds in [
        ("0", 0.0),
        ("120", 120.0),
        (" 5 ", 5.0),
        ("9" * 400, 999_999_999.0),
        ("Wed, 21 Oct 2015 07:28:30 GMT", 30.0),
        ("Wednesday, 21-Oct-15 07:28:30 GMT", 30.0),
        ("Wed Oct 21 07:28:30 2015", 30.0),
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
    ]:
        assert retry_after_s(Headers({"retry-after": value, "date": DATE})) == seconds, (value, seconds)


def test_a_retry_after_date_needs_the_date_of_the_response() -> None:
    for date in [{}, {"date": "today"}, {"date": ""}]:
        headers = Headers({"retry-after": "Wed, 21 Oct 2015 07:28:30 GMT", **date})
        assert retry_after_s(headers) is None, date


def test_a_status_error_has_the_retry_after_time() -> None:
    assert status_error(429, retry_after="7").retry_after_s == 7.0
    assert status_error(429).retry_after_s is None


def test_a_missing_retry_after_is_none() -> None:
    assert retry_after_s(Headers({"date": DATE})) is None


def test_a_conflict_with_a_key_is_retried_unless_the_api_means_something_else() -> None:
    for retry_conflict, protection, is_retried in [
        (True, RepeatProtection.KEY, True),
        (False, RepeatProtection.KEY, False),
        (True, RepeatProtection.NONE, False),
    ]:
        decision = retry_decision(
            1,
            status_error(409),
            RetryRule(retry_conflict=retry_conflict),
            method="POST",
            protection=protection,
            remaining_s=180.0,
            random=0.5,
        )
        assert (decision is not None) is is_retried, (retry_conflict, protection)
    with pytest.raises(ConfigError, match="retry_conflict is of type int"):
        RetryRule(retry_conflict=0)  # type: ignore[arg-type]


def test_after_a_status_that_means_unprocessed_any_call_is_retried() -> None:
    rule = RetryRule(unprocessed=frozenset({429}))
    for status in (429, 503, 400):
        error = status_error(status)
        decision = retry_decision(
            1, error, rule, method="POST", protection=RepeatProtection.NONE, remaining_s=100, random=0.5
        )
        assert (decision is not None) is (status == 429), status
        assert may_repeat("POST", error, unprocessed={429}) is (status == 429)
        assert not may_repeat("POST", error)
