"""The remaining budget of a server between two responses."""

import pytest

from seawall.core.rate_limit.headers import ServerLimit
from seawall.core.rate_limit.server_budget import ServerBudget


def stated(
    remaining: int,
    resets_in_s: float,
    most: int | None = None,
    window_s: float | None = None,
    name: str = "a",
) -> ServerLimit:
    return ServerLimit(name=name, remaining=remaining, resets_in_s=resets_in_s, most=most, window_s=window_s)


def budget(*limits: ServerLimit, blocked_s: float | None = None) -> ServerBudget:
    budget = ServerBudget()
    budget.update(limits, blocked_s, 0.0)
    return budget


POSITIONS: list[tuple[tuple[ServerLimit, ...], float | None, int, float]] = [
    ((), None, 0, 0.0),
    ((), 20.0, 0, 20.0),
    ((stated(1, 30),), None, 0, 0.0),
    ((stated(1, 30),), None, 1, 30.0),
    ((stated(0, 30),), None, 0, 30.0),
    ((stated(0, 30),), 40.0, 0, 40.0),
    ((stated(0, 30),), 20.0, 0, 30.0),
    # The third of two has to wait for the reset after the next one.
    ((stated(0, 30, 2, 60),), None, 1, 30.0),
    ((stated(0, 30, 2, 60),), None, 2, 90.0),
    # Several limits: the latest reset counts.
    ((stated(5, 1, name="a"), stated(0, 30, name="b")), None, 0, 30.0),
]


def test_the_time_of_a_position() -> None:
    for limits, blocked_s, position, expected_s in POSITIONS:
        assert budget(*limits, blocked_s=blocked_s).ready_at_s(0.0, position) == expected_s


def test_a_request_is_subtracted_before_its_response_comes() -> None:
    state = budget(stated(2, 30))
    state.record(0.0)
    assert state.ready_at_s(0.0) == 0.0
    state.record(0.0)
    assert (state.ready_at_s(0.0), state.remaining(0.0)) == (30.0, 0)


def test_a_response_that_does_not_count_requests_on_their_way_adds_nothing() -> None:
    state = budget(stated(10, 30))
    for _ in range(5):
        state.record(0.0)
    state.update([stated(9, 30)], None, 0.5)
    assert state.remaining(0.5) == 5


def test_requests_of_other_clients_reduce_the_budget() -> None:
    state = budget(stated(10, 30))
    state.update([stated(1, 29)], None, 1.0)
    assert state.remaining(1.0) == 1


def test_a_later_reset_starts_another_window() -> None:
    state = budget(stated(0, 30))
    state.update([stated(7, 60)], None, 1.0)
    assert state.remaining(1.0) == 7


def test_after_the_reset_the_stated_limit_is_available() -> None:
    state = budget(stated(0, 30, 2, 60))
    assert state.ready_at_s(31.0) == 31.0
    state.record(31.0)
    state.record(31.0)
    assert state.ready_at_s(31.0) == 90.0


def test_right_after_the_reset_one_request_probes_because_servers_round() -> None:
    state = budget(stated(0, 30, 10, 60))
    state.record(30.0)
    assert (state.ready_at_s(29.9), state.ready_at_s(30.0), state.remaining(30.0)) == (30.0, 30.0, 1)
    state.record(30.0)
    assert state.ready_at_s(30.0) == 31.0
    # The response shows that the window has started.
    state.update([stated(9, 60)], None, 30.2)
    assert state.remaining(30.2) == 9
    # The response shows that the window has not started.
    early = budget(stated(0, 30, 10, 60))
    early.ready_at_s(30.0)
    early.record(30.0)
    early.update([stated(0, 1)], 1.0, 30.2)
    assert early.ready_at_s(30.2) == 31.2
    # There is no response.
    silent = budget(stated(0, 30, 10, 60))
    silent.ready_at_s(30.0)
    silent.record(30.0)
    assert [silent.remaining(time_s) for time_s in (30.9, 31.0)] == [0, 9]


def test_windows_of_one_second_are_not_probed() -> None:
    state = budget(stated(0, 1, 10, 1))
    assert state.remaining(1.0) == 10


