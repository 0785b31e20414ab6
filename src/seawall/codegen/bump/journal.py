"""Changes many files of a project in one step, also if the process is killed in between.

Every new content is first written to a folder beside the files, with a list of them. The rename of the folder
decides: before it, nothing has changed; after it, the next run finishes. A file that is neither as it was nor
as it becomes is never overwritten.
"""

import json
import os
import shutil
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path, PurePosixPath

from attrs import asdict, field, frozen
from attrs.validators import instance_of, matches_re

from seawall.codegen.config import SdkConfig
from seawall.codegen.errors import OutputError
from seawall.codegen.fetch.locations import is_git, is_url
from seawall.runtime.files.atomic_write import WORLD_READABLE, write_atomically
from seawall.runtime.files.file_lock import lock_folder
from seawall.runtime.files.folder_flush import fsync_directory

__all__ = ["JOURNAL", "FileChange", "apply_changes", "has_journal", "project_root", "resume_journal"]

JOURNAL = ".seawall-bump"
"""Name of the folder of a bump that has begun to write, in the folder of the project."""

_STAGING, _DONE, _LIST = f"{JOURNAL}.new", f"{JOURNAL}.done", "files.json"
_ROOT_SIGNS = (".git", "pyproject.toml", "setup.py", "setup.cfg")


@frozen(kw_only=True)
class FileChange:
    """The change of one file; `path` is relative to the project, with slashes.

    `before` is the content that it must have, and `after` its new content: None if there is no such file.
    """

    path: str
    before: bytes | None = field(repr=False)
    after: bytes | None = field(repr=False)


@frozen(kw_only=True)
class _Move:
    path: str = field(validator=instance_of(str))
    before: str | None
    after: str | None
    # The list is a file that others can write: no other file may be taken for a staged one.
    staged: str = field(validator=matches_re(r"\d{5,}"))


def project_root(config: SdkConfig) -> Path:
    """The folder of the project: the next one around the settings with .git or pyproject.toml.

    Without one, it is the folder that holds the settings, the spec and the client.
    """
    start = config.folder.resolve()
    signed = (one for one in (start, *start.parents) if any((one / sign).exists() for sign in _ROOT_SIGNS))
    local = [name for name in (config.spec, config.output) if not is_url(name) and not is_git(name)]
    paths = [str(start), *(os.path.normpath(start / name) for name in local)]
    return next(signed, None) or Path(os.path.commonpath(paths))


def has_journal(root: Path) -> bool:
    """True if a bump was interrupted while it wrote: `resume_journal` finishes it."""
    path = root / JOURNAL
    return path.is_dir() and not path.is_symlink()


def apply_changes(
    root: Path, changes: Sequence[FileChange], *, on_step: Callable[[str], None] = lambda _: None
) -> None:
    """Make all `changes` in the project at `root`, or none.

    `on_step` is called with a name before each step. Raises OutputError, and nothing is changed, if a file is
    not as it was when the bump began, lies outside of `root` or behind a symbolic link, or if the disk fails
    before the step that decides.
    """
    with _disk_errors(), lock_folder(root):
        if has_journal(root):
            raise OutputError(f"{root / JOURNAL} is of an interrupted bump. Run `seawall bump` again first.")
        _discard_leftovers(root)
        changed = [change for change in changes if change.before != change.after]
        _check_names(root, changed)
        try:
            moves = _staged(root, changed, on_step)
            on_step("decide")
            (root / _STAGING).rename(root / JOURNAL)
        except BaseException:
            shutil.rmtree(root / _STAGING, ignore_errors=True)
            raise
        fsync_directory(root)
        _finish(root, moves, on_step)


def resume_journal(root: Path, *, on_step: Callable[[str], None] = lambda _: None) -> bool:
    """Finish a bump that was interrupted while it wrote; return whether there was one.

    Raises OutputError if one of its files has been edited since.
    """
    with _disk_errors(), lock_folder(root):
        _discard_leftovers(root)
        if not has_journal(root):
            return False
        moves = _read_list(root / JOURNAL)
        _check_names(root, moves)
        _finish(root, moves, on_step)
        return True


