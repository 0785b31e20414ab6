"""The checksum of custom metadata."""

import json
from collections.abc import Mapping
from zlib import crc32

__all__ = ["metadata_checksum"]


def metadata_checksum(metadata: Mapping[str, object] | None) -> str | None:
    """Return the checksum as the local platform computes it: CRC-32 in hexadecimal digits; None for None."""
    if metadata is None:
        return None
    return f"{crc32(json.dumps(metadata, sort_keys=True, separators=(',', ':')).encode()):08x}"
