"""The commands of the public Python client, unchanged, on a run of the local platform.

Left out are `run upload`, `run submit` and `run execute`: they need a bucket, which a local platform has not;
and `system health`, which asks a server on the internet too.
"""

import json
from pathlib import Path

import httpx2
import pytest

from tests.local.platform.client import PlatformClient
from tests.local.platform.peers.conftest import Server
from tests.local.released_clients import Peer

# Starts a process of the client, which takes 10 s to import its packages.
pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

# Text that the output of a command has; all others only have to succeed.
OUTPUTS = {
    "user whoami": "Local Organization",
    "application list --verbose": "Image Quality Control",
    "application version document list image-qc": "changelog.md",
    "application run describe RUN": "qc:tiff_heatmap",
    "application run dump-metadata RUN --show-checksum": "custom_metadata_checksum",
    "application run dump-item-metadata RUN two": '"slide": 3',
    "application run share token list RUN": "expires=never",
    "application run share status RUN": "Share tokens (1)",
    "application run cancel RUN": "The run has already terminated",
}
REFUSED = {"application run cancel RUN": 1}


def submitted(server: Server) -> str:
    metadata = {"checksum_base64_crc32c": server.checksum, "media_type": "image/png"}
    items = [
        {
            "external_id": name,
            "input_artifacts": [{"name": "image", "download_url": server.file, "metadata": metadata}],
        }
        for name in ("one", "two")
    ]
    with httpx2.Client(base_url=server.url) as http:
        platform = PlatformClient(http).log_in()
        run_id = platform.submit(*items, application_id="image-qc")
        platform.wait_for_end(run_id, timeout_s=60)
    return run_id


def test_each_command(client: Peer, server: Server, tmp_path: Path) -> None:
    program = Path(__file__).with_name("commands_program.py").read_text(encoding="utf-8")
    downloads = tmp_path / "downloads"
    done = client.run(program, submitted(server), str(downloads), **server.settings())
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout)
    failed = [each for each in results if each[1] != REFUSED.get(each[0], 0)]
    assert failed == []
    silent = [each for each in results if OUTPUTS.get(each[0], "") not in each[2]]
    assert silent == []
    assert {each[0] for each in results} >= OUTPUTS.keys()
    assert len([path for path in downloads.rglob("*") if path.is_file()]) == 6
