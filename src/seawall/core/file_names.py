"""Names from a server become file names that can not leave their folder. Pure.

The result is the same on every system: no separator, no reserved name of any of them, no name that differs
from its neighbour by case alone.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping

__all__ = ["file_names", "suffix_for"]

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
