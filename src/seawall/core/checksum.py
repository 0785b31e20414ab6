"""CRC-32C (Castagnoli, RFC 3720 appendix B.4) in the form that storage systems put on the wire.

The wire form is base64 of the four big-endian bytes, e.g. `AAAAAA==` for no bytes at all.
"""

import base64

import google_crc32c

__all__ = ["Crc32c", "crc32c_base64"]


class Crc32c:
    """A CRC-32C that grows chunk by chunk, so that a file of any size is checked in constant memory."""

    __slots__ = ("_value",)

    def __init__(self) -> None:
        self._value = 0

    def update(self, chunk: bytes) -> None:
        """Take the next bytes in."""
        self._value = google_crc32c.extend(self._value, chunk)

    def base64(self) -> str:
        """The checksum of all bytes so far, in its wire form (8 characters)."""
        return base64.b64encode(self._value.to_bytes(4, "big")).decode("ascii")


def crc32c_base64(data: bytes) -> str:
    """The CRC-32C of `data` in its wire form."""
    checksum = Crc32c()
    checksum.update(data)
    return checksum.base64()
