"""Parts of a multipart/form-data body (RFC 7578), as bytes and files that the runtime opens. Pure."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO, Protocol, TypeAlias

from attrs import field, frozen

__all__ = ["FilePart", "FilePath", "Part", "Piece", "multipart_pieces"]


class FilePath(Protocol):
    """The path of a file, e.g. a `pathlib.Path`. The runtime opens it."""

    def __fspath__(self) -> str:
        """Return the path as text."""


@frozen(eq=False)
class FilePart:
    """A file in a multipart body, or a whole body: its content, or the path or open binary file of it.

    `filename` is that of the path or of the open file if it is None. `media_type` follows from the filename
    if it is None.
    """

    content: bytes | FilePath | BinaryIO = field(repr=False)
    filename: str | None = None
    media_type: str | None = None


@frozen
class Part:
    """One part: the name of its field, its content, and its headers if they are not None."""

    name: str
    content: bytes | FilePart = field(repr=False)
    media_type: str | None = None


Piece: TypeAlias = bytes | FilePart
"""A piece of a body: bytes, or a file whose content the runtime reads."""

_OCTETS = "application/octet-stream"
# Not the table of the standard library, which reads files of the system and differs between machines.
_MEDIA_TYPES = {
    "csv": "text/csv",
    "gif": "image/gif",
    "gz": "application/gzip",
    "htm": "text/html",
    "html": "text/html",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "md": "text/markdown",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "txt": "text/plain",
    "wav": "audio/wav",
    "webm": "video/webm",
    "webp": "image/webp",
    "xml": "application/xml",
    "yaml": "application/yaml",
    "yml": "application/yaml",
    "zip": "application/zip",
}
# As browsers write names (WHATWG HTML, section 4.10.21.8).
_ESCAPES = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})


def multipart_pieces(parts: Iterable[Part], boundary: str) -> Iterator[Piece]:
    """Yield the pieces of a body with `parts`; `boundary` must not occur in them."""
    for part in parts:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{part.name.translate(_ESCAPES)}"'
        media_type = part.media_type
        if isinstance(part.content, FilePart):
            filename = _filename(part.content) or part.name
            head += f'; filename="{filename.translate(_ESCAPES)}"'
            media_type = _media_type(part.content, filename, media_type)
        if media_type is not None:
            head += f"\r\nContent-Type: {media_type.translate(_ESCAPES)}"
        yield f"{head}\r\n\r\n".encode(errors="replace")
        yield part.content
        yield b"\r\n"
    yield f"--{boundary}--\r\n".encode()


def _filename(part: FilePart) -> str:
    if part.filename is not None:
        return part.filename
    if isinstance(part.content, bytes):
        return ""
    path = (
        part.content.__fspath__()
        if hasattr(part.content, "__fspath__")
        else getattr(part.content, "name", "")
    )
    # A pipe has a number as its name.
    return path.replace("\\", "/").rpartition("/")[2] if isinstance(path, str) else ""


def _media_type(part: FilePart, filename: str, declared: str | None) -> str:
    guess = _MEDIA_TYPES.get(filename.rpartition(".")[2].lower(), _OCTETS)
    if part.media_type is not None:
        return part.media_type
    # The spec may allow several, such as `image/png, image/jpeg`, or a range.
    allowed = [one.strip() for one in (declared or "").split(",") if one.strip()]
    exact = [one for one in allowed if "*" not in one]
    return guess if not exact or guess in allowed else exact[0]