def _check_names(root: Path, changes: Sequence[FileChange | _Move]) -> None:
    names = [change.path for change in changes]
    if len(set(names)) != len(names):
        raise OutputError("A bump would write the same file twice. Check the paths in the settings.")
    for name in names:
        path = PurePosixPath(name)
        if path.is_absolute() or not path.parts or {"..", JOURNAL} & set(path.parts) or "\\" in name:
            raise OutputError(f"{name!r} is outside of the project {root}. Check the paths in the settings.")
        for end in range(1, len(path.parts) + 1):
            part = root.joinpath(*path.parts[:end])
            if part.is_symlink():
                raise OutputError(f"{part} is a symbolic link; a bump writes regular files only.")


def _staged(root: Path, changes: Sequence[FileChange], on_step: Callable[[str], None]) -> tuple[_Move, ...]:
    """Write every new content into the folder that becomes the journal, and the list of them."""
    folder = root / _STAGING
    on_step("stage")
    folder.mkdir(mode=0o700)
    moves = []
    for number, change in enumerate(changes):
        move = _Move(
            path=change.path, before=_hash(change.before), after=_hash(change.after), staged=f"{number:05}"
        )
        if _hash_of(root / change.path) != move.before:
            raise OutputError(
                f"{change.path} has changed meanwhile, or is not UTF-8 text. Run the bump again."
            )
        if change.after is not None:
            on_step(f"stage {change.path}")
            _write_synced(folder / move.staged, change.after)
        moves.append(move)
    on_step("list")
    _write_synced(folder / _LIST, json.dumps([asdict(move) for move in moves]).encode("ascii"))
    fsync_directory(folder)
    return tuple(moves)


def _finish(root: Path, moves: Sequence[_Move], on_step: Callable[[str], None]) -> None:
    journal = root / JOURNAL
    # All are checked first, so that an edited file stops it before anything else is written.
    now = {move.path: _hash_of(root / move.path) for move in moves}
    for move in moves:
        if now[move.path] not in {move.before, move.after}:
            raise OutputError(
                f"{move.path} was edited after a bump was interrupted. To finish the bump, restore the file "
                f"and run it again; to give it up, delete {journal} and restore the files from git."
            )
    for move in moves:
        if now[move.path] != move.after:
            on_step(f"move {move.path}")
            _move(root / move.path, journal / move.staged, move)
    on_step("end")
    journal.rename(root / _DONE)
    fsync_directory(root)
    on_step("tidy")
    shutil.rmtree(root / _DONE, ignore_errors=True)


def _move(path: Path, staged: Path, move: _Move) -> None:
    if move.after is None:
        path.unlink()
        fsync_directory(path.parent)
        _remove_if_empty(path.parent)
        return
    content = staged.read_bytes()
    if _hash(content) != move.after:
        raise OutputError(f"{staged} is damaged. Delete {staged.parent} and restore the files from git.")
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else WORLD_READABLE
    write_atomically(path, content, mode=mode)


def _remove_if_empty(folder: Path) -> None:
    # Bytecode of modules that are gone would keep the folder, and it importable.
    left = [path for path in folder.iterdir() if path.name != "__pycache__"]
    if not left:
        shutil.rmtree(folder)


def _discard_leftovers(root: Path) -> None:
    """Delete the folders of bumps that were killed before the deciding step or after the last one."""
    for name in (_STAGING, _DONE):
        path = root / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)


def _read_list(journal: Path) -> tuple[_Move, ...]:
    try:
        return tuple(_Move(**entry) for entry in json.loads((journal / _LIST).read_bytes()))
    except (ValueError, TypeError) as error:
        raise OutputError(f"{journal} is damaged. Delete it and restore the files from git.") from error


def _write_synced(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _hash(content: bytes | None) -> str | None:
    return None if content is None else sha256(content).hexdigest()


def _hash_of(path: Path) -> str | None:
    return _hash(path.read_bytes()) if path.is_file() else None


@contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        name = error.filename or "The project"
        raise OutputError(f"{name} can not be written: {error.strerror}. Run it again afterwards.") from error
