"""Builders of the models that every SDK exports."""

from pathlib import Path

from seawall.core.errors import SeawallError
from seawall.core.waiting.polling import Outage
from seawall.runtime.transfer.results import DownloadProgress
from seawall.testing import faults

__all__ = ["download_progress", "outage"]


def download_progress(
    *,
    file: int = 1,
    files: int = 1,
    path: Path = Path("results", "item-1", "result.csv"),
    size: int = 0,
    total: int | None = 18,
    done: int | None = None,
) -> DownloadProgress:
    """Return the progress of a download; by default, the files before `file` are done."""
    finished = file - (size != total)
    return DownloadProgress(
        file=file, files=files, path=path, size=size, total=total, done=finished if done is None else done
    )


def outage(
    *,
    error: SeawallError | None = None,
    failed_polls: int = 1,
    duration_s: float = 5.0,
    remaining_s: float = 55.0,
) -> Outage:
    """Return an outage during a wait; by default, the server can not be reached."""
    return Outage(
        error=faults.refused() if error is None else error,
        failed_polls=failed_polls,
        duration_s=duration_s,
        remaining_s=remaining_s,
    )
