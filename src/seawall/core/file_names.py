"""Names from a server become file names that can not leave their folder. Pure.

The result is the same on every system: no separator, no reserved name of any of them, no name that differs
from its neighbour by case alone.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

__all__ = ["file_names", "suffix_for"]

_MOST_BYTES = 150
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
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


def file_names(names: Iterable[str], suffix: str = "") -> dict[str, str]:
    """A file name for each of `names`, all different, even where letter case does not count.

    A name keeps its letters, digits, dots, dashes and underscores; all else becomes `_`. Where two would
    meet, or one would be too long, the first 8 hex digits of its SHA-256 are added.
    """
    plain = {name: _plain(name) for name in names}
    counts = Counter(text.casefold() for text in plain.values())
    return {
        name: _ended(name, text, suffix, alone=counts[text.casefold()] == 1) for name, text in plain.items()
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


def _ended(name: str, plain: str, suffix: str, *, alone: bool) -> str:
    if not alone or len(plain.encode()) > _MOST_BYTES:
        digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        plain = f"{plain.encode()[:_MOST_BYTES].decode(errors='ignore')}-{digest}"
    return plain if plain.lower().endswith(suffix) else plain + suffix
