"""The progress of a run and of a download as counts, which a notebook shows."""

from seawall.core.notebook.progress import ItemCounts
from seawall.runtime.transfer.results import DownloadProgress
from seawall.sdks.platform.models import RunData

__all__ = ["download_state", "run_counts"]


def download_state(now: DownloadProgress) -> tuple[str, ItemCounts]:
    """Return the file that a download writes, and the number of files."""
    return now.path.name, ItemCounts(done=now.done, total=now.files)


def run_counts(run: RunData) -> ItemCounts:
    """Count the items of `run` that have ended, and those in each state."""
    counts = run.statistics
    names = ("pending", "processing", "succeeded", "user_error", "system_error", "skipped")
    by_state = tuple((name, int(getattr(counts, name))) for name in names)
    return ItemCounts(done=counts.terminated, total=counts.total, by_state=by_state)
