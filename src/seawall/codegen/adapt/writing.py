"""Writes the files of an adaptation in place: all of them, or none."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

from seawall.codegen.adapt.adaptation import Adaptation
from seawall.codegen.errors import OutputError
from seawall.runtime.files.atomic_write import staged_write, write_atomically

__all__ = ["write_adaptation"]


def write_adaptation(folder: Path, adaptation: Adaptation) -> None:
    """Write the changed files below `folder`. Each one is staged before the first is replaced.

    Raises OutputError if a file was changed since it was read, is not in UTF-8, or leads out of the folder;
    no file is changed then.
    """
    before = {
        _checked(folder, path): adaptation.sources[path].encode("utf-8", "surrogatepass")
        for path in adaptation.files
    }
    after = {folder / path: text.encode() for path, text in adaptation.files.items()}
    try:
        for path, content in before.items():
            if path.read_bytes() != content:
                raise OutputError(
                    f"{path} was changed since it was read, or is not in UTF-8. Nothing was written."
                )
        with ExitStack() as stack:
            commits = {
                path: stack.enter_context(staged_write(path, content, mode=_mode(path)))
                for path, content in after.items()
            }
            _commit(commits, before)
    except OSError as error:
        raise OutputError(
            f"{error.filename or folder} can not be written: {error.strerror}. Nothing was changed."
        ) from error


def _checked(folder: Path, path: str) -> Path:
    target = folder / path
    if target.is_symlink() or not target.resolve().is_relative_to(folder.resolve()):
        raise OutputError(f"{target} leads out of {folder} or is a link, so it is not written.")
    return target


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def _commit(commits: Mapping[Path, Callable[[], None]], before: Mapping[Path, bytes]) -> None:
    done: list[Path] = []
    try:
        for path, commit in commits.items():
            commit()
            done.append(path)
    except OSError:
        for path in done:
            write_atomically(path, before[path], mode=_mode(path))
        raise
