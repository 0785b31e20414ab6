"""Images as data URIs, for APIs that take them within JSON."""

import base64
from pathlib import Path

from seawall.core.errors import InputError
from seawall.runtime.files.path_argument import as_path

__all__ = ["image_from_file"]

_MEDIA_TYPES = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}


def image_from_file(path: str | Path) -> str:
    """Read an image as a data URI. Raises InputError for a file that is missing or of another format."""
    file = as_path(path)
    media_type = _MEDIA_TYPES.get(file.suffix.lower())
    if media_type is None:
        raise InputError(f"{file} has no ending of an image: {', '.join(sorted(_MEDIA_TYPES))}.")
    try:
        content = file.read_bytes()
    except OSError as error:
        raise InputError(f"{file} can not be read: {error.strerror}. Give an image file.") from error
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"
