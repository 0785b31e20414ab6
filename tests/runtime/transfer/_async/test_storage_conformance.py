"""The retry conformance rows of Google Cloud Storage's client libraries, 7 and 8: uploads and downloads.

Source: `retryTests` of their shared conformance data (`storage/v1/retry_tests.json`), with the
instructions of the storage testbench. Row 7 uses the real protocol, with a server for resumable uploads.
"""

from pathlib import Path

import pytest

from seawall.core.engine.policy import Policy
from seawall.core.http.message import Response
from seawall.runtime.transfer._async.resumable_uploader import AsyncResumableUploader
from seawall.testing import AsyncFakeClock, TruncatedResponse
from seawall.transports import AsyncHttpx2Transport
from tests.runtime.transfer._async.downloads import CHECKSUM, DATA, AsyncDownload, rest
from tests.runtime.transfer.session_server import RESET, UNIT, After, serving_sessions

# A server of upload sessions, over real sockets.
pytestmark = pytest.mark.slow

QUARTER = 64 * 1024


@pytest.mark.parametrize(
    ("instructions", "lost"),
    [((RESET, 503), 0), ((408,), 0), ((After(UNIT, 503),), 7 * UNIT), ((After(32 * UNIT, 503), 408), 0)],
    ids=["reset, 503", "408", "503 after 256K", "503 after 8192K, 408"],
)
async def test_row_7_an_upload_is_complete(instructions: tuple[int | After, ...], lost: int) -> None:
    data = bytes(range(256)) * 40_000
    with serving_sessions(*instructions) as server:
        async with AsyncHttpx2Transport() as transport:
            clock = AsyncFakeClock()
            uploader = AsyncResumableUploader(transport, Policy(), clock, chunk_size=8 * UNIT)
            # The row has a precondition; it is sent with the request that starts the session.
            await uploader.send(data, f"{server.url}/object", headers={"x-goog-if-generation-match": "0"})
    assert server.faults == []
    assert server.objects == [data]
    # Stored bytes were not sent again.
    assert server.received == len(data) + lost
    assert all(
        request.headers["x-goog-if-generation-match"] == "0"
        for request in server.requests
        if not request.range
    )


@pytest.mark.parametrize(
    "steps",
    [
        # The connection breaks before or after some bytes were received, or the first response is an error.
        (TruncatedResponse(200), TruncatedResponse(200), Response(200, {}, DATA)),
        (TruncatedResponse(200, {}, DATA[:QUARTER]), rest(QUARTER)),
        (TruncatedResponse(200, {}, DATA[:QUARTER]), Response(503), rest(QUARTER)),
        (Response(503), TruncatedResponse(200, {}, DATA[:QUARTER]), rest(QUARTER)),
    ],
)
async def test_row_8_a_download_is_complete(steps: tuple[Response, ...], tmp_path: Path) -> None:
    download = AsyncDownload(tmp_path, *steps, checksum=CHECKSUM)
    await download.fetch()
    assert download.target.read_bytes() == DATA
    download.script.assert_used_up()
