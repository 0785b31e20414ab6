"""Every test that docs/guarantees.md names exists."""

import re

from tests.contract.source import ROOT


def test_every_named_test_exists() -> None:
    page = (ROOT / "docs" / "guarantees.md").read_text(encoding="utf-8")
    named = re.findall(r"`([\w/]+\.py)(?:::(\w+))?`", page)
    assert len(named) > 20
    missing = [
        f"{path}::{test}"
        for path, test in named
        if not _exists(path, test) or (test and f"def {test}(" not in file.read_text("utf-8"))
    ]
    assert missing == []


def _exists(path: str, test: str) -> bool:
    file = ROOT / "tests" / path
    return file.exists() and (not test or f"def {test}(" in file.read_text(encoding="utf-8"))
