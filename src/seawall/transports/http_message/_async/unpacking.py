"""Unpacks what has come without holding anyone up."""

import time
from collections.abc import AsyncIterator

from seawall.transports.http_message.checkpoint import async_turn
from seawall.transports.http_message.decoding import Unpacker
from seawall.transports.http_message.failures import too_late

__all__ = ["unpacked"]


async def unpacked(
    unpacker: Unpacker, data: bytes, timeout_s: float, until: float | None = None
) -> AsyncIterator[bytes]:
    """What `data` adds to the body; raises UnpackingError, and AttemptTimeoutError where it takes too long.

    All of it has time until `until`, on the monotonic clock; without that, each piece has `timeout_s`.
    """
    ends = time.monotonic() + timeout_s if until is None else until
    for number, piece in enumerate(unpacker.feed(data)):
        if number:
            await async_turn()
        if time.monotonic() >= ends:
            raise too_late(timeout_s)
        if piece:
            yield piece
            ends = time.monotonic() + timeout_s if until is None else until
