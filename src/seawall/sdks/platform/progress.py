"""The progress of a run as counts of its items, which a notebook shows."""

from seawall.core.notebook.progress import ItemCounts
from seawall.sdks.platform.models import Run

__all__ = ["run_counts"]


def run_counts(run: Run) -> ItemCounts:
    """Count the items of `run` that have ended, and those in each state."""
    counts = run.statistics
    names = ("pending", "processing", "succeeded", "user_error", "system_error", "skipped")
    by_state = tuple((name, int(getattr(counts, name))) for name in names)
    return ItemCounts(done=counts.terminated, total=counts.total, by_state=by_state)
