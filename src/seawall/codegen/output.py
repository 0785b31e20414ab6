"""Writes generated files atomically, and compares them with the files on disk."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from attrs import frozen

from seawall.codegen.config import SdkConfig
from seawall.codegen.errors import OutputError
from seawall.codegen.generate import GenerationResult
from seawall.runtime.files.atomic_write import WORLD_READABLE, staged_write, write_atomically

__all__ = ["Difference", "find_differences", "write_output"]

_MARK = b"# DO NOT EDIT. Generated from "


@frozen(order=True)
class Difference:
    """A file that is not up to date; `state` is `differs`, `is missing` or `is not generated`."""

    path: str
    state: str


def find_differences(config: SdkConfig, result: GenerationResult) -> list[Difference]:
    """List the files on disk that differ from `result`, sorted by path."""
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
    on_disk = (path.relative_to(folder).as_posix() for path in _files(folder))
    found.extend(
        Difference(f"{config.output}/{name}", "is not generated")
        for name in on_disk
        if name not in result.files
    )
    return sorted(found)


def write_output(config: SdkConfig, result: GenerationResult) -> None:
    """Write the output folder, the names file and the lock file.

    Two renames swap the folder, so after a crash one complete folder exists, in place or next to it. Raises
    OutputError; the previous output is then unchanged.
    """
    folder = config.path(config.output)
    fresh, old = folder.with_name(f".{folder.name}.new"), folder.with_name(f".{folder.name}.old")
    files = {config.path(config.names): result.names, config.path(config.lock): result.lock}
    try:
        _recover(folder, old)
        _require_generated_files(folder)
        _write_folder(fresh, result)
        with ExitStack() as stack:
            commits = {path: stack.enter_context(_staged(path, content)) for path, content in files.items()}
            _swap(fresh, folder, old, commits)
    except OSError as error:
        raise OutputError(
            f"{config.output} can not be written: {error.strerror}. Nothing was changed."
        ) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        # Python writes bytecode next to the files when the client is imported.
        if path.is_file() and "__pycache__" not in path.parts:
            yield path


def _recover(folder: Path, old: Path) -> None:
    """Restore the old folder after a crash between the two renames."""
    if old.exists() and not folder.exists():
        old.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _require_generated_files(folder: Path) -> None:
    # The swap would delete a hand-written file without a trace.
    for path in _files(folder):
        if not path.read_bytes().startswith(_MARK):
            raise OutputError(f"{path} was not generated. Move it: generation replaces the whole folder.")


def _write_folder(folder: Path, result: GenerationResult) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, content in result.files.items():
        (folder / name).write_bytes(content)


def _staged(path: Path, content: bytes) -> AbstractContextManager[Callable[[], None]]:
    path.parent.mkdir(parents=True, exist_ok=True)
    return staged_write(path, content, mode=WORLD_READABLE)


def _swap(fresh: Path, folder: Path, old: Path, commits: Mapping[Path, Callable[[], None]]) -> None:
    # The folder first: if a rename fails, everything is still in place or in `old`.
    existed = folder.exists()
    before = {path: path.read_bytes() for path in commits if path.is_file()}
    if existed:
        folder.rename(old)
    try:
        fresh.rename(folder)
        for commit in commits.values():
            commit()
    except OSError:
        # Names and lock must match the folder, so restore all three.
        shutil.rmtree(folder, ignore_errors=True)
        if existed:
            old.rename(folder)
        for path, content in before.items():
            write_atomically(path, content, mode=WORLD_READABLE)
        raise
    shutil.rmtree(old, ignore_errors=True)
