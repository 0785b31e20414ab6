"""Files on this machine as inputs, for a platform that can read them: a local one, say."""

from collections.abc import Collection
from pathlib import Path

from seawall.core.checksum import Crc32c
from seawall.core.errors import InputError
from seawall.sdks.platform.submission import NewArtifact

__all__ = ["MEDIA_TYPES", "artifact_from_file"]

MEDIA_TYPES = {
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
}
"""The media type of an input file, by its ending in lower case."""

_CHUNK = 1 << 20
_METADATA = ("checksum_base64_crc32c", "media_type", "size_bytes")


def artifact_from_file(name: str, path: str | Path, *, metadata: Collection[str] = _METADATA) -> NewArtifact:
    """The file at `path` as the input `name`, with a `file://` address and what can be told of it.

    `metadata` says which of `checksum_base64_crc32c`, `media_type` and `size_bytes` to tell: those that the
    application's schema knows. The file is read once, in pieces. Raises InputError where it is missing,
    empty, not readable or of an unknown kind.
    """
    path = Path(path)
    media_type = MEDIA_TYPES.get(path.suffix.lower())
    if media_type is None:
        kinds = ", ".join(sorted(MEDIA_TYPES))
        raise InputError(
            f"{path} is of no kind that is known by its ending. Give a file that ends in {kinds}."
        )
    checksum, size = _read(path)
    if size == 0:
        raise InputError(f"{path} is empty. Give a file that holds something.")
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


def _read(path: Path) -> tuple[Crc32c, int]:
    checksum, size = Crc32c(), 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                checksum.update(chunk)
                size += len(chunk)
    except OSError as error:
        raise InputError(f"{path} can not be read: {error.strerror}. Check the path.") from error
    return checksum, size
