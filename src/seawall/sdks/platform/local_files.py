"""Files on this machine as inputs, for a platform that can read them: a local one, say."""

import os
from collections.abc import Collection
from pathlib import Path

from seawall.core.checksum import Crc32c
from seawall.core.errors import InputError
from seawall.sdks.platform.submission import NewArtifact

__all__ = ["MEDIA_TYPES", "artifact_from_file", "media_type_of"]

MEDIA_TYPES = {
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
}
"""The media type of an input file by its suffix, in lower case."""

_CHUNK = 1 << 20
_METADATA = ("checksum_base64_crc32c", "media_type", "size_bytes")


def artifact_from_file(name: str, path: str | Path, *, metadata: Collection[str] = _METADATA) -> NewArtifact:
    """The file at `path` as the input `name`, with a `file://` address and what can be told of it.

    `metadata` says which of `checksum_base64_crc32c`, `media_type` and `size_bytes` to tell: those that the
    application's schema knows. The file is read once, in pieces. Raises InputError where it can be no input.
    """
    path = Path(path)
    media_type = media_type_of(path)
    checksum, size = _read(path)
    told: dict[str, object] = {
        "checksum_base64_crc32c": checksum.base64(),
        "media_type": media_type,
        "size_bytes": size,
    }
    return NewArtifact(
        name=name,
        download_url=path.resolve().as_uri(),
        metadata={key: value for key, value in told.items() if key in metadata},
    )


def media_type_of(path: Path) -> str:
    """The media type of the file at `path`, by its suffix; the file is looked at and not read.

    Raises InputError where it is missing, empty, not readable, no ordinary file or of an unknown kind.
    """
    try:
        fault = _fault(path)
    except OSError as error:
        raise InputError(f"{path} can not be looked at: {error.strerror}. Check the name.") from error
    if fault is not None:
        raise InputError(f"{path} {fault}")
    return MEDIA_TYPES[path.suffix.lower()]


def _fault(path: Path) -> str | None:
    """Why `path` can not be read as an input, as the end of a sentence about it."""
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
    elif path.suffix.lower() not in MEDIA_TYPES:
        fault = "is no PNG, JPEG or TIFF by its suffix. Rename it, or describe the input yourself."
    return fault


def _read(path: Path) -> tuple[Crc32c, int]:
    checksum, size = Crc32c(), 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                checksum.update(chunk)
                size += len(chunk)
    except OSError as error:
        raise InputError(f"{path} can not be read: {error.strerror}. Check the file.") from error
    return checksum, size
