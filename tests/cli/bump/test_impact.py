"""`seawall impact`: a stranger's repository, formats, exit codes and errors."""

import json
from pathlib import Path

import pytest

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


def test_a_finding_is_shown_with_its_line(seawall: Seawall, project: Path) -> None:
    outcome = seawall("impact", project / "old.json", project / "new.json", project / "project")
    assert outcome.code == 0
    assert "BREAKS THE LAYER\n\n  Order.note may be null now; Order.from_wire reads" in outcome.stdout
    assert "shop/orders.py:" in outcome.stdout
    assert "reached by Order.from_wire, Orders.create, Orders.get, Orders.list" in outcome.stdout
    assert max(map(len, outcome.stdout.splitlines())) <= 80
    assert outcome.stderr.endswith(
        "1 break, 0 alter, 0 stale, 0 not offered yet; 0 changes without effect.\n"
    )


def test_each_format_has_the_finding(seawall: Seawall, project: Path) -> None:
    arguments = ("impact", project / "old.json", project / "new.json", project / "project", "--format")
    (finding,) = json.loads(seawall(*arguments, "json").stdout)["findings"]
    assert (finding["effect"], finding["rule"], finding["is_certain"]) == ("breaks", "became-nullable", True)
    assert finding["place"]["path"] == "shop/orders.py"
    assert "## Breaks the layer" in seawall(*arguments, "md").stdout
    page = seawall(*arguments, "html").stdout
    assert page.startswith("<!DOCTYPE html>")
    assert "order.note" in page.replace("<mark>", "").replace("</mark>", "")


def test_the_exit_code_is_1_from_the_effect_on(seawall: Seawall, project: Path) -> None:
    old, new, folder = project / "old.json", project / "new.json", project / "project"
    assert seawall("impact", old, new, folder, "--fail-on", "alters").code == 1
    assert seawall("impact", old, old, folder, "--fail-on", "alters").code == 0


def test_an_input_that_does_not_fit_is_an_error(seawall: Seawall, project: Path) -> None:
    old, new = project / "old.json", project / "new.json"
    other = project / "other.json"
    other.write_text(json.dumps(shop() | {"paths": {}}))
    (project / "empty").mkdir()
    write_shop(project / "project" / "second", json.dumps(shop()).encode())
    for arguments, message in (
        ((old, new, project / "nothing"), "There is no folder"),
        ((old, new, project / "empty"), "No generated client is in"),
        ((old, new, project / "project"), "has several generated clients"),
        (
            (other, new, project / "project", "--client", project / "project" / "shop" / "_generated"),
            "was not made of the old spec",
        ),
    ):
        outcome = seawall("impact", *arguments)
        assert outcome.code not in {0, 1}
        assert message in " ".join(outcome.stderr.split())


def test_nothing_is_written(seawall: Seawall, project: Path) -> None:
    before = sorted(path for path in project.rglob("*") if "__pycache__" not in path.parts)
    seawall("impact", project / "old.json", project / "new.json", project / "project")
    assert sorted(path for path in project.rglob("*") if "__pycache__" not in path.parts) == before


def test_a_folder_without_other_code_is_told(seawall: Seawall, project: Path) -> None:
    client = project / "project" / "shop" / "_generated"
    outcome = seawall("impact", project / "old.json", project / "new.json", client)
    assert "beside the client" in " ".join(outcome.stderr.split())