def test_the_server_corrects_a_predicted_reset() -> None:
    # The window is one second long, and the server stated only that 0.6 s of it remained.
    state = budget(stated(0, 0.6, 10))
    assert state.remaining(0.6) == 10
    state.record(0.6)
    state.update([stated(9, 0.95, 10)], None, 0.65)
    assert state.remaining(0.65) == 9
    for _ in range(9):
        state.record(0.65)
    assert state.ready_at_s(0.65) == pytest.approx(1.6)


def test_after_the_reset_an_unstated_limit_is_unknown() -> None:
    state = budget(stated(0, 30))
    assert [state.remaining(time_s) for time_s in (29.9, 30.0)] == [0, 1]
    state.record(30.0)
    assert [state.ready_at_s(time_s) for time_s in (30.0, 31.0)] == [31.0, 31.0]
    for _ in range(100):
        state.record(31.0)
    assert (state.remaining(31.0), state.ready_at_s(31.0)) == (None, 31.0)


def test_a_window_that_ended_long_ago_is_deleted() -> None:
    assert budget(stated(0, 30, 2, 60)).remaining(1000.0) is None


def test_a_blocked_server_has_nothing_left() -> None:
    state = budget(stated(5, 30), blocked_s=10.0)
    assert [state.remaining(time_s) for time_s in (9.9, 10.0)] == [0, 5]
    assert state.resets_in_s(0.0) == 30.0


def test_a_shorter_block_does_not_end_a_longer_one() -> None:
    state = budget(blocked_s=60.0)
    state.update([], 1.0, 0.0)
    assert state.ready_at_s(0.0) == 60.0


SMALL_RESTS: list[tuple[ServerLimit, float, float, float]] = [
    # Much is left: no delay.
    (stated(50, 30, 100, 60), 0.0, 0.0, 0.0),
    # 5 of 100 have to last 30 s: one every 5 s.
    (stated(5, 30, 100, 60), 0.0, 0.0, 5.0),
    # The last request was long ago.
    (stated(5, 30, 100, 60), -5.0, 10.0, 10.0),
    # The share of the remaining time is as small: no delay.
    (stated(5, 2, 100, 60), 0.0, 0.0, 0.0),
    # The server does not state its limit.
    (stated(5, 30), 0.0, 0.0, 5.0),
    (stated(50, 30), 0.0, 0.0, 0.0),
]


def test_a_small_rest_is_spread_over_the_remaining_time() -> None:
    for limit, last_s, now_s, expected_s in SMALL_RESTS:
        state = ServerBudget()
        state.record(last_s)
        state.update([limit], None, 0.0)
        assert state.paced_at_s(now_s) == expected_s


def test_at_most_16_limits_of_a_server_are_stored() -> None:
    state = ServerBudget()
    for number in range(1000):
        state.update([stated(1, 30 + number, name=str(number))], None, 0.0)
    # The reset of the 16th limit, not of the last one.
    assert state.resets_in_s(0.0) == 45.0


def test_the_first_request_after_a_reset_is_not_delayed() -> None:
    state = budget(stated(0, 30, 100, 60))
    state.record(29.9)
    assert state.ready_at_s(30.0) == 30.0
    assert state.paced_at_s(30.0) == 30.0


def test_the_response_to_the_probe_replaces_the_prediction() -> None:
    state = budget(stated(0, 1.2, 10, 2))
    state.ready_at_s(1.2)
    state.record(1.2)
    state.update([stated(9, 1.9, 10, 2)], None, 1.25)
    assert state.remaining(1.25) == 9


def test_a_server_without_limits_allows_every_request() -> None:
    state = budget()
    assert state.allows(0.0)
    state.record(0.0)
    assert (state.allows(0.0), state.paced_at_s(0.0), state.remaining(0.0)) == (True, 0.0, None)


def test_a_blocked_server_allows_no_request_until_the_block_ends() -> None:
    for limits in [(), (stated(10, 30),)]:
        state = budget(*limits, blocked_s=20.0)
        assert [state.allows(now_s) for now_s in (0.0, 19.9, 20.0)] == [False, False, True], limits


def test_a_request_is_not_allowed_if_none_remains_or_a_small_rest_is_spread() -> None:
    assert not budget(stated(0, 30)).allows(0.0)
    state = budget(stated(3, 30, 100, 30))
    assert state.allows(0.0)
    state.record(0.0)
    # Two remain for 30 seconds: the next one waits 10 seconds.
    assert (state.allows(9.9), state.allows(10.0)) == (False, True)
