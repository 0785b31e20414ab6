"""The files of a fake API, whole or in part (RFC 9110, section 14)."""

import re

from seawall.core.http.message import Response
from seawall.core.transfer.checksum import crc32c_base64
from seawall.testing.fakes.seen_request import SeenRequest

__all__ = ["file_response"]


def file_response(seen: SeenRequest, content: bytes, *, media_type: str) -> Response:
    """Return `content`, or the part from the start of the Range header on if it is of the same version."""
    etag = f'"{crc32c_base64(content)}"'
    headers = {"content-type": media_type, "accept-ranges": "bytes", "etag": etag}
    wanted = re.fullmatch(r"bytes=(\d+)-", seen.headers.get("range", ""))
    start = int(wanted[1]) if wanted and seen.headers.get("if-range", etag) == etag else None
    if start is None:
        return Response(200, {**headers, "content-length": str(len(content))}, content)
    if start >= len(content):
        return Response(416, {**headers, "content-range": f"bytes */{len(content)}"})
    headers["content-range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
    return Response(206, {**headers, "content-length": str(len(content) - start)}, content[start:])
