"""Files on the command line become items to submit; all of them are checked before anything is sent."""

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from attrs import field, frozen

from seawall.core.checksum import Crc32c
from seawall.core.errors import InputError
from seawall.sdks.platform import ApplicationVersion, InputSpec, NewArtifact, NewItem

__all__ = ["MEDIA_TYPES", "Link", "LocalFile", "Source", "checked_files", "items_of"]

MEDIA_TYPES = {
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
}
"""The media type of an image by its suffix, in lower case."""

_CHUNK = 1024 * 1024


@frozen
class LocalFile:
    """A file that is there, is not empty and can be read; `size` in bytes."""

    path: Path
    media_type: str
    size: int


@frozen
class Link:
    """An http or https address of an input, and the file name that it ends in."""

    name: str
    url: str = field(repr=False)


Source = LocalFile | Link
"""What an argument of `run submit` stands for."""


def checked_files(names: Sequence[str]) -> dict[str, Source]:
    """What each argument stands for, by the external id that it gives its item: its file name.

    Raises InputError, which names the file and what to do, for one that can not be an input.
    """
    found = [_link(name) if _is_link(name) else _local(name) for name in names]
    ids = [source.name if isinstance(source, Link) else source.path.name for source in found]
    twice = sorted(name for name, count in Counter(ids).items() if count > 1)
    if twice:
        raise InputError(
            f"Two files are called {', '.join(twice)}, and the name is the item's external id. "
            "Rename one, or describe the items with --items."
        )
    return dict(zip(ids, found, strict=True))


def items_of(sources: Mapping[str, Source], version: ApplicationVersion) -> list[NewItem]:
    """An item for each source, for a version that takes one input; raises InputError for any other.

    Of a local file's checksum, media type and size, its metadata holds what the version's schema names.
    """
    if not sources:
        return []
    if len(version.input_artifacts) != 1:
        raise InputError(
            f"{version.application_id} {version.version_number} takes {len(version.input_artifacts)} inputs "
            "per item, a file can be only one. Describe the items with --items."
        )
    (spec,) = version.input_artifacts
    return [
        NewItem(external_id=external_id, input_artifacts=[_artifact(source, spec)])
        for external_id, source in sources.items()
    ]


def _is_link(name: str) -> bool:
    return name.lower().startswith(("http://", "https://"))


def _link(url: str) -> Link:
    parts = urlsplit(url)
    name = PurePosixPath(unquote(parts.path)).name
    if not name:
        raise InputError(
            f"The address at {parts.hostname} ends in no file name. Describe the item with --items."
        )
    return Link(name, url)


def _local(name: str) -> LocalFile:
    path = Path(name)
    media_type = MEDIA_TYPES.get(path.suffix.lower())
    try:
        fault = _fault(path)
    except OSError as error:
        raise InputError(f"{name} can not be looked at: {error.strerror}. Check the name.") from error
    if fault is not None:
        raise InputError(f"{name} {fault}")
    if media_type is None:
        raise InputError(
            f"{name} is no PNG, JPEG or TIFF by its suffix. Rename it, or describe the item with --items."
        )
    return LocalFile(path.resolve(), media_type, path.stat().st_size)


def _fault(path: Path) -> str | None:
    """Why `path` can not be read as an input, as the end of a sentence about it."""
    fault = None
    if path.is_dir():
        fault = "is a folder. Give the files in it, e.g. with a pattern."
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
    return fault


def _artifact(source: Source, spec: InputSpec) -> NewArtifact:
    if isinstance(source, Link):
        return _linked_artifact(source, spec)
    properties = spec.metadata_schema.get("properties")
    known = properties if isinstance(properties, Mapping) else {}
    metadata: dict[str, object] = {}
    if "checksum_base64_crc32c" in known:
        metadata["checksum_base64_crc32c"] = _checksum(source.path)
    if "media_type" in known:
        metadata["media_type"] = source.media_type
    if "size_bytes" in known:
        metadata["size_bytes"] = source.size
    return NewArtifact(name=spec.name, download_url=source.path.as_uri(), metadata=metadata)


def _linked_artifact(link: Link, spec: InputSpec) -> NewArtifact:
    required = spec.metadata_schema.get("required")
    if required and isinstance(required, list):
        needed = ", ".join(map(str, required))
        raise InputError(
            f"{link.name}: the input {spec.name} needs {needed}, which an address does not tell. "
            "Describe the item with --items."
        )
    return NewArtifact(name=spec.name, download_url=link.url)


def _checksum(path: Path) -> str:
    checksum = Crc32c()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                checksum.update(chunk)
    except OSError as error:
        raise InputError(f"{path} can not be read: {error.strerror}. Check the file.") from error
    return checksum.base64()
