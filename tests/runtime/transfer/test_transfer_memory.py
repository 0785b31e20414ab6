"""The peak memory of uploads and downloads does not grow with the file."""

import http.server
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from seawall.core.engine.policy import Policy
from seawall.core.transfer.checksum import Algorithm, checksum_of
from seawall.runtime.concurrency._async.clock import AsyncSystemClock
from seawall.runtime.concurrency._sync.clock import SystemClock
from seawall.runtime.transfer._async.uploader import AsyncUploader
from seawall.runtime.transfer._sync.downloader import Downloader
from seawall.runtime.transfer._sync.resumable_uploader import ResumableUploader
from seawall.runtime.transfer._sync.uploader import Uploader
from seawall.transports import AsyncHttpx2Transport, Httpx2Transport

PIECE = bytes(1 << 18)
# The limit is far above the few pieces that a transfer holds, and far below the file.
SIZE = 32 << 20
MAX_BYTES = 5 << 20


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-length", f"{SIZE}")
        self.end_headers()
        for _ in range(SIZE // len(PIECE)):
            self.wfile.write(PIECE)

    def do_POST(self) -> None:
        self.send_response(201)
        self.send_header("location", "/session")
        self.send_header("content-length", "0")
        self.end_headers()

    def do_PUT(self) -> None:
        left = int(self.headers["content-length"])
        while left and (piece := self.rfile.read(min(left, 65536))):
            left -= len(piece)
        content_range = self.headers.get("content-range", f"bytes 0-{SIZE - 1}/{SIZE}")
        last = int(content_range.partition("-")[2].partition("/")[0])
        status = 308 if last + 1 < SIZE else 200
        self.send_response(400 if left else status)
        self.send_header("range", f"bytes=0-{last}")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def serving() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def peak_memory_below(limit: int) -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < limit


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(SIZE)
    return path


def pieces() -> Iterator[bytes]:
    for _ in range(SIZE // len(PIECE)):
        yield PIECE


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["file", "pieces"])
def test_an_upload_of_32_mb_needs_less_than_5(large: Path, kind: str) -> None:
    source: Path | Callable[[], Iterator[bytes]] = large if kind == "file" else pieces
    with serving() as url, Httpx2Transport() as transport, peak_memory_below(MAX_BYTES):
        sent = Uploader(transport, Policy(), SystemClock(), "ua").send(source, url)
    assert sent.size == SIZE


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["file", "pieces"])
def test_a_resumable_upload_of_32_mb_holds_one_chunk(large: Path, kind: str) -> None:
    source: Path | Callable[[], Iterator[bytes]] = large if kind == "file" else pieces
    chunk_size = 8 << 20
    with serving() as url, Httpx2Transport() as transport, peak_memory_below(chunk_size + MAX_BYTES // 2):
        sent = ResumableUploader(transport, Policy(), chunk_size=chunk_size).send(source, url)
    assert sent.size == SIZE


@pytest.mark.slow
async def test_an_async_upload_of_32_mb_needs_less_than_5(large: Path) -> None:
    async with AsyncHttpx2Transport() as transport:
        with serving() as url, peak_memory_below(MAX_BYTES):
            sent = await AsyncUploader(transport, Policy(), AsyncSystemClock(), "ua").send(large, url)
    assert sent.size == SIZE


@pytest.mark.slow
def test_a_download_of_32_mb_needs_less_than_5(tmp_path: Path) -> None:
    checksum = checksum_of(bytes(SIZE), Algorithm.CRC32C)
    with serving() as url, Httpx2Transport() as transport, peak_memory_below(MAX_BYTES):
        downloader = Downloader(transport, Policy(), SystemClock(), "ua")
        downloader.fetch(lambda: url, tmp_path / "file", checksum=checksum)
    assert (tmp_path / "file").stat().st_size == SIZE
