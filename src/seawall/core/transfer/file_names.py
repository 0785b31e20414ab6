"""Names from a server become file names that can not leave their folder. Pure.

The result is the same on every system: no separator, no reserved name of any of them, no name that differs
from its neighbour by case alone.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence

from attrs import frozen

from seawall.core.errors import InputError

__all__ = ["NamedFile", "file_names", "file_paths", "suffix_for"]

_MOST_BYTES = 150
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
    """A file as a server calls it: `name` may be any text, and so may `folder`, in which it belongs.

    `id` tells it from another file of that name. None is no folder, and no media type that is known.
    """

    name: str
    id: object
    folder: str | None = None
    media_type: str | None = None


def file_paths(files: Sequence[NamedFile]) -> list[tuple[str, ...]]:
    """Where each of `files` goes below one folder, all different: its folder's name, if any, and its own.

    A file's id is added to its name where another in its folder has that name too. Each name is made safe
    as `file_names` does it, and ends as its media type says. Raises InputError where some have a folder and
    others have none, for a folder and a file could meet, and where two have the same folder, name and id.
    """
    # A NUL parts a name from its id: none that a server writes passes for another with its id.
    plain = [file.name.replace("\0", "_") for file in files]
    alike = Counter((file.folder, name) for file, name in zip(files, plain, strict=True))
    keys = [
        name if alike[file.folder, name] == 1 else f"{name}\0{file.id}"
        for file, name in zip(files, plain, strict=True)
    ]
    if len({(file.folder, key) for file, key in zip(files, keys, strict=True)}) < len(files):
        raise InputError("Two files have the same folder, name and id. Give each file once.")
    suffixes: dict[str | None, dict[str, str]] = {}
    for file, key in zip(files, keys, strict=True):
        suffixes.setdefault(file.folder, {})[key] = suffix_for(file.media_type)
    if None in suffixes and len(suffixes) > 1:
        raise InputError("Some files have a folder and others have none. Give all of them one, or none.")
    folders = file_names({folder: "" for folder in suffixes if folder is not None})
    names = {folder: file_names(ends) for folder, ends in suffixes.items()}
    return [
        (*(() if file.folder is None else (folders[file.folder],)), names[file.folder][key])
        for file, key in zip(files, keys, strict=True)
    ]


def file_names(suffixes: Mapping[str, str]) -> dict[str, str]:
    """A file name for each name in `suffixes`, with its suffix; all different, even if case does not count.

    A name keeps its letters, digits, dots, dashes and underscores; all else becomes `_`. Where two would
    meet, or one would be too long, `~` and the first 16 hex digits of its SHA-256 are added.
    """
    ended = {name: _ended(_plain(name), suffix) for name, suffix in suffixes.items()}
    counts = Counter(text.casefold() for text in ended.values())
    return {
        name: text
        if counts[text.casefold()] == 1 and len(text.encode()) <= _MOST_BYTES
        else _ended(_marked(name), suffixes[name])
        for name, text in ended.items()
    }


def suffix_for(media_type: object) -> str:
    """The ending of files of a media type, e.g. `.csv`; empty for one that is not known."""
    return (
        _SUFFIXES.get(media_type.partition(";")[0].strip().lower(), "") if isinstance(media_type, str) else ""
    )


def _plain(name: str) -> str:
    kept = "".join(
        character if character.isalnum() or character in "._-" else "_"
        for character in unicodedata.normalize("NFC", name)
    )
    kept = kept.lstrip(".").rstrip(".") or "unnamed"
    return f"_{kept}" if _RESERVED.fullmatch(kept) else kept


def _marked(name: str) -> str:
    # No plain name holds a tilde, so that none can pose as a marked one.
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{_plain(name).encode()[:_MOST_BYTES].decode(errors='ignore')}~{digest}"


def _ended(text: str, suffix: str) -> str:
    return text if text.lower().endswith(suffix) else text + suffix
