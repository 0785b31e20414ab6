"""Reads documents from the disk and from git revisions."""

import os
import subprocess
from pathlib import Path

from seawall.codegen.errors import SpecError
from seawall.codegen.fetch.locations import split_git
from seawall.codegen.spec.plain_data import MAX_BYTES
from seawall.runtime.files.regular_file import open_regular_file

__all__ = ["committed_file", "git_location", "read_file", "read_git", "run_git"]

# A child process gets no secret that the environment may hold.
_GIT_ENVIRONMENT = ("PATH", "HOME", "SYSTEMROOT", "GIT_DIR", "GIT_WORK_TREE", "XDG_CONFIG_HOME")
_GIT_TIMEOUT_S = 30.0


def read_file(path: Path) -> bytes:
    """Read a regular file. Raises SpecError, also for a pipe, a device, or too many bytes."""
    try:
        with os.fdopen(open_regular_file(path), "rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise SpecError(f"{path} can not be read: {error.strerror or error}. Check the path.") from error
    if len(content) > MAX_BYTES:
        raise SpecError(f"{path} has more than {MAX_BYTES:,} bytes.")
    return content


def git_location(source: str, folder: Path) -> str:
    """`git:REVISION:path` with a path from the root of the repository; `./path` starts at `folder`.

    Raises SpecError if `folder` is in no repository.
    """
    revision, path = split_git(source)
    if path.startswith("./"):
        try:
            prefix = run_git(folder, "rev-parse", "--show-prefix").decode("utf-8", "surrogateescape").strip()
        except subprocess.CalledProcessError as error:
            raise SpecError(f"{folder} is in no git repository, so {source} can not be read.") from error
        path = prefix + path.removeprefix("./")
    return f"git:{revision}:{path}"


def read_git(location: str, folder: Path) -> bytes:
    """Read a file of a revision, in the repository that `folder` is in. Raises SpecError; fetches nothing."""
    revision, path = split_git(location)
    blob = f"{revision}:{path}"
    try:
        size = int(run_git(folder, "cat-file", "-s", blob))
        if size > MAX_BYTES:
            raise SpecError(f"{blob} has more than {MAX_BYTES:,} bytes.")
        return run_git(folder, "cat-file", "blob", blob)
    except subprocess.CalledProcessError as error:
        reason = error.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")[:200]
        raise SpecError(
            f"git has no file {blob}: {reason}. Check the revision and the path from the repository's root."
        ) from error


def committed_file(path: Path, revision: str = "HEAD") -> bytes | None:
    """Read the file at `path` as it is in a revision; None if it is not in it, or in no repository."""
    try:
        source = f"git:{revision}:./{path.name}"
        return read_git(git_location(source, path.parent), path.parent)
    except SpecError:
        return None


def run_git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    """Run git in `folder`, with `given` on its stdin; it asks no server and no user.

    Raises CalledProcessError if git fails, SpecError if it is missing or does not answer.
    """
    environment = {name: os.environ[name] for name in _GIT_ENVIRONMENT if name in os.environ}
    # A partial clone would ask its server for what is missing.
    environment |= {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    try:
        return subprocess.run(  # noqa: S603 - a list of arguments, no shell; a revision begins with no dash
            ["git", "-C", str(folder), *arguments],  # noqa: S607 - the user's own git
            env=environment,
            input=given,
            capture_output=True,
            check=True,
            timeout=_GIT_TIMEOUT_S,
        ).stdout
    except FileNotFoundError as error:
        raise SpecError("git is not installed; give a file or a URL instead.") from error
    except subprocess.TimeoutExpired as error:
        raise SpecError(f"git did not answer within {_GIT_TIMEOUT_S:.0f} s.") from error
