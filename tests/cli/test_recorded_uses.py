"""`seawall impact --recorded`: uses that the tests of a layer recorded."""

import json
from pathlib import Path

import pytest

from seawall.codegen.layer.recorded import RecordedUse, use_lines
from tests.cli.conftest import Seawall
from tests.codegen.impact.small_layers import write_shop
from tests.codegen.impact.test_rules import ORDER, changed, shop

NULLABLE = changed(f"{ORDER}/properties/note", {"type": ["string", "null"]})


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with two specs, and a layer over a client in `project/shop`."""
    (tmp_path / "old.json").write_text(json.dumps(shop()))
    (tmp_path / "new.json").write_bytes(NULLABLE)
    write_shop(tmp_path / "project", json.dumps(shop()).encode())
    return tmp_path


def test_a_recorded_use_is_found_where_the_source_does_not_show_it(seawall: Seawall, project: Path) -> None:
    module = project / "project" / "shop" / "dynamic.py"
    module.write_text('def note(order):\n    return getattr(order, "no" + "te")\n')
    use = RecordedUse(
        kind="read",
        owner="Order",
        name="note",
        path="shop/dynamic.py",
        line=2,
        function="shop.dynamic.note",
        public="shop.dynamic.note",
    )
    (project / "uses.jsonl").write_text(use_lines([use]))
    arguments = (
        "impact",
        project / "old.json",
        project / "new.json",
        project / "project",
        "--format",
        "json",
    )

    def places(*more: object) -> set[str]:
        findings = json.loads(seawall(*arguments, *more).stdout)["findings"]
        return {finding["place"]["path"] for finding in findings if finding["is_certain"]}

    assert places("--recorded", project / "uses.jsonl") - places() == {"shop/dynamic.py"}


def test_a_file_that_has_no_recorded_uses_is_an_error(seawall: Seawall, project: Path) -> None:
    (project / "uses.jsonl").write_text("{}\n")
    arguments = (project / "old.json", project / "new.json", project / "project")
    outcome = seawall("impact", *arguments, "--recorded", project / "uses.jsonl")
    assert outcome.code == 2
    assert "uses.jsonl, line 1, is no recorded use." in " ".join(outcome.stderr.split())
