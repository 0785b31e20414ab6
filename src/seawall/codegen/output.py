"""Writes generated files atomically, and compares them with the files on disk."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from seawall.codegen.client.lock import locked_hashes
from seawall.codegen.config import SdkConfig
from seawall.codegen.errors import OutputError
from seawall.runtime.files.atomic_write import WORLD_READABLE, staged_write, write_atomically

if TYPE_CHECKING:
    from seawall.codegen.generate import GenerationResult

__all__ = ["Difference", "find_differences", "is_up_to_date", "write_output"]

_MARK = b"# DO NOT EDIT. Generated from "


@frozen(order=True)
class Difference:
    """A file that is not up to date; `state` is `differs`, `is missing` or `is not generated`."""

    path: str
    state: str


def find_differences(config: SdkConfig, result: "GenerationResult") -> list[Difference]:
    """List the files on disk that differ from `result`, sorted by path."""
    expected = {f"{config.output}/{name}": content for name, content in result.files.items()}
    expected |= {
        config.names: result.names,
        config.lock: result.lock,
        config.ledger: result.ledger.content(),
    }
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


def is_up_to_date(config: SdkConfig) -> bool:
    """Return whether nothing has changed since the last generation: no input, no output, not Seawall itself.

    Only a spec of files can be known without reading it. Raises OSError if a file can not be read.
    """
    lock = config.path(config.lock)
    hashes = locked_hashes(lock.read_bytes()) if lock.is_file() else None
    if hashes is None or _newest_source() > lock.stat().st_mtime:
        return False
    inputs, outputs = hashes
    if inputs.pop(config.settings_name, None) != sha256(config.settings).hexdigest():
        return False
    folder = config.path(config.output)
    on_disk = {f"{config.output}/{path.relative_to(folder).as_posix()}" for path in _files(folder)}
    if on_disk | {config.ledger} != outputs.keys() or config.names not in inputs:
        return False
    if not all(_has_hash(config.path(name), digest) for name, digest in {**inputs, **outputs}.items()):
        return False
    # A client with lost parts is generated again: the strict way must not pass because of the other.
    return b'"lost"' not in config.path(config.ledger).read_bytes()


def _has_hash(path: Path, digest: str) -> bool:
    return path.is_file() and sha256(path.read_bytes()).hexdigest() == digest


def _newest_source() -> float:
    """The time of the last change of the generator, which developers change without a new version."""
    return max(path.stat().st_mtime for path in Path(__file__).parent.rglob("*.py"))


def write_output(config: SdkConfig, result: "GenerationResult") -> None:
    """Write the output folder, and the names, lock and ledger files.

    Two renames swap the folder, so after a crash one complete folder exists, in place or next to it. Raises
    OutputError; the previous output is then unchanged.
    """
    folder = config.path(config.output)
    fresh, old = folder.with_name(f".{folder.name}.new"), folder.with_name(f".{folder.name}.old")
    files = {
        config.path(config.names): result.names,
        config.path(config.lock): result.lock,
        config.path(config.ledger): result.ledger.content(),
    }
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


def _write_folder(folder: Path, result: "GenerationResult") -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for parent in {(folder / name).parent for name in result.files}:
        parent.mkdir(parents=True, exist_ok=True)
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
        # Names and lock must match the folder, so restore them all.
        shutil.rmtree(folder, ignore_errors=True)
        if existed:
            old.rename(folder)
        for path, content in before.items():
            write_atomically(path, content, mode=WORLD_READABLE)
        raise
    shutil.rmtree(old, ignore_errors=True)
