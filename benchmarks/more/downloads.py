"""What checked transfers and journalled jobs cost above doing without: time, and memory at its peak."""

import hashlib
import http.server
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2

from benchmarks.more.http_server import server
from benchmarks.more.measure import Figure, paired
from seawall.core.engine.policy import Policy
from seawall.core.transfer.checksum import Algorithm, Hashers
from seawall.runtime.bulk._sync.bulk import Bulk
from seawall.runtime.bulk.results import BulkJournal
from seawall.runtime.concurrency._sync.clock import SystemClock
from seawall.runtime.transfer._sync.downloader import Downloader
from seawall.runtime.transfer._sync.uploader import Uploader
from seawall.transports import Httpx2Transport

PIECE = bytes(range(256)) * 256
PIECES = 1024
MEGABYTES = len(PIECE) * PIECES // (1 << 20)
ITEMS = 100_000
AT_ONCE = 8


class Handler(http.server.BaseHTTPRequestHandler):
    """Sends one large file, whatever is asked for, and takes any."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-length", str(len(PIECE) * PIECES))
        self.end_headers()
        for _ in range(PIECES):
            self.wfile.write(PIECE)

    def do_PUT(self) -> None:
        left = int(self.headers["content-length"])
        while left:
            left -= len(self.rfile.read(min(left, len(PIECE))))
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        with server(Handler) as url, Httpx2Transport() as transport:
            yield from download_figures(Path(folder), url, transport)
            yield from upload_figures(Path(folder), url, transport)
        yield from bulk_figures(Path(folder))


def download_figures(folder: Path, url: str, transport: Httpx2Transport) -> Iterator[Figure]:
    sums, target = Hashers([Algorithm.CRC32C]), folder / "file"
    for _ in range(PIECES):
        sums.update(PIECE)
    downloader = Downloader(transport, Policy(), SystemClock(), "benchmark")

    def ours() -> None:
        target.unlink(missing_ok=True)
        downloader.fetch(lambda: url, target, checksum=sums.checksum(Algorithm.CRC32C))

    def peer() -> None:
        with httpx2.stream("GET", url) as response, target.open("wb") as file:
            for chunk in response.iter_bytes():
                file.write(chunk)

    yield from compared("download", ours, peer, "httpx2 to a file, unchecked")


def upload_figures(folder: Path, url: str, transport: Httpx2Transport) -> Iterator[Figure]:
    source = folder / "source"
    with source.open("wb") as file:
        for _ in range(PIECES):
            file.write(PIECE)
    uploader = Uploader(transport, Policy(), SystemClock(), "benchmark")

    def ours() -> None:
        uploader.send(source, url)

    def peer() -> None:
        # The digest is sent before the bytes, so whoever announces one reads the file twice.
        with source.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            httpx2.put(
                url, content=file, headers={"content-length": str(MEGABYTES << 20), "x-digest": digest}
            )

    yield from compared("upload", ours, peer, "httpx2 with a SHA-256 announced")


def compared(
    what: str, ours: Callable[[], object], peer: Callable[[], object], name: str
) -> Iterator[Figure]:
    taken = paired(ours, peer, rounds=5)
    yield Figure(
        f"{what} {MEGABYTES} MB, with the server's share", taken[0] * 1e3, taken[1] * 1e3, "ms", name
    )
    yield Figure(f"memory at the peak of it, {MEGABYTES} MB", peak(ours), peak(peer), "MB", name)


def bulk_figures(folder: Path) -> Iterator[Figure]:
    items, runs = [f"item-{number}" for number in range(ITEMS)], iter(range(100))

    def work(_: str, idempotency_key: str) -> str:
        return idempotency_key

    def ours() -> None:
        journal = BulkJournal[str](path=folder / f"{next(runs)}.journal", job="benchmark")
        bulk = Bulk(work, key=str, at_once=AT_ONCE, journal=journal)
        for result in bulk.as_completed(items):
            result.unwrap()

    def peer() -> None:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for _ in pool.map(lambda item: work(item, item), items):
                pass

    name = "ThreadPoolExecutor.map, no keys, no journal"
    taken = paired(ours, peer, rounds=1)
    each = [seconds / ITEMS * 1e6 for seconds in taken]
    yield Figure("one item of a journalled job", each[0], each[1], "us", name)
    yield Figure(f"memory at the peak of it, {ITEMS} items", peak(ours), peak(peer), "MB", name)


def peak(work: Callable[[], object]) -> float:
    """The most memory that Python held while `work` ran, in MB."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / (1 << 20)
    finally:
        tracemalloc.stop()
