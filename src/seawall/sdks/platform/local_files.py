"""Files on this machine as inputs, for a platform that can read them, such as a local one."""

from collections.abc import Collection
from pathlib import Path

from seawall.core.transfer.checksum import Algorithm
from seawall.core.validation.arguments import checked_items
from seawall.runtime.transfer.local_file import LocalFile
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

_METADATA = ("checksum_base64_crc32c", "media_type", "size_bytes")


def artifact_from_file(name: str, path: str | Path, *, metadata: Collection[str] = _METADATA) -> NewArtifact:
    """Make an input `name` of the file at `path`, with a `file://` URL and metadata.

    `metadata` selects from `checksum_base64_crc32c`, `media_type` and `size_bytes`: those that the
    application's schema knows. The file is read once, in pieces. Raises InputError if it can not be an input,
    StorageError if the disk can not read all of it.
    """
    wanted = checked_items(metadata, str, "metadata")
    file = LocalFile.at(path, MEDIA_TYPES)
    hashers = file.hash(Algorithm.CRC32C)
    facts = (hashers.checksum(Algorithm.CRC32C).base64, file.media_type, hashers.size)
    return NewArtifact(
        name=name,
        download_url=file.path.resolve().as_uri(),
        metadata={key: value for key, value in zip(_METADATA, facts, strict=True) if key in wanted},
    )


def media_type_of(path: str | Path) -> str:
    """The media type of the file at `path`, by its name; it is not read. Raises InputError."""
    return LocalFile.at(path, MEDIA_TYPES).media_type
