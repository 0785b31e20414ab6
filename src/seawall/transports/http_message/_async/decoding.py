"""Decode a response body within a time limit."""

import asyncio
import time
from collections.abc import AsyncIterator

from seawall.transports.http_message.decoding import ContentDecoder
from seawall.transports.http_message.errors import timed_out

__all__ = ["decode_within"]


async def decode_within(
    decoder: ContentDecoder, data: bytes, timeout_s: float, until: float | None = None
) -> AsyncIterator[bytes]:
    """Yield the decoded bytes of `data`; raises ContentDecodingError and AttemptTimeoutError.

    The limit is `until`, on the monotonic clock; without it, each piece may take `timeout_s` seconds.
    """
    ends = time.monotonic() + timeout_s if until is None else until
    pieces, piece = decoder.decode(data), b""
    # No local variable holds a piece when an error is raised: error reporters show local variables.
    del data
    try:
        for number, piece in enumerate(pieces):
            if number:
                # Let other tasks run: a small body can decode to gigabytes.
                await asyncio.sleep(0)
            if time.monotonic() >= ends:
                raise timed_out(timeout_s)
            if piece:
                yield piece
                ends = time.monotonic() + timeout_s if until is None else until
    finally:
        piece = b""
