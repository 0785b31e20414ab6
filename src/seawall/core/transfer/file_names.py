"""Turn names from a server into safe file names. Pure.

The result is valid on every system: no path separator, no reserved name, and no two names that differ only by
case.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence

from attrs import frozen

from seawall.core.errors import InputError

__all__ = ["NamedFile", "file_names", "file_paths", "suffix_for"]

# File systems allow 255 bytes; this leaves room for the digest, the suffix and `.NAME.part.origin`.
_MAX_BYTES = 150
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|(com|lpt)[\d¹²³])(\..*)?")
_SUFFIXES = {
    "application/dicom": ".dcm",
    "application/geo+json": ".geojson",
    "application/json": ".json",
    "application/pdf": ".pdf",
    "application/vnd.apache.parquet": ".parquet",
    "application/x-ndjson": ".ndjson",
    "application/zip": ".zip",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/svg+xml": ".svg",
    "image/tiff": ".tiff",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
}


@frozen(kw_only=True)
class NamedFile:
    """A file as the server names it; `name` and `folder` may be any text.

    `id` distinguishes it from another file with the same name. `folder` and `media_type` may be None.
    """

    name: str
    id: object
    folder: str | None = None
    media_type: str | None = None


def file_paths(files: Sequence[NamedFile]) -> list[tuple[str, ...]]:
    """Return a unique relative path for each of `files`: its folder, if it has one, and its name.

    If another file in the folder has the same name, the id is added to the name. Each name is made safe by
    `file_names`, with the suffix of its media type. Raises InputError if two files have the same folder, name
    and id, or if only some files have a folder: the name of a file and of a folder could be the same.
    """
    # A NUL separates name and id in a key, so it must not occur in a name.
    names = [file.name.replace("\0", "_") for file in files]
    counts = Counter((file.folder, name) for file, name in zip(files, names, strict=True))
    keys = [
        name if counts[file.folder, name] == 1 else f"{name}\0{file.id}"
        for file, name in zip(files, names, strict=True)
    ]
    if len({(file.folder, key) for file, key in zip(files, keys, strict=True)}) < len(files):
        raise InputError("Two files have the same folder, name and id. Give each file once.")
    suffixes: dict[str | None, dict[str, str]] = {}
    for file, key in zip(files, keys, strict=True):
        suffixes.setdefault(file.folder, {})[key] = suffix_for(file.media_type)
    if None in suffixes and len(suffixes) > 1:
        raise InputError("Some files have a folder and others do not. Give all of them a folder, or none.")
    folders = file_names({folder: "" for folder in suffixes if folder is not None})
    in_folder = {folder: file_names(ends) for folder, ends in suffixes.items()}
    return [
        (*(() if file.folder is None else (folders[file.folder],)), in_folder[file.folder][key])
        for file, key in zip(files, keys, strict=True)
    ]


def file_names(suffixes: Mapping[str, str]) -> dict[str, str]:
    """Return a safe file name with its suffix for each name in `suffixes`; all differ, even without case.

    Letters, digits, dots, dashes and underscores are kept; other characters become `_`. If two names would be
    equal, or one too long, `~` and the first 16 hex digits of the SHA-256 of the name are added.
    """
    plain = {name: _with_suffix(_plain(name), suffix) for name, suffix in suffixes.items()}
    counts = Counter(text.casefold() for text in plain.values())
    return {
        name: text
        if counts[text.casefold()] == 1 and len(text.encode()) <= _MAX_BYTES
        else _with_suffix(_with_digest(name), suffixes[name])
        for name, text in plain.items()
    }


def suffix_for(media_type: object) -> str:
    """Return the file suffix for a media type, e.g. `.csv`, or an empty text for an unknown one."""
    return (
        _SUFFIXES.get(media_type.partition(";")[0].strip().lower(), "") if isinstance(media_type, str) else ""
    )


def _plain(name: str) -> str:
    safe = "".join(
        character if character.isalnum() or character in "._-" else "_"
        for character in unicodedata.normalize("NFC", name)
    )
    # A leading dot hides a file or leaves the folder; Windows drops trailing dots.
    safe = safe.lstrip(".").rstrip(".") or "unnamed"
    return f"_{safe}" if _RESERVED.fullmatch(safe) else safe


def _with_digest(name: str) -> str:
    # `_plain` replaces tildes, so no other name can look like one with a digest.
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{_plain(name).encode()[:_MAX_BYTES].decode(errors='ignore')}~{digest}"


def _with_suffix(text: str, suffix: str) -> str:
    return text if text.lower().endswith(suffix) else text + suffix
