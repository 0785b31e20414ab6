"""What an application gets to work on one item, and how it answers.

An application is a function from Work to outputs. It raises ItemError when the item has to end
without results; any other exception ends the item as SYSTEM_ERROR.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from attrs import frozen

from seawall.core.transfer.checksum import crc32c_base64
from seawall.local.platform.store.states import ItemTerminationReason
from seawall.local.platform.store.tables import JsonObject

__all__ = ["FileOutput", "ItemError", "Process", "Work", "WorkCancelledError", "WorkInput", "user_error"]


class ItemError(Exception):
    """The item ends without results: why, a code for programs, a message for people."""

    def __init__(self, reason: ItemTerminationReason, code: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.code = code
        self.message = message


class WorkCancelledError(Exception):
    """The run was cancelled or the server stops: drop the work."""


def user_error(code: str, message: str) -> ItemError:
    """The failure that blames the caller's input; the message says what to do about it."""
    return ItemError(ItemTerminationReason.USER_ERROR, code, message)


@frozen
class WorkInput:
    """One input artifact; its file is not fetched yet."""

    name: str
    download_url: str
    metadata: JsonObject


class Work(Protocol):
    """One item and what may be done with it."""

    @property
    def custom_metadata(self) -> JsonObject:
        """The caller's own data; empty if there is none."""

    @property
    def inputs(self) -> Sequence[WorkInput]:
        """The item's input artifacts, in the order of the request."""

    @property
    def max_input_pixels(self) -> int:
        """Images with more pixels are to be refused."""

    def fetch(self, source: WorkInput) -> Path:
        """Bring the input's file here and check it against its `checksum_base64_crc32c`.

        Raises ItemError (USER_ERROR) when it is missing, empty, too large or not what was announced.
        """

    def pause(self, duration_s: float) -> None:
        """Wait, or just ask with 0; raises WorkCancelledError as soon as the work is no longer wanted."""


@frozen
class FileOutput:
    """One result file."""

    name: str
    media_type: str
    content: bytes
    metadata: JsonObject

    def full_metadata(self) -> JsonObject:
        """The artifact's metadata: the application's own, and what any client needs to check the file."""
        return {
            **self.metadata,
            "media_type": self.media_type,
            "size_bytes": len(self.content),
            "checksum_base64_crc32c": crc32c_base64(self.content),
        }


Process = Callable[[Work], list[FileOutput]]
