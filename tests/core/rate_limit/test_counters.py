"""The counters of rate limits."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.core.engine.policy import LimitKind, RateLimit
from seawall.core.rate_limit.counters import Counter, MovingWindow, TokenBucket, counter_for

KINDS = list(LimitKind)
gaps_s = st.lists(st.integers(0, 40).map(lambda tenths: tenths / 10), max_size=60)
limits = st.builds(
    RateLimit,
    most=st.integers(1, 8),
    per_s=st.sampled_from([0.5, 1.0, 2.0, 3.0]),
    kind=st.sampled_from(KINDS),
)


def sent(counter: Counter, arrivals_s: list[float]) -> list[float]:
    """The times at which callers with these arrival times may send, one after the other."""
    times_s: list[float] = []
    for arrival_s in arrivals_s:
        now_s = counter.ready_at_s(max([arrival_s, *times_s[-1:]]))
        counter.record(now_s)
        times_s.append(now_s)
    return times_s


REQUEST_TIMES: list[tuple[LimitKind, list[float], list[float]]] = [
    (LimitKind.MOVING_WINDOW, [0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 10, 10, 10, 20]),
    (LimitKind.MOVING_WINDOW, [0, 4, 8, 9, 9, 9], [0, 4, 8, 10, 14, 18]),
    (LimitKind.MOVING_WINDOW, [0, 30, 30, 30, 30], [0, 30, 30, 30, 40]),
    (LimitKind.TOKEN_BUCKET, [0, 0, 0, 0, 0], [0, 0, 0, 10 / 3, 20 / 3]),
    (LimitKind.TOKEN_BUCKET, [0, 100, 100, 100, 100], [0, 100, 100, 100, 100 + 10 / 3]),
    (LimitKind.TOKEN_BUCKET, [0, 4, 8, 9, 9], [0, 4, 8, 9, 9]),
]


def test_the_times_of_requests() -> None:
    for kind, arrivals_s, expected_s in REQUEST_TIMES:
        counter = counter_for(RateLimit(most=3, per_s=10.0, kind=kind))
        assert sent(counter, arrivals_s) == pytest.approx(expected_s)


@settings(max_examples=100, derandomize=True)
@given(gaps_s, limits)
def test_no_span_holds_more_requests_than_allowed(gaps: list[float], limit: RateLimit) -> None:
    arrivals_s = [sum(gaps[: index + 1]) for index in range(len(gaps))]
    times_s = sent(counter_for(limit), arrivals_s)
    # A bucket gives its saved tokens and those that are refilled during the span.
    most = limit.most * (1 if limit.kind is LimitKind.MOVING_WINDOW else 2)
    for index, time_s in enumerate(times_s):
        within = [other for other in times_s[index:] if other < time_s + limit.per_s - 1e-6]
        assert len(within) <= most


@settings(max_examples=100, derandomize=True)
@given(gaps_s, limits, st.integers(0, 20))
def test_the_predicted_time_of_a_position_is_its_time(
    gaps: list[float], limit: RateLimit, position: int
) -> None:
    counter = counter_for(limit)
    now_s = max([0.0, *sent(counter, gaps)])
    predicted_s = [counter.ready_at_s(now_s, each) for each in range(position + 1)]
    assert sent(counter, [now_s] * (position + 1)) == pytest.approx(predicted_s)


@pytest.mark.parametrize("kind", KINDS)
def test_usage_counts_requests_and_returns_to_0(kind: LimitKind) -> None:
    counter = counter_for(RateLimit(most=4, per_s=8.0, kind=kind))
    assert (counter.used(0.0), counter.resets_in_s(0.0)) == (0, 0.0)
    counter.record(0.0)
    counter.record(1.0)
    assert counter.used(1.0) == 2
    end_s = 1.0 + counter.resets_in_s(1.0)
    assert counter.used(end_s - 0.01) == 1
    assert (counter.used(end_s), counter.resets_in_s(end_s)) == (0, 0.0)


@settings(max_examples=100, derandomize=True)
@given(limits, st.floats(0, 1e6), st.integers(0, 8))
def test_requests_of_this_moment_are_used(limit: RateLimit, now_s: float, sent_now: int) -> None:
    counter = counter_for(limit)
    for _ in range(min(sent_now, limit.most)):
        counter.record(now_s)
    assert counter.used(now_s) == min(sent_now, limit.most)


def test_a_moving_window_forgets_a_request_after_one_span() -> None:
    window = MovingWindow(2, 10.0)
    window.record(0.0)
    window.record(3.0)
    assert [window.used(time_s) for time_s in (9.9, 10.0, 13.0)] == [2, 1, 0]
    assert window.resets_in_s(5.0) == 8.0


def test_a_token_bucket_refills_one_token_at_a_time() -> None:
    bucket = TokenBucket(4, 8.0)
    for _ in range(4):
        bucket.record(0.0)
    assert [bucket.used(time_s) for time_s in (0.0, 1.9, 2.0, 3.9, 4.0, 8.0)] == [4, 4, 3, 3, 2, 0]


@given(gaps_s, limits)
def test_a_request_is_counted_in_one_step_as_in_two(gaps: list[float], limit: RateLimit) -> None:
    one, two, now_s = counter_for(limit), counter_for(limit), 0.0
    for gap_s in gaps:
        now_s += gap_s
        may_send = two.ready_at_s(now_s) <= now_s
        if may_send:
            two.record(now_s)
        assert one.try_record(now_s) is may_send
        assert one.resets_in_s(now_s) == two.resets_in_s(now_s)
