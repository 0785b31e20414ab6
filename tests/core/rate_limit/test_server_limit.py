"""What is known of the server's limits between two answers."""

import pytest

from seawall.core.rate_limit.headers import ServerLimit
from seawall.core.rate_limit.server_budget import ServerBudget


def said(
    left: int, resets_in_s: float, most: int | None = None, window_s: float | None = None, name: str = "a"
) -> ServerLimit:
    return ServerLimit(name=name, left=left, resets_in_s=resets_in_s, most=most, window_s=window_s)


def view(*limits: ServerLimit, closed_s: float | None = None) -> ServerBudget:
    view = ServerBudget()
    view.learn(limits, closed_s, 0.0)
    return view


@pytest.mark.parametrize(
    ("limits", "closed_s", "place", "expected_s"),
    [
        ((), None, 0, 0.0),
        ((), 20.0, 0, 20.0),
        ((said(1, 30),), None, 0, 0.0),
        ((said(1, 30),), None, 1, 30.0),
        ((said(0, 30),), None, 0, 30.0),
        ((said(0, 30),), 40.0, 0, 40.0),
        ((said(0, 30),), 20.0, 0, 30.0),
        # What comes at the reset is known: the third of two has to wait for the next but one.
        ((said(0, 30, 2, 60),), None, 1, 30.0),
        ((said(0, 30, 2, 60),), None, 2, 90.0),
        # Several limits at the same time: the latest counts.
        ((said(5, 1, name="a"), said(0, 30, name="b")), None, 0, 30.0),
    ],
)
def test_the_turn_of_a_place(
    limits: tuple[ServerLimit, ...], closed_s: float | None, place: int, expected_s: float
) -> None:
    assert view(*limits, closed_s=closed_s).turn_s(0.0, place) == expected_s


def test_what_is_sent_is_taken_off_before_the_server_says_so() -> None:
    known = view(said(2, 30))
    known.take(0.0)
    assert known.turn_s(0.0) == 0.0
    known.take(0.0)
    assert (known.turn_s(0.0), known.left(0.0)) == (30.0, 0)


def test_an_answer_that_overtook_requests_on_their_way_gives_nothing_back() -> None:
    known = view(said(10, 30))
    for _ in range(5):
        known.take(0.0)
    known.learn([said(9, 30)], None, 0.5)
    assert known.left(0.5) == 5


def test_an_answer_that_knows_of_other_clients_takes_something_away() -> None:
    known = view(said(10, 30))
    known.learn([said(1, 29)], None, 1.0)
    assert known.left(1.0) == 1


def test_a_later_reset_is_another_window() -> None:
    known = view(said(0, 30))
    known.learn([said(7, 60)], None, 1.0)
    assert known.left(1.0) == 7


def test_after_the_reset_it_is_full_where_the_server_said_what_full_is() -> None:
    known = view(said(0, 30, 2, 60))
    assert known.turn_s(31.0) == 31.0
    known.take(31.0)
    known.take(31.0)
    assert known.turn_s(31.0) == 90.0


def test_right_after_the_reset_one_asks_first_because_servers_round() -> None:
    known = view(said(0, 30, 10, 60))
    known.take(30.0)
    assert (known.turn_s(29.9), known.turn_s(30.0), known.left(30.0)) == (30.0, 30.0, 1)
    known.take(30.0)
    assert known.turn_s(30.0) == 31.0
    # Its answer came: the window has begun.
    known.learn([said(9, 60)], None, 30.2)
    assert known.left(30.2) == 9
    # Its answer came, and the window had not begun.
    early = view(said(0, 30, 10, 60))
    early.turn_s(30.0)
    early.take(30.0)
    early.learn([said(0, 1)], 1.0, 30.2)
    assert early.turn_s(30.2) == 31.2
    # No answer came.
    silent = view(said(0, 30, 10, 60))
    silent.turn_s(30.0)
    silent.take(30.0)
    assert [silent.left(time_s) for time_s in (30.9, 31.0)] == [0, 9]


def test_windows_of_a_second_are_not_asked_for() -> None:
    known = view(said(0, 1, 10, 1))
    assert known.left(1.0) == 10


def test_the_server_knows_better_when_a_window_ends_that_was_guessed() -> None:
    # The window is of a second, and all that was said is that 0.6 s of it were left.
    known = view(said(0, 0.6, 10))
    assert known.left(0.6) == 10
    known.take(0.6)
    known.learn([said(9, 0.95, 10)], None, 0.65)
    assert known.left(0.65) == 9
    for _ in range(9):
        known.take(0.65)
    assert known.turn_s(0.65) == pytest.approx(1.6)


def test_after_the_reset_nothing_is_known_where_it_did_not() -> None:
    known = view(said(0, 30))
    assert [known.left(time_s) for time_s in (29.9, 30.0)] == [0, 1]
    known.take(30.0)
    assert [known.turn_s(time_s) for time_s in (30.0, 31.0)] == [31.0, 31.0]
    for _ in range(100):
        known.take(31.0)
    assert (known.left(31.0), known.turn_s(31.0)) == (None, 31.0)


def test_a_window_that_is_long_over_is_forgotten() -> None:
    assert view(said(0, 30, 2, 60)).left(1000.0) is None


def test_a_closed_server_has_nothing_left() -> None:
    known = view(said(5, 30), closed_s=10.0)
    assert [known.left(time_s) for time_s in (9.9, 10.0)] == [0, 5]
    assert known.resets_in_s(0.0) == 30.0


def test_an_earlier_word_does_not_open_it_again() -> None:
    known = view(closed_s=60.0)
    known.learn([], 1.0, 0.0)
    assert known.turn_s(0.0) == 60.0


@pytest.mark.parametrize(
    ("limit", "last_s", "now_s", "expected_s"),
    [
        # Much is left: as it comes.
        (said(50, 30, 100, 60), 0.0, 0.0, 0.0),
        # 5 of 100 are to last 30 s: one every 5.
        (said(5, 30, 100, 60), 0.0, 0.0, 5.0),
        # Nothing was sent for long enough.
        (said(5, 30, 100, 60), -5.0, 10.0, 10.0),
        # As small a share of the time is left: nothing to spread.
        (said(5, 2, 100, 60), 0.0, 0.0, 0.0),
        # What full is was not said.
        (said(5, 30), 0.0, 0.0, 5.0),
        (said(50, 30), 0.0, 0.0, 0.0),
    ],
)
def test_a_small_rest_is_spread_over_the_time(
    limit: ServerLimit, last_s: float, now_s: float, expected_s: float
) -> None:
    known = ServerBudget()
    known.take(last_s)
    known.learn([limit], None, 0.0)
    assert known.pace_s(now_s) == expected_s


def test_a_server_that_names_ever_new_limits_gets_no_more_memory() -> None:
    known = ServerBudget()
    for number in range(1000):
        known.learn([said(1, 30, name=str(number))], None, 0.0)
    assert len(known._windows) == 16


def test_the_first_after_a_reset_is_not_held_back() -> None:
    known = view(said(0, 30, 100, 60))
    known.take(29.9)
    assert known.turn_s(30.0) == 30.0
    assert known.pace_s(30.0) == 30.0


def test_the_answer_to_the_first_after_a_reset_counts_as_it_is() -> None:
    known = view(said(0, 1.2, 10, 2))
    known.turn_s(1.2)
    known.take(1.2)
    known.learn([said(9, 1.9, 10, 2)], None, 1.25)
    assert known.left(1.25) == 9
