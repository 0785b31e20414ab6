"""Make what is slow to make once for a run of the tests, not once for each of its workers."""

from collections.abc import Callable
from pathlib import Path

from seawall.runtime.files.file_lock import lock_folder

__all__ = ["made_once"]


def made_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """Return `folder` after the first worker that asks for it has filled it with `make`; the others wait.

    `folder` is in the folder of the fixture `run_folder`. If `make` raises, the next worker tries again.
    """
    folder.mkdir(exist_ok=True)
    made = folder.with_name(f"{folder.name}.made")
    with lock_folder(folder):
        if not made.exists():
            make(folder)
            made.touch()
    return folder
