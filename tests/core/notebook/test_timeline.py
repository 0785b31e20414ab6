"""The counts of items over time: in order, complete, and bounded in number."""

from datetime import UTC, datetime, timedelta

from seawall.core.notebook.timeline import End, timeline

START = datetime(2026, 7, 8, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def test_each_end_adds_to_its_outcome_and_takes_from_the_unfinished() -> None:
    ends = [End(at(30), "failed"), End(at(15), "done"), End(at(30), "done")]
    made = timeline(ends, outcomes=["done", "failed", "skipped"], total=4, start=START, until=at(60))
    assert made.times == (at(0), at(15), at(30), at(60))
    assert dict(made.counts) == {"done": (0, 1, 2, 2), "failed": (0, 0, 1, 1), "skipped": (0, 0, 0, 0)}
    assert made.unfinished == (4, 3, 1, 1)


def test_an_unknown_outcome_follows_the_known_ones() -> None:
    made = timeline([End(START, "new")], outcomes=["done"], total=1, start=START, until=START)
    assert made.counts == (("done", (0,)), ("new", (1,)))
    assert made.times == (START,)


def test_an_end_without_a_time_counts_at_the_last_time() -> None:
    made = timeline([End(None, "done")], outcomes=["done"], total=1, start=START, until=at(60))
    assert made.times == (at(0), at(60))
    assert made.counts == (("done", (0, 1)),)


def test_ends_by_another_clock_widen_the_range() -> None:
    ends = [End(at(-1), "done"), End(at(61), "done")]
    made = timeline(ends, outcomes=["done"], total=2, start=START, until=at(60))
    assert (made.times[0], made.times[-1]) == (at(-1), at(61))
    assert dict(made.counts)["done"][-1] == 2


def test_many_ends_are_shown_in_a_bounded_number_of_steps() -> None:
    ends = [End(START + HOUR * number / 9_999, "done") for number in range(10_000)]
    made = timeline(ends, outcomes=["done"], total=10_000, start=START, until=START + HOUR)
    assert len(made.times) <= 2_002
    assert list(made.times) == sorted(set(made.times))
    assert made.times[-1] == START + HOUR
    assert (made.counts[0][1][-1], made.unfinished[-1]) == (10_000, 0)
    # A step never shows an end before it has happened.
    for time, count in zip(made.times, made.counts[0][1], strict=True):
        assert count <= (time - START) / HOUR * 9_999 + 1.001


def test_more_ends_than_items_leave_none_unfinished() -> None:
    made = timeline([End(START, "done")], outcomes=[], total=0, start=START, until=START)
    assert made.unfinished == (0,)
