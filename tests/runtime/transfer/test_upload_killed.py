"""An upload that is killed resumes in a new process; it does not start over."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.runtime.transfer.session_server import KILL, UNIT, After, serving_sessions

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="has no SIGKILL"),
]

SYNC = """
import sys
from pathlib import Path
from seawall.core.engine.policy import Policy
from seawall.runtime import ResumableUploader
from seawall.transports import Httpx2Transport

source, url, state = sys.argv[1:]
with Httpx2Transport() as transport:
    uploader = ResumableUploader(transport, Policy(), chunk_size=4 << 18)
    print(uploader.send(Path(source), url, state=Path(state)).size)
"""
ASYNC = """
import asyncio, sys
from pathlib import Path
from seawall.core.engine.policy import Policy
from seawall.runtime import AsyncResumableUploader
from seawall.transports import AsyncHttpx2Transport

source, url, state = sys.argv[1:]

async def main():
    async with AsyncHttpx2Transport() as transport:
        uploader = AsyncResumableUploader(transport, Policy(), chunk_size=4 << 18)
        print((await uploader.send(Path(source), url, state=Path(state))).size)

asyncio.run(main())
"""
CHUNK = 4 * UNIT
DATA = bytes(range(256)) * (UNIT // 256) * 21 + b"the end"


@pytest.mark.parametrize("program", [SYNC, ASYNC], ids=["sync", "async"])
def test_an_upload_killed_at_any_chunk_resumes(tmp_path: Path, program: str) -> None:
    source, state = tmp_path / "source", tmp_path / "state"
    source.write_bytes(DATA)
    codes = []
    with serving_sessions() as server:
        command = [sys.executable, "-c", program, str(source), f"{server.url}/object", str(state)]
        # In a chunk, at its end, one unit into the next one, and after the last byte.
        for size in (2 * UNIT, CHUNK, 5 * UNIT, 14 * UNIT + 1, len(DATA)):
            server.faults[:] = [After(size, KILL)]
            with server.lock:
                # The server waits for the lock, so it does not respond before it has a client to kill.
                process = server.victim = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
            with process:
                process.communicate(timeout=60)
            codes.append(process.returncode)
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert codes == [-signal.SIGKILL] * 5
    assert done.stdout == f"{len(DATA)}\n"
    assert server.objects == [DATA]
    assert [request.method for request in server.requests].count("POST") == 1
    # A kill loses only the bytes of a chunk that are no whole unit.
    assert len(DATA) <= server.received <= len(DATA) + len(codes) * UNIT
    assert not state.exists()
