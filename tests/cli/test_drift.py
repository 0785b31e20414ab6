"""`seawall drift`: the overlay on stdout, and the exit code."""

import io
import json
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Seawall

SPEC = {
    "openapi": "3.1.0",
    "info": {"title": "t", "version": "1"},
    "paths": {
        "/pets": {
            "get": {
                "operationId": "list",
                "responses": {
                    "200": {
                        "description": "",
                        "content": {
                            "application/json": {
                                "schema": {"type": "object", "properties": {"name": {"type": "string"}}}
                            }
                        },
                    }
                },
            }
        }
    },
}
LINE = {
    "operation": "list",
    "method": "GET",
    "path": "/pets",
    "model": "Pet",
    "field": "name",
    "place": "$.name",
    "kind": "Expected `str`, got `null`",
}


def test_an_overlay_is_proposed_that_applies(seawall: Seawall, tmp_path: Path) -> None:
    (tmp_path / "api.json").write_text(json.dumps(SPEC))
    records = tmp_path / "drift.jsonl"
    records.write_text(json.dumps(LINE))
    outcome = seawall("drift", records, tmp_path / "api.json")
    assert outcome.code == 0
    assert "Actions: 1. Records: 1, 0 without a proposal." in outcome.stderr
    (tmp_path / "overlay.yaml").write_text(outcome.stdout)
    again = seawall("drift", records, tmp_path / "api.json", "--overlay", tmp_path / "overlay.yaml")
    assert (again.code, again.stdout) == (0, "")


def test_records_from_stdin(seawall: Seawall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "api.json").write_text(json.dumps(SPEC))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(LINE).encode())))
    outcome = seawall("drift", "-", tmp_path / "api.json")
    assert outcome.code == 0
    assert "Actions: 1. Records: 1, 0 without a proposal." in outcome.stderr
    assert seawall("drift", "-", "-").code == 2


def test_a_record_without_a_place_is_named(seawall: Seawall, tmp_path: Path) -> None:
    (tmp_path / "api.json").write_text(json.dumps(SPEC))
    records = tmp_path / "drift.jsonl"
    records.write_text(json.dumps({**LINE, "path": "/gone"}))
    outcome = seawall("drift", records, tmp_path / "api.json")
    assert outcome.code == 1
    assert "No proposal for GET /gone" in " ".join(outcome.stderr.split())
