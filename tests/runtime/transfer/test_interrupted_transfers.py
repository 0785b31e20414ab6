"""Ctrl-C during several sync downloads: every thread ends at its next chunk."""

import http.server
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

PROGRAM = """
import signal, sys, threading
from pathlib import Path
from seawall.runtime.concurrency._sync.clock import SystemClock
from seawall.core.engine.policy import Policy
from seawall.runtime.transfer._sync.downloader import Downloader
from seawall.runtime.transfer._sync.transfers import Transfers
from seawall.transports import Httpx2Transport

# A parent process that ignores SIGINT passes that on.
signal.signal(signal.SIGINT, signal.default_int_handler)
url, folder = sys.argv[1], Path(sys.argv[2])
with Httpx2Transport() as transport:
    downloader = Downloader(transport, Policy(), SystemClock(), "ua")
    def transfer(name, report):
        return downloader.fetch(lambda: url + name, folder / name, on_progress=report)
    try:
        Transfers(3, lambda progress: None).each(["a", "b", "c", "d"], transfer)
    except KeyboardInterrupt:
        print("stopped", threading.active_count())
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="has no SIGINT for others")
def test_ctrl_c_ends_all_downloads_and_leaves_their_parts(tmp_path: Path) -> None:
    started, resume = threading.Semaphore(0), threading.Event()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-length", f"{1 << 26}")
            self.send_header("etag", '"v1"')
            self.end_headers()
            self.wfile.write(bytes(1000))
            started.release()
            resume.wait(30)
            try:
                while True:
                    self.wfile.write(bytes(1000))
            except ConnectionError:
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        url = f"http://127.0.0.1:{server.server_address[1]}/"
        command = [sys.executable, "-c", PROGRAM, url, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            for _ in range(3):
                assert started.acquire(timeout=30)
            process.send_signal(signal.SIGINT)
            resume.set()
            try:
                output, _ = process.communicate(timeout=30)
            finally:
                process.kill()
    finally:
        resume.set()
        server.shutdown()
        thread.join()
        server.server_close()
    assert (output, process.returncode) == ("stopped 1\n", 0)
    # Downloads that were started can be resumed; the fourth was not started.
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {f".{name}.part{suffix}" for name in "abc" for suffix in ("", ".origin")}
