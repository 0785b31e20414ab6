"""A file of the user, checked before anything is sent."""

import os
from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

from seawall.core.errors import InputError, StorageError
from seawall.core.transfer.checksum import Algorithm, Hashers
from seawall.core.validation.arguments import checked_path_text
from seawall.runtime.transfer.upload_source import open_source, read_piece

__all__ = ["LocalFile", "checked_folder", "checked_path"]


def checked_path(path: object, name: str) -> Path:
    """Convert `path`, the argument `name`, to a Path; raises InputError for another type or an empty text."""
    return Path(checked_path_text(path, name))


def checked_folder(path: object, name: str) -> Path:
    """Convert `path`, the argument `name`, to a Path of a folder, which need not exist yet.

    For the start of a download, before anything is requested. Raises InputError as `checked_path`, and
    StorageError if it is a file or leads through one.
    """
    folder = checked_path(path, name)
    for each in (folder, *folder.parents):
        # Not `exists`, which raises in a folder without permission: the first write reports that.
        if os.path.isdir(each):  # noqa: PTH112
            break
        if os.path.lexists(each) and not each.is_symlink():
            what = "it" if each == folder else each
            raise StorageError(f"{folder} can not be written: {what} is a file. Choose another folder.")
    return folder


@frozen
class LocalFile:
    """A file that can be uploaded; `media_type` is that of its suffix."""

    path: Path
    media_type: str

    @classmethod
    def at(cls, path: str | os.PathLike[str], media_types: Mapping[str, str]) -> "LocalFile":
        """Check the file at `path` without reading it.

        `media_types` maps each accepted suffix, in lower case and with its dot, to a media type. Raises
        InputError if the file is missing, empty, unreadable or not a regular file, or if its suffix is not
        accepted or its name is not valid text.
        """
        path = checked_path(path, "The path of the file")
        try:
            fault = _fault(path, media_types)
        except OSError as error:
            raise InputError(f"{path} can not be accessed: {error.strerror}. Check the name.") from error
        if fault is not None:
            raise InputError(f"{path} {fault}")
        return cls(path, media_types[path.suffix.lower()])

    def hash(self, *algorithms: Algorithm) -> Hashers:
        """Read the file once; return its size and its checksums. Raises InputError, StorageError."""
        hashers = Hashers(algorithms)
        with open_source(self.path) as file:
            while file and (piece := read_piece(file)):
                hashers.update(piece)
        return hashers


def _fault(path: Path, media_types: Mapping[str, str]) -> str | None:
    """Return the reason why `path` can not be uploaded, as the end of a sentence about it."""
    fault = None
    if path.is_dir():
        fault = "is a folder. Give the files in it."
    elif not path.exists():
        fault = "does not exist. Check the name."
    elif not path.is_file():
        fault = "is not a regular file. Copy its content to one."
    elif not path.stat().st_size:
        fault = "is empty. Give a file with content."
    elif not os.access(path, os.R_OK):
        fault = "can not be read. Check its permissions."
    elif any("\udc80" <= character <= "\udcff" for character in path.name):
        # Python represents invalid bytes in a name as surrogates (PEP 383), which JSON can not hold.
        fault = "has a name that is not valid text. Rename it."
    elif path.suffix.lower() not in media_types:
        fault = f"has none of the suffixes {', '.join(sorted(media_types))}. Rename it, or give another file."
    return fault
