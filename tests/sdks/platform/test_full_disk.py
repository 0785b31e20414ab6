"""A disk that is full in the middle of a download, and has room again afterwards."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.contract.source import ROOT
from tests.runtime.files.small_disk import can_mount

PROGRAM = """
import subprocess, sys
from pathlib import Path
from seawall.core.errors import StorageError
from seawall.core.http.message import Request, Response
from seawall.sdks.platform import Client
from seawall.transports import MemoryTransport
from tests.sdks.platform.wire import FILES, RUN_ID, Platform, reply, artifact, item

folder, body = Path(sys.argv[1]), bytes(200_000)
made = artifact(body=body)
asked = []

def file(request: Request) -> Response:
    asked.append(request.headers.get("range"))
    start = int((asked[-1] or "bytes=0-")[6:-1])
    headers = {"content-range": f"bytes {start}-{len(body) - 1}/{len(body)}"} if start else {}
    return Response(206 if start else 200, headers, body[start:])

def disk(*options: str) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", folder], check=True)

def names() -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())

platform = Platform({
    f"GET /api/v1/runs/{RUN_ID}/items": reply([item("one", made)]),
    f"GET /api/v1/runs/{RUN_ID}/artifacts/{made['output_artifact_id']}/file":
        Response(307, {"location": f"{FILES}/f1"}),
    f"GET {FILES}/f1": file,
})
disk("size=64k")
run = Client(base_url="http://platform.test", token="t", transport=MemoryTransport(platform)).run(RUN_ID)
try:
    run.download(folder)
except StorageError as error:
    print(error)
print(names())
disk("remount", "size=4m")
run.download(folder)
print(names(), asked)
"""


@pytest.mark.slow
@pytest.mark.skipif(not can_mount(), reason="no file system may be mounted here")
def test_a_full_disk_is_an_error_and_the_next_download_resumes(tmp_path: Path) -> None:
    command = ["unshare", "-rm", sys.executable, "-c", PROGRAM, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    told, left, ended = done.stdout.splitlines()
    assert "the disk is full. Free some space and run it again" in told
    assert left == "['.qc_csv_statistics.csv.part']"
    assert ended == "['qc_csv_statistics.csv'] [None, 'bytes=65536-']"
