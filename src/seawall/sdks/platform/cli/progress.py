"""How far runs and downloads are, in numbers and words. Pure."""

from rich.filesize import decimal

from seawall.sdks.platform import DownloadProgress, Run
from seawall.terminal.progress import Step

__all__ = ["download_step", "run_step"]


def run_step(run: Run) -> Step:
    """How many items of a run are done."""
    counts = run.statistics
    line = f"Run {run.run_id}: {run.state}, {counts.terminated} of {counts.total} items done"
    return Step(done=counts.terminated, total=counts.total, beside=run.state, line=line)


def download_step(progress: DownloadProgress) -> Step:
    """How many files of a download are there, and which one is under way."""
    name = f"{progress.path.parent.name}/{progress.path.name}"
    return Step(
        done=progress.done,
        total=progress.files,
        beside=f"{name} {decimal(progress.size)}",
        line=f"Downloading {progress.file} of {progress.files}: {name}",
    )
