"""The progress of a job as HTML and as a line of text."""

import pytest

from seawall.core.notebook.progress import ItemCounts, Progress, elapsed_text, progress_html, progress_text


def test_progress_shows_state_counts_time_and_alarm() -> None:
    counts = ItemCounts(done=3, total=1200, by_state=(("user_error", 1), ("succeeded", 2), ("skipped", 0)))
    now = Progress(
        title="run <7>", state="PROCESSING", elapsed_s=65, counts=counts, alarm="No response & so on."
    )
    html = progress_html(now)
    for word in ('value="3" max="1200"', "run &lt;7&gt;", "PROCESSING", "3 of 1,200 done", "1:05 min"):
        assert word in html
    for word in ("1 user error, 2 succeeded<", "No response &amp; so on."):
        assert word in html
    assert "skipped" not in html
    assert progress_text(now) == ("run <7>: PROCESSING, 3 of 1,200 done, 1:05 min. No response & so on.")


def test_a_job_without_parts_has_a_bar_that_fills_at_the_end() -> None:
    assert "<progress style" in progress_html(Progress(title="job", state="RUNNING", elapsed_s=1))
    for counts in (None, ItemCounts(done=0, total=0)):
        ended = Progress(title="job", state="DONE", elapsed_s=1, counts=counts, has_ended=True)
        assert 'value="1" max="1"' in progress_html(ended)
        assert progress_text(ended) == "job: DONE, 1 s"


def test_a_hostile_state_neither_breaks_the_html_nor_a_terminal() -> None:
    now = Progress(title="job", state="<b>\x1b[31m" + "x" * 1000, elapsed_s=0)
    assert "<b>\x1b" not in progress_html(now)
    assert "&lt;b&gt;" in progress_html(now)
    assert "\x1b" not in progress_text(now)
    assert len(progress_text(now)) < 100


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (59.9, "59 s"), (60, "1:00 min"), (3599, "59:59 min"), (7207, "2:00:07 h")],
)
def test_the_time_since_the_start(seconds: float, text: str) -> None:
    assert elapsed_text(seconds) == text
