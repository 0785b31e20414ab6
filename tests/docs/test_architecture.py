"""The map in docs/architecture.md names files and rooms that exist."""

import re

from tests.contract.source import ROOT, SOURCE
from tests.contract.test_layers import ALLOWED
from tests.contract.test_rooms import rooms_of

PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_every_path_exists() -> None:
    named = set(re.findall(r"(root: )?`([\w./]+/[\w./]*|\w+\.(?:py|pyi|md))`", PAGE))
    assert len(named) > 50
    outside = ("tests/", "benchmarks/", "docs/")
    missing = [
        path
        for root, path in named
        if not ((ROOT if root or path.startswith(outside) else SOURCE) / path.rstrip("/")).exists()
    ]
    assert missing == []


def test_every_layer_and_room_has_a_row() -> None:
    rows = set(re.findall(r"^\| `?([\w/]+)", PAGE, re.MULTILINE))
    assert {*rooms_of("core"), *rooms_of("runtime")} <= rows
    assert set(ALLOWED) <= {row.split("/")[0] for row in rows}


def test_every_decision_record_is_listed() -> None:
    records = {path.name for path in (ROOT / "docs" / "adr").glob("*.md")}
    assert records == set(re.findall(r"\(adr/([\w-]+\.md)\)", PAGE))
