"""Decoding and encoding, against what the generator makes with its own templates."""

import importlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, cast

from benchmarks.measure import Figure, paired
from seawall.core.wire.codec import decoder_for, encode
from seawall.sdks.platform._generated import models

SPEC = Path(__file__).parents[1] / "openapi.json"
ITEMS = 200

ITEM = {
    "item_id": "6f1e3d0e-6b1c-4d3f-9b61-0d7a8a5e8f0b",
    "external_id": "slide-1",
    "custom_metadata": {"study": "A", "tags": ["a", "b"]},
    "custom_metadata_checksum": "abc",
    "state": "TERMINATED",
    "output": "FULL",
    "termination_reason": "SUCCEEDED",
    "error_code": None,
    "error_message": None,
    "terminated_at": "2026-07-08T12:00:00.123456Z",
    "input_artifacts": [
        {
            "input_artifact_id": "6f1e3d0e-6b1c-4d3f-9b61-0d7a8a5e8f0c",
            "name": "image",
            "metadata": {"media_type": "image/png", "checksum_base64_crc32c": "AAAAAA=="},
            "download_url": "file:///slides/one.png",
        }
    ],
    "output_artifacts": [
        {
            "output_artifact_id": "6f1e3d0e-6b1c-4d3f-9b61-0d7a8a5e8f0d",
            "name": name,
            "metadata": {"media_type": "text/csv", "checksum_base64_crc32c": "AAAAAA==", "size_bytes": 1},
            "state": "TERMINATED",
            "termination_reason": "SUCCEEDED",
            "output": "AVAILABLE",
            "error_code": None,
            "error_message": None,
        }
        for name in ("qc:tiff_heatmap", "qc:geojson_regions", "qc:csv_statistics")
    ],
}


def figures() -> Iterator[Figure]:
    body = json.dumps([ITEM] * ITEMS).encode()
    decoder = decoder_for(list[models.ItemResultReadResponse])
    with tempfile.TemporaryDirectory() as folder:
        stock = _stock_item_class(Path(folder))

        def stock_decode() -> list[StockItem]:
            return [stock.from_dict(item) for item in json.loads(body)]

        ours, theirs = decoder.decode(body), stock_decode()
        peer = "openapi-python-client, stock templates"
        decode = paired(lambda: decoder.decode(body), stock_decode)
        yield Figure(f"decode a page of {ITEMS} items", decode[0] * 1e3, decode[1] * 1e3, "ms", peer)
        encoded = paired(
            lambda: encode(ours), lambda: json.dumps([item.to_dict() for item in theirs]).encode()
        )
        yield Figure(f"encode a page of {ITEMS} items", encoded[0] * 1e3, encoded[1] * 1e3, "ms", peer)


class StockItem(Protocol):
    """What the stock templates make of an item."""

    @classmethod
    def from_dict(cls, item: object) -> "StockItem": ...

    def to_dict(self) -> dict[str, object]: ...


def _stock_item_class(folder: Path) -> type[StockItem]:
    config = folder / "config.json"
    config.write_text('{"post_hooks": []}')
    command = [
        sys.executable,
        "-m",
        "openapi_python_client",
        "generate",
        "--path",
        str(SPEC),
        "--meta",
        "none",
    ]
    subprocess.run(
        [*command, "--output-path", str(folder / "stock"), "--config", str(config)],
        check=True,
        capture_output=True,
    )
    sys.path.insert(0, str(folder))
    try:
        return cast("type[StockItem]", importlib.import_module("stock.models").ItemResultReadResponse)
    finally:
        sys.path.remove(str(folder))
