"""Files on this machine as inputs, for a platform that can read them, such as a local one."""

from collections.abc import Collection
from pathlib import Path

from seawall.core.errors import InputError, StorageError
from seawall.core.transfer.checksum import Algorithm
from seawall.core.transfer.tiff_pages import read_tiff_pages, single_image
from seawall.core.validation.arguments import checked_items
from seawall.runtime.transfer.local_file import LocalFile
from seawall.sdks.platform.submission import NewArtifact

__all__ = ["MEDIA_TYPES", "artifact_from_file", "check_image"]

MEDIA_TYPES = {
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
}
"""The media type of an input file by its suffix, in lower case."""

_TIFF = "image/tiff"
_MAX_PAGES_SHOWN = 5
_SIGNATURE_BYTES = 8
_SIGNATURES = {
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    # Classic TIFF and BigTIFF, in both byte orders.
    _TIFF: (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
}
_METADATA = ("checksum_base64_crc32c", "media_type", "size_bytes")


def artifact_from_file(
    name: str, path: str | Path, *, metadata: Collection[str] = _METADATA, several_pages: bool = False
) -> NewArtifact:
    """Make an input `name` of the file at `path`, with a `file://` URL and metadata.

    `metadata` selects from `checksum_base64_crc32c`, `media_type` and `size_bytes`: those that the
    application's schema knows. The file is read once, in pieces.

    A TIFF with the levels of a pyramid is one image. One with several pages that are different images is
    refused, because an application would measure one page of them and say nothing; `several_pages` accepts
    it, for an application that reads all pages. Raises InputError if the file can not be an input,
    StorageError if the disk can not read all of it.
    """
    wanted = checked_items(metadata, str, "metadata")
    file = LocalFile.at(path, MEDIA_TYPES)
    if not several_pages and file.media_type == _TIFF:
        _check_pages(file.path)
    hashers = file.hash(Algorithm.CRC32C)
    facts = (hashers.checksum(Algorithm.CRC32C).base64, file.media_type, hashers.size)
    return NewArtifact(
        name=name,
        download_url=file.path.resolve().as_uri(),
        metadata={key: value for key, value in zip(_METADATA, facts, strict=True) if key in wanted},
    )


def _check_pages(path: Path) -> None:
    """Raise InputError if the TIFF file at `path` has several images. Other content is left to the server."""

    def read(offset: int, size: int) -> bytes:
        file.seek(offset)
        return file.read(size)

    try:
        with path.open("rb") as file:
            pages = read_tiff_pages(read)
    except OSError as error:
        raise StorageError(f"{path} can not be read: {error.strerror}. Check the disk.") from error
    if single_image(pages) is None:
        shown = ", ".join(f"{page.width} x {page.height}" for page in pages[:_MAX_PAGES_SHOWN])
        more = ", ..." if len(pages) > _MAX_PAGES_SHOWN else ""
        raise InputError(
            f"{path} has {len(pages)} pages ({shown}{more}) that are different images, and an input is one "
            "image. Save each page as a file of its own."
        )


def check_image(path: str | Path) -> None:
    """Check that the file at `path` can be an image, by its name, its first bytes and its pages.

    Raises InputError, StorageError if the disk can not read it. The image itself is not decoded.
    """
    file = LocalFile.at(path, MEDIA_TYPES)
    try:
        with file.path.open("rb") as content:
            start = content.read(_SIGNATURE_BYTES)
    except OSError as error:
        raise StorageError(f"{path} can not be read: {error.strerror}. Check the disk.") from error
    if not start.startswith(_SIGNATURES[file.media_type]):
        raise InputError(
            f"{path} does not begin as {file.media_type} does, so it is no such image. Give another file, or "
            "correct its suffix."
        )
    if file.media_type == _TIFF:
        _check_pages(file.path)
