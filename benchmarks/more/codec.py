"""Shapes that msgspec does not decode by itself; `benchmarks.rows.models` compares the usual ones."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

import msgspec
from attrs import field, frozen

from benchmarks.more.measure import Figure, paired
from seawall.core.wire.codec import decoder_for
from seawall.core.wire.variants import Tagged

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


@frozen(kw_only=True)
class Renamed:
    """An item whose fields have other names on the wire."""

    item_id: UUID = field(metadata={"wire": "itemId"})
    external_id: str = field(metadata={"wire": "externalId"})
    done_at: dt.datetime = field(metadata={"wire": "doneAt"})
    children: "list[Renamed]" = field(factory=list, metadata={"wire": "childItems"})


@frozen(kw_only=True)
class SameNames:
    """The same item without other names."""

    itemId: UUID  # noqa: N815
    externalId: str  # noqa: N815
    doneAt: dt.datetime  # noqa: N815
    childItems: "list[SameNames]" = field(factory=list)  # noqa: N815


@frozen(kw_only=True)
class Cat:
    kind: str
    meow: str


@frozen(kw_only=True)
class Dog:
    kind: str
    bark: int


def figures() -> Iterator[Figure]:
    """Shapes that msgspec does not decode by itself, beside the nearest that it does."""
    leaf = {"itemId": ITEM["item_id"], "externalId": "a", "doneAt": ITEM["terminated_at"]}
    body = json.dumps([{**leaf, "childItems": [leaf, leaf]}] * ITEMS).encode()
    renamed, same = decoder_for(list[Renamed]), msgspec.json.Decoder(list[SameNames])
    ours, theirs = paired(lambda: renamed.decode(body), lambda: same.decode(body))
    what = f"decode {3 * ITEMS} renamed items"
    yield Figure(what, ours * 1e3, theirs * 1e3, "ms", "msgspec, same names")
    pets = json.dumps([{"kind": "cat", "meow": "m"}, {"kind": "dog", "bark": 1}] * ITEMS).encode()
    tagged = decoder_for(list[Annotated[Cat | Dog, Tagged("kind", {"cat": Cat, "dog": Dog})]])
    plain = msgspec.json.Decoder(list[dict[str, object]])
    ours, theirs = paired(lambda: tagged.decode(pets), lambda: plain.decode(pets))
    yield Figure(f"decode {2 * ITEMS} tagged items", ours * 1e3, theirs * 1e3, "ms", "msgspec, to dicts")
