"""Parts of a multipart/form-data body (RFC 7578). Pure."""

from typing import BinaryIO, Protocol

from attrs import field, frozen

__all__ = ["FilePart", "FilePath"]


class FilePath(Protocol):
    """The path of a file, e.g. a `pathlib.Path`. The runtime opens it."""

    def __fspath__(self) -> str:
        """Return the path as text."""


@frozen(eq=False)
class FilePart:
    """A file in a multipart body: its content, or the path or the open binary file that holds it.

    `filename` is that of the path or of the open file if it is None. `media_type` is guessed from the
    filename if it is None.
    """

    content: bytes | FilePath | BinaryIO = field(repr=False)
    filename: str | None = None
    media_type: str | None = None
