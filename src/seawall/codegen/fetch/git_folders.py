"""Reads a whole folder of a git revision."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

from seawall.codegen.errors import SpecError
from seawall.codegen.fetch.files import run_git
from seawall.codegen.spec.plain_data import MAX_BYTES

__all__ = ["git_path", "read_git_folder"]

_MOST_FILES = 20_000
_REGULAR = ("100644", "100755")


def git_path(path: Path) -> str:
    """The path of a folder from the root of its repository. Raises SpecError if it is in none."""
    try:
        prefix = run_git(path, "rev-parse", "--show-prefix")
    except subprocess.CalledProcessError as error:
        raise SpecError(f"{path} is not in a git repository; give a file instead.") from error
    return prefix.decode("utf-8", "surrogateescape").strip().rstrip("/")


def read_git_folder(
    revision: str, path: str, folder: Path, suffixes: tuple[str, ...] = ("",)
) -> dict[str, bytes]:
    """Read the files below `path` of a revision, by their paths from there; an empty path is the whole tree.

    `folder` is a folder in the repository. Only files that end with one of `suffixes` are read. Links and
    submodules are left out, so no path leads out of the folder. Raises SpecError if there is no such folder,
    or if it is too large.
    """
    if not revision or revision.startswith("-") or not revision.isprintable() or ":" in revision:
        raise SpecError(f"{revision!r} is no git revision. Write git:REVISION, e.g. git:main.")
    tree = f"{revision}:{path}"
    try:
        listed = run_git(folder, "ls-tree", "-r", "-z", "--long", "--full-tree", tree)
        entries = [entry for entry in _entries(listed) if entry[2].endswith(suffixes)]
        if len(entries) > _MOST_FILES or sum(size for _, size, _ in entries) > MAX_BYTES:
            raise SpecError(f"{tree} has more than {_MOST_FILES:,} files or {MAX_BYTES:,} bytes.")
        names = "".join(f"{name}\n" for name, _, _ in entries).encode("ascii")
        content = run_git(folder, "cat-file", "--batch", given=names)
    except subprocess.CalledProcessError as error:
        reason = error.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")[:200]
        raise SpecError(
            f"git has no folder {tree}: {reason}. Check the revision and the path from the repository's root."
        ) from error
    return dict(zip((path for _, _, path in entries), _blobs(content), strict=True))


def _entries(listed: bytes) -> Iterator[tuple[str, int, str]]:
    """Yield the object name, size and path of each regular file that `git ls-tree` lists."""
    for line in listed.split(b"\0"):
        facts, _, path = line.partition(b"\t")
        mode, _, name, size = facts.decode("ascii").split() if facts else ("", "", "", "")
        if mode in _REGULAR:
            yield name, int(size), path.decode("utf-8", "surrogateescape")


def _blobs(content: bytes) -> Iterator[bytes]:
    """Yield the contents in an answer of `git cat-file --batch`: a line with the size, then the bytes."""
    start = 0
    while start < len(content):
        end = content.index(b"\n", start)
        size = int(content[start:end].split()[2])
        yield content[end + 1 : end + 1 + size]
        start = end + 2 + size
