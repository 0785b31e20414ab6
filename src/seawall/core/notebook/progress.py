"""The progress of a wait, a download or a bulk job as the output of a notebook cell. Pure."""

from collections.abc import Sequence

from attrs import frozen

from seawall.core.notebook.html import ALARM, box, note, text
from seawall.core.redaction.redact import redact

__all__ = ["ItemCounts", "Progress", "elapsed_text", "progress_html", "progress_text"]

_SECONDS_PER_MINUTE, _MINUTES_PER_HOUR = 60, 60
_MAX_COUNTS = 20


@frozen(kw_only=True)
class ItemCounts:
    """The number of parts of a job that are done, of all, and in each state, in the order to show them in."""

    done: int
    total: int
    by_state: tuple[tuple[str, int], ...] = ()


@frozen(kw_only=True)
class Progress:
    """The progress of a job at one moment.

    `title` names the job and `state` says how it is. `counts` are None if the job has no parts. `alarm` is a
    sentence about a failure, such as an outage. `has_ended` is true for the last progress.
    """

    title: str
    state: str
    elapsed_s: float
    counts: ItemCounts | None = None
    alarm: str = ""
    has_ended: bool = False


def progress_html(progress: Progress) -> str:
    """Return the progress as HTML: a bar, the state, the time and the counts."""
    facts = " · ".join(text(fact) for fact in _facts(progress))
    parts = [note(f"{_bar(progress)} {facts}", style="")]
    if progress.counts and progress.counts.by_state:
        parts.append(note(", ".join(text(count) for count in _counts(progress.counts.by_state))))
    if progress.alarm:
        parts.append(note(text(progress.alarm, max_characters=500), style=ALARM))
    return box(text(progress.title), *parts)


def progress_text(progress: Progress) -> str:
    """Return the progress as one line of plain text."""
    line = f"{progress.title}: {', '.join(_facts(progress))}"
    return f"{line}. {progress.alarm}" if progress.alarm else line


def elapsed_text(seconds: float) -> str:
    """Return a duration as `7 s`, `1:05 min` or `2:00:07 h`."""
    whole = int(seconds)
    minutes, rest = divmod(whole, _SECONDS_PER_MINUTE)
    hours, minutes_left = divmod(minutes, _MINUTES_PER_HOUR)
    if hours:
        return f"{hours}:{minutes_left:02}:{rest:02} h"
    return f"{minutes}:{rest:02} min" if minutes else f"{rest} s"


def _bar(progress: Progress) -> str:
    style = "width:16em;max-width:50%;vertical-align:middle"
    counts = progress.counts
    if counts is not None and counts.total:
        return f'<progress value="{counts.done}" max="{counts.total}" style="{style}"></progress>'
    # Without a value, the bar moves to and fro.
    value = 'value="1" max="1" ' if progress.has_ended else ""
    return f'<progress {value}style="{style}"></progress>'


def _facts(progress: Progress) -> list[str]:
    counts = progress.counts
    done = [f"{counts.done:,} of {counts.total:,} done"] if counts is not None and counts.total else []
    # The state is text of the server, and the line may be shown by a terminal.
    return [redact(progress.state, max_characters=40), *done, elapsed_text(progress.elapsed_s)]


def _counts(by_state: Sequence[tuple[str, int]]) -> list[str]:
    return [f"{count:,} {name.replace('_', ' ')}" for name, count in by_state[:_MAX_COUNTS] if count]
