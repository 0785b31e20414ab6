"""A source, an uploader and responses of a server, for the tests of resumable uploads."""

from collections.abc import AsyncIterator
from pathlib import Path

from seawall.core.engine.policy import Policy, RetryRule
from seawall.core.http.message import Response
from seawall.runtime.http._async.protocols import AsyncTransport
from seawall.runtime.transfer._async.resumable_uploader import AsyncResumableUploader
from seawall.testing import AsyncFakeClock
from tests.runtime.transfer.session_server import UNIT

# Five chunks of two units, and a last one of 100 bytes.
DATA = bytes(range(256)) * (UNIT // 256) * 10 + bytes(100)
TOTAL = len(DATA)
CHUNK = 2 * UNIT
SIGNED = "/bucket/object?X-Goog-Signature=hunter2hunter2"


def uploader(transport: AsyncTransport, attempts: int = 3, chunk_size: int = CHUNK) -> AsyncResumableUploader:
    policy = Policy(retry=RetryRule(attempts=attempts))
    clock = AsyncFakeClock()
    return AsyncResumableUploader(transport, policy, clock, "ua/1", chunk_size=chunk_size)


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def rewrite(file: Path, content: bytes) -> None:
    file.write_bytes(content)


async def pieces() -> AsyncIterator[bytes]:
    for start in range(0, TOTAL, 300_001):
        yield DATA[start : start + 300_001]


def span(start: int, end: int) -> str:
    return f"bytes {start}-{end - 1}/{TOTAL}"


STATUS_CHECK = f"bytes */{TOTAL}"
CHUNKS = [span(start, min(start + CHUNK, TOTAL)) for start in range(0, TOTAL, CHUNK)]


STARTED = Response(201, {"location": "https://storage.test/session"})


def incomplete(size: int) -> Response:
    return Response(308, {"range": f"bytes=0-{size - 1}"} if size else {})
