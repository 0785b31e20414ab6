"""Locations of documents, and which of them may be read. Pure.

A location is an absolute path with slashes, a URL with http or https, or `git:REVISION:path`, where the path
is relative to the root of the repository.
"""

import posixpath
import re
from collections.abc import Sequence
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from seawall.codegen.errors import SpecError
from seawall.core.http.origin import same_origin
from seawall.core.http.outgoing import has_dot_segment

__all__ = ["folder_of", "is_git", "is_inside", "is_url", "join", "split_git"]

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_WINDOWS_PATH = re.compile(r"[A-Za-z]:[/\\]")


def is_url(location: str) -> bool:
    """Return whether `location` is a URL of http or https."""
    return location.lower().startswith(("http://", "https://"))


def is_git(location: str) -> bool:
    """Return whether `location` is a file in a git revision."""
    return location.startswith("git:")


def split_git(location: str) -> tuple[str, str]:
    """The revision and the path of `git:REVISION:path`. Raises SpecError if one of them is missing."""
    revision, _, path = location.removeprefix("git:").partition(":")
    if not revision or not path or revision.startswith("-") or not revision.isprintable():
        raise SpecError(
            f"{location!r} names no file in git. Write git:REVISION:path, e.g. git:main:openapi.json."
        )
    return revision, path


def folder_of(location: str) -> str:
    """The folder of a document, with a slash at its end: what it may refer to without permission."""
    if is_url(location):
        return urljoin(location, ".")
    head, _, _ = location.rpartition("/")
    if is_git(location) and not head.startswith("git:"):
        # The file lies in the root of the repository.
        return f"git:{split_git(location)[0]}:"
    return f"{head}/"


def join(base: str, ref: str) -> str | None:
    """The location of the document that `ref` names in the document at `base`; None if it is that document.

    Raises SpecError with the reason if a document there can not refer to such a place.
    """
    target, _ = urldefrag(ref)
    if not target:
        return None
    if is_url(target):
        return target
    if (_SCHEME.match(target) and not _WINDOWS_PATH.match(target)) or target.startswith("//"):
        raise SpecError("only files and addresses with http or https can be read")
    if is_url(base):
        return urldefrag(urljoin(base, target)).url
    prefix, path = "", base
    if is_git(base):
        revision, path = split_git(base)
        prefix = f"git:{revision}:"
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(target).replace("\\", "/")))
    if "\0" in joined:
        raise SpecError("the path contains a null character")
    if prefix and joined.startswith(("../", "/")):
        raise SpecError("the path leads out of the repository")
    location = prefix + joined
    return None if location == base else location


def is_inside(location: str, roots: Sequence[str]) -> bool:
    """Return whether `location` is one of `roots`, or inside one that is a folder."""
    return any(_is_below(location, root) for root in roots)


def _is_below(location: str, root: str) -> bool:
    if location == root:
        return True
    folder = root if root.endswith("/") or (is_git(root) and root.endswith(":")) else f"{root}/"
    if is_url(root) or is_url(location):
        if not same_origin(location, root):
            return False
        path = urlsplit(location).path
        below = (path or "/").startswith(urlsplit(folder).path)
        return below and not has_dot_segment(path) and "%2f" not in path.lower()
    return location.startswith(folder)
