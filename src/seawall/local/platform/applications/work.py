"""Interface between workers and applications.

An application is a function from Work to outputs. It raises ItemError to end the item without results; any
other exception ends the item with SYSTEM_ERROR.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from attrs import frozen

from seawall.core.transfer.checksum import crc32c_base64
from seawall.local.platform.store.states import ItemTerminationReason
from seawall.local.serving.json_object import JsonObject

__all__ = ["FileOutput", "ItemError", "ProcessItem", "Work", "WorkCancelledError", "WorkInput", "user_error"]


class ItemError(Exception):
    """End of an item without results: the reason, a code for programs, a message for people."""

    def __init__(self, reason: ItemTerminationReason, code: str, message: str) -> None:
        super().__init__(reason, code, message)
        self.reason = reason
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return self.message


class WorkCancelledError(Exception):
    """The run was cancelled or the server stops. An application does not catch it."""


def user_error(code: str, message: str) -> ItemError:
    """Create an error in the caller's input; the message says how to fix it."""
    return ItemError(ItemTerminationReason.USER_ERROR, code, message)


@frozen
class WorkInput:
    """Input artifact; `Work.fetch` downloads its file."""

    name: str
    download_url: str
    metadata: JsonObject


class Work(Protocol):
    """Item to process, as the application sees it."""

    @property
    def custom_metadata(self) -> JsonObject:
        """The caller's own data; empty if there is none."""

    @property
    def inputs(self) -> Sequence[WorkInput]:
        """The item's input artifacts, in the order of the request."""

    @property
    def max_input_pixels(self) -> int:
        """Limit for images; the application rejects larger ones."""

    def fetch(self, source: WorkInput) -> Path:
        """Download the input's file and verify its `checksum_base64_crc32c`.

        Raises ItemError (USER_ERROR) if it is missing, empty, too large or differs from its metadata.
        """

    def sleep(self, duration_s: float) -> None:
        """Sleep; raises WorkCancelledError as soon as the work is cancelled."""

    def raise_if_cancelled(self) -> None:
        """Raise WorkCancelledError if the work is cancelled; to be called between the steps of long work."""


@frozen
class FileOutput:
    """Output file of an item."""

    name: str
    media_type: str
    content: bytes
    metadata: JsonObject

    def full_metadata(self) -> JsonObject:
        """Return the artifact's metadata: the application's own, media type, size and checksum."""
        return {
            **self.metadata,
            "media_type": self.media_type,
            "size_bytes": len(self.content),
            "checksum_base64_crc32c": crc32c_base64(self.content),
        }


ProcessItem = Callable[[Work], list[FileOutput]]
