"""What a checked, resumable download costs above streaming to a file: time, and memory at its peak."""

import http.server
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2

from benchmarks.calls import server
from benchmarks.measure import Figure, paired
from seawall.core.checksum import Crc32c
from seawall.core.policy import Policy
from seawall.runtime._sync.downloader import Downloader
from seawall.runtime.timing import Timing
from seawall.transports import Httpx2Transport

PIECE = bytes(range(256)) * 256
PIECES = 512
MEGABYTES = len(PIECE) * PIECES // (1 << 20)


class Handler(http.server.BaseHTTPRequestHandler):
    """Sends one large file, whatever is asked for."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-length", str(len(PIECE) * PIECES))
        self.end_headers()
        for _ in range(PIECES):
            self.wfile.write(PIECE)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def figures() -> Iterator[Figure]:
    checksum = Crc32c()
    for _ in range(PIECES):
        checksum.update(PIECE)
    with tempfile.TemporaryDirectory() as folder, server(Handler) as url, Httpx2Transport() as transport:
        target = Path(folder) / "file"
        downloader = Downloader(transport, Policy(), Timing(), "benchmark")

        def ours() -> None:
            target.unlink(missing_ok=True)
            downloader.fetch(lambda: url, target, checksum=checksum.base64(), on_size=lambda _: None)

        def peer() -> None:
            with httpx2.stream("GET", url) as response, target.open("wb") as file:
                for chunk in response.iter_bytes():
                    file.write(chunk)

        taken = paired(ours, peer, rounds=5)
        name = "httpx2 to a file, unchecked"
        yield Figure(
            f"download {MEGABYTES} MB, with the server's share", taken[0] * 1e3, taken[1] * 1e3, "ms", name
        )
        yield Figure(f"memory at the peak of it, {MEGABYTES} MB", peak(ours), peak(peer), "MB", name)


def peak(work: Callable[[], object]) -> float:
    """The most memory that Python held while `work` ran, in MB."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / (1 << 20)
    finally:
        tracemalloc.stop()
