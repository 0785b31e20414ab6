"""The retry conformance rows of Google Cloud Storage's client libraries, 7 and 8: uploads and downloads.

Source: `retryTests` of their shared conformance data. Row 7 has uploads that go on where they broke off; ours
begin anew, so what the row asks of the outcome is tested: the server ends with the whole object, once.
"""

from pathlib import Path

import pytest

from seawall.core.message import Response
from seawall.core.policy import Policy
from seawall.runtime._async.uploader import AsyncUploader
from seawall.testing import AsyncFakeClock, CutResponse
from seawall.transports import AsyncHttpx2Transport
from tests.runtime._async.downloads import CHECKSUM, DATA, AsyncDownload, rest
from tests.runtime.receiving_server import BREAK, receiving

QUARTER = 64 * 1024


@pytest.mark.parametrize("answers", [(BREAK, 503), (408,), (BREAK,), (503, BREAK, 408)])
async def test_row_7_an_upload_ends_whole(answers: tuple[int, ...], tmp_path: Path) -> None:
    source = tmp_path / "object"
    source.write_bytes(DATA)
    with receiving(*answers) as server:
        async with AsyncHttpx2Transport() as transport:
            uploader = AsyncUploader(transport, Policy(), AsyncFakeClock().timing, "ua/1")
            await uploader.send(source, f"{server.url}/object")
    assert len(server.received) == len(answers) + 1
    assert server.received[-1].body == DATA


@pytest.mark.parametrize(
    "steps",
    [
        # The connection breaks before, and after, some bytes have come; or the answer is an error first.
        (CutResponse(200), CutResponse(200), Response(200, {}, DATA)),
        (CutResponse(200, {}, DATA[:QUARTER]), rest(QUARTER)),
        (CutResponse(200, {}, DATA[:QUARTER]), Response(503), rest(QUARTER)),
        (Response(503), CutResponse(200, {}, DATA[:QUARTER]), rest(QUARTER)),
    ],
)
async def test_row_8_a_download_ends_whole(steps: tuple[Response, ...], tmp_path: Path) -> None:
    download = AsyncDownload(tmp_path, *steps, checksum=CHECKSUM)
    await download.fetch()
    assert download.target.read_bytes() == DATA
    download.script.assert_used_up()
