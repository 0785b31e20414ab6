"""A file of the user's that is to be sent: looked at before anything goes out, and summed."""

import os
from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

from seawall.core.errors import InputError
from seawall.core.transfer.checksum import Algorithm, Hashers
from seawall.core.validation.arguments import wrong_type
from seawall.runtime.transfer.upload_source import opened, read_piece

__all__ = ["LocalFile", "checked_path"]


def checked_path(path: object, name: str) -> Path:
    """`path`, which the argument `name` gave; raises InputError where it is none, or empty text."""
    text = os.fspath(path) if isinstance(path, str | os.PathLike) else path
    if not isinstance(text, str):
        raise wrong_type(path, name, "a path as text or as a Path")
    if not text:
        raise InputError(f"{name} is empty text. Give a path; `.` is the current folder.")
    return Path(text)


@frozen
class LocalFile:
    """A file that can be read and sent, as far as could be seen; `media_type` is that of its suffix."""

    path: Path
    media_type: str

    @classmethod
    def at(cls, path: str | os.PathLike[str], media_types: Mapping[str, str]) -> "LocalFile":
        """The file at `path`, which is looked at and not read.

        `media_types` has the media type of each suffix that is taken, in lower case and with its dot. Raises
        InputError where the file is missing, empty, not readable, no ordinary file or of an unknown kind, and
        where its name is no text.
        """
        path = checked_path(path, "The path of the file")
        try:
            fault = _fault(path, media_types)
        except OSError as error:
            raise InputError(f"{path} can not be looked at: {error.strerror}. Check the name.") from error
        if fault is not None:
            raise InputError(f"{path} {fault}")
        return cls(path, media_types[path.suffix.lower()])

    def sums(self, *algorithms: Algorithm) -> Hashers:
        """Its size and its checksums, read once and in pieces; raises InputError, StorageError."""
        sums = Hashers(algorithms)
        with opened(self.path) as file:
            while file and (piece := read_piece(file)):
                sums.update(piece)
        return sums


def _fault(path: Path, media_types: Mapping[str, str]) -> str | None:
    """Why `path` can not be sent, as the end of a sentence about it."""
    fault = None
    if path.is_dir():
        fault = "is a folder. Give the files in it."
    elif not path.exists():
        fault = "does not exist. Check the name."
    elif not path.is_file():
        fault = "is no ordinary file. Copy its content to one."
    elif not path.stat().st_size:
        fault = "is empty. Give a file with content."
    elif not os.access(path, os.R_OK):
        fault = "can not be read. Check its permissions."
    elif any("\udc80" <= character <= "\udcff" for character in path.name):
        # Bytes that are no text stand for themselves in a name (PEP 383); no JSON can hold them.
        fault = "has a name that is no text. Rename it."
    elif path.suffix.lower() not in media_types:
        fault = f"has none of the suffixes {', '.join(sorted(media_types))}. Rename it, or give another file."
    return fault
