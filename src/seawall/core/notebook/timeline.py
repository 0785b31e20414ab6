"""The number of items in each state over time, from the times at which they ended. Pure."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime

from attrs import frozen

__all__ = ["End", "Timeline", "timeline"]

_MAX_TIMES = 2_000


@frozen
class End:
    """The end of one item: its time, None if that is not known, and its outcome, e.g. `SUCCEEDED`."""

    at: datetime | None
    outcome: str


@frozen
class Timeline:
    """The number of items that have ended with each outcome, at each of `times`.

    `times` ascend from the start to the time of the reading. `counts` has each outcome with its numbers, as
    many as `times`; `unfinished` has the number of items that have not ended.
    """

    times: tuple[datetime, ...]
    counts: tuple[tuple[str, tuple[int, ...]], ...]
    unfinished: tuple[int, ...]


def timeline(
    ends: Iterable[End], *, outcomes: Collection[str], total: int, start: datetime, until: datetime
) -> Timeline:
    """Count the items that have ended at each time from `start` to `until`, in at most 2,000 steps.

    `total` is the number of all items. Each of `outcomes` has its counts, also if no item ended with it; any
    other outcome follows them, in the order of its first item. An end without a time counts at the last time;
    ends before `start` or after `until`, from another clock, widen the range.
    """
    known = list(ends)
    dated = [end.at for end in known if end.at is not None]
    first, last = min([start, *dated]), max([start, until, *dated])
    by_time: dict[datetime, Counter[str]] = {first: Counter()}
    for at, outcome in sorted(((end.at or last, end.outcome) for end in known), key=lambda one: one[0]):
        by_time.setdefault(_step(at, first, last), Counter())[outcome] += 1
    by_time.setdefault(last, Counter())
    names = list(dict.fromkeys([*outcomes, *(end.outcome for end in known)]))
    ended: Counter[str] = Counter()
    counts: dict[str, list[int]] = {name: [] for name in names}
    unfinished: list[int] = []
    for step in by_time.values():
        ended.update(step)
        for name in names:
            counts[name].append(ended[name])
        unfinished.append(max(0, total - ended.total()))
    by_outcome = tuple((name, tuple(each)) for name, each in counts.items())
    return Timeline(tuple(by_time), by_outcome, tuple(unfinished))


def _step(at: datetime, first: datetime, last: datetime) -> datetime:
    """Return the time of the step that shows an end at `at`: never before it, and never after `last`."""
    width = (last - first) / _MAX_TIMES
    if not width:
        return at
    return min(last, first + width * -((first - at) // width))
