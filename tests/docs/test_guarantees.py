"""Every test that docs/guarantees.md names exists."""

import re

from tests.contract.source import ROOT


def exists(path: str, test: str) -> bool:
    file = ROOT / "tests" / path
    return file.exists() and (not test or f"def {test}(" in file.read_text(encoding="utf-8"))


def test_every_named_test_exists() -> None:
    page = (ROOT / "docs" / "guarantees.md").read_text(encoding="utf-8")
    named: list[tuple[str, str]] = re.findall(r"`([\w/]+\.py)(?:::(\w+))?`", page)
    assert len(named) > 20
    assert [f"{path}::{test}" for path, test in named if not exists(path, test)] == []
