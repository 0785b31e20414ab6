"""Puts generated files in their place, whole or not at all; and says what differs from what is there."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from attrs import frozen

from seawall.codegen.config import SdkConfig
from seawall.codegen.errors import OutputError
from seawall.codegen.generate import GenerationResult
from seawall.runtime.files.atomic_write import WORLD_READABLE, staged_write, write_atomically

__all__ = ["Difference", "differences", "write"]

_MARK = b"# DO NOT EDIT. Generated from "


@frozen(order=True)
class Difference:
    """One file that is not as generation makes it; `how` is `differs`, `is missing` or `is stray`."""

    path: str
    how: str


def differences(config: SdkConfig, result: GenerationResult) -> list[Difference]:
    """What is on disk and not as `result`, or not on disk at all."""
    expected = {f"{config.output}/{name}": content for name, content in result.files.items()}
    expected |= {config.names: result.names, config.lock: result.lock}
    found = []
    for name, content in expected.items():
        path = config.path(name)
        if not path.is_file():
            found.append(Difference(name, "is missing"))
        elif path.read_bytes() != content:
            found.append(Difference(name, "differs"))
    folder = config.path(config.output)
    strays = (path.relative_to(folder).as_posix() for path in _files(folder))
    found.extend(
        Difference(f"{config.output}/{name}", "is stray") for name in strays if name not in result.files
    )
    return sorted(found)


def write(config: SdkConfig, result: GenerationResult) -> None:
    """Write the output folder, the names file and the lock.

    The folder is swapped by two renames, so that a crash at any moment leaves one whole folder, at its place
    or beside it. Raises OutputError; what was there is then still there.
    """
    folder = config.path(config.output)
    fresh, old = folder.with_name(f".{folder.name}.new"), folder.with_name(f".{folder.name}.old")
    files = {config.path(config.names): result.names, config.path(config.lock): result.lock}
    try:
        _recover(folder, old)
        _refuse_strangers(folder)
        _write_folder(fresh, result)
        with ExitStack() as stack:
            commits = {path: stack.enter_context(_staged(path, content)) for path, content in files.items()}
            _swap(fresh, folder, old, commits)
    except OSError as error:
        raise OutputError(
            f"{config.output} can not be written: {error.strerror}; nothing was changed."
        ) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path


def _recover(folder: Path, old: Path) -> None:
    """Undo what a crash between the two renames left."""
    if old.exists() and not folder.exists():
        old.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _refuse_strangers(folder: Path) -> None:
    for path in _files(folder):
        if not path.read_bytes().startswith(_MARK):
            raise OutputError(f"{path} was not generated; move it, the whole folder is replaced.")


def _write_folder(folder: Path, result: GenerationResult) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, content in result.files.items():
        (folder / name).write_bytes(content)


def _staged(path: Path, content: bytes) -> AbstractContextManager[Callable[[], None]]:
    path.parent.mkdir(parents=True, exist_ok=True)
    return staged_write(path, content, mode=WORLD_READABLE)


def _swap(fresh: Path, folder: Path, old: Path, commits: Mapping[Path, Callable[[], None]]) -> None:
    existed = folder.exists()
    before = {path: path.read_bytes() for path in commits if path.is_file()}
    if existed:
        folder.rename(old)
    try:
        fresh.rename(folder)
        for commit in commits.values():
            commit()
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        if existed:
            old.rename(folder)
        for path, content in before.items():
            write_atomically(path, content, mode=WORLD_READABLE)
        raise
    shutil.rmtree(old, ignore_errors=True)
