"""`seawall adapt`: a stranger's repository, its edits and questions, and the exit codes."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Seawall
from tests.codegen.impact.small_layers import write_shop
from tests.codegen.impact.test_rules import LIST, ORDER, changed, shop

LAYER = """\
from attrs import frozen

from shop._generated import calls, models


@frozen
class Order:
    note: str | None
    total: int

    @classmethod
    def from_wire(cls, order: models.Order) -> "Order":
        return cls(note=order.note, total=order.total)


def listed(send):
    return send(calls.list_orders(limit=50))
"""
OPTIONAL = (f"{ORDER}/required", ["id", "state", "total"])
NULLABLE = (f"{ORDER}/properties/total", {"type": ["integer", "null"]})
NEW_DETAIL = {
    "name": "detail",
    "in": "query",
    "required": True,
    "schema": {"type": "string", "default": "all"},
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with the old spec, and a layer over a client in `project/shop`."""
    (tmp_path / "old.json").write_text(json.dumps(shop()))
    write_shop(tmp_path / "project", json.dumps(shop()).encode())
    (tmp_path / "project/shop/orders.py").write_text(LAYER)
    return tmp_path


def arguments(project: Path, change: tuple[str, Any], *more: str | Path) -> tuple[str | Path, ...]:
    (project / "new.json").write_bytes(changed(*change))
    return ("adapt", project / "old.json", project / "new.json", project / "project", *more)


def orders(project: Path) -> str:
    return (project / "project/shop/orders.py").read_text()


def test_the_edits_are_shown_and_nothing_is_written(seawall: Seawall, project: Path) -> None:
    outcome = seawall(*arguments(project, OPTIONAL))
    assert outcome.code == 0
    assert "-        return cls(note=order.note, total=order.total)\n" in outcome.stdout
    assert "+        return cls(note=or_none(order.note), total=order.total)\n" in outcome.stdout
    assert outcome.stderr == "1 edit for 1 file, 0 questions left.\n"
    assert orders(project) == LAYER


def test_apply_writes_the_edits(seawall: Seawall, project: Path) -> None:
    outcome = seawall(*arguments(project, (f"{LIST}/parameters/+", NEW_DETAIL), "--apply"))
    assert (outcome.code, outcome.stdout) == (0, "")
    assert outcome.stderr == "1 edit written to 1 file, 0 questions left.\n"
    assert orders(project) == LAYER.replace("limit=50", 'limit=50, detail="all"')


def test_a_question_is_asked_and_its_proposal_is_a_patch(seawall: Seawall, project: Path) -> None:
    patch = project / "project" / "questions.patch"
    outcome = seawall(*arguments(project, NULLABLE, "--apply", "--patch", patch))
    assert outcome.code == 1
    assert outcome.stdout.startswith("Questions:\n  shop/orders.py:13: Order.total may be null now;")
    assert orders(project) == LAYER
    assert "# shop/orders.py:13: Order.total may be null now;" in patch.read_text()


def test_git_applies_the_patch_if_there_is_a_proposal(seawall: Seawall, project: Path) -> None:
    patch = project / "project" / "questions.patch"
    detail = {**NEW_DETAIL, "schema": {"type": "string"}}
    outcome = seawall(*arguments(project, (f"{LIST}/parameters/+", detail), "--patch", patch))
    assert outcome.code == 1
    subprocess.run(["git", "apply", patch.name], cwd=patch.parent, check=True, capture_output=True)
    assert orders(project) == LAYER.replace("limit=50", "limit=50, detail=...")


def test_nothing_to_edit(seawall: Seawall, project: Path) -> None:
    old = project / "old.json"
    outcome = seawall("adapt", old, old, project / "project")
    assert (outcome.code, outcome.stdout) == (0, "")
    assert outcome.stderr == "0 edits for 0 files, 0 questions left.\n"


def test_a_patch_that_can_not_be_written_is_an_error(seawall: Seawall, project: Path) -> None:
    outcome = seawall(*arguments(project, NULLABLE, "--patch", project / "missing" / "a.patch"))
    assert outcome.code not in {0, 1}
    assert "a.patch can not be written" in outcome.stderr
