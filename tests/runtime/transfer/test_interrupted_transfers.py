"""Ctrl-C in the middle of several downloads of the sync half: every thread stops at its next piece."""

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
from seawall.runtime.transfer._sync.parallel import Transfers
from seawall.runtime.concurrency._sync.clock import Clock
from seawall.transports import Httpx2Transport

# Whoever starts this may ignore the signal, and that is handed down.
signal.signal(signal.SIGINT, signal.default_int_handler)
url, folder = sys.argv[1], Path(sys.argv[2])
with Httpx2Transport() as transport:
    downloader = Downloader(transport, Policy(), SystemClock(), "ua")
    def move(name, tell):
        return downloader.fetch(lambda: url + name, folder / name, on_progress=tell)
    try:
        Transfers(3, lambda progress: None).each(["a", "b", "c", "d"], move)
    except KeyboardInterrupt:
        print("stopped", threading.active_count())
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="has no SIGINT for others")
def test_ctrl_c_stops_all_and_keeps_what_came(tmp_path: Path) -> None:
    under_way, go_on = threading.Semaphore(0), threading.Event()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-length", f"{1 << 26}")
            self.send_header("etag", '"v1"')
            self.end_headers()
            self.wfile.write(bytes(1000))
            under_way.release()
            go_on.wait(30)
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
                assert under_way.acquire(timeout=30)
            process.send_signal(signal.SIGINT)
            go_on.set()
            try:
                said, _ = process.communicate(timeout=30)
            finally:
                process.kill()
    finally:
        go_on.set()
        server.shutdown()
        thread.join()
        server.server_close()
    assert (said, process.returncode) == ("stopped 1\n", 0)
    # What was begun is there to go on from, what was not begun is not.
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {f".{name}.part{more}" for name in "abc" for more in ("", ".validator")}
