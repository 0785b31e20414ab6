"""The bump of a project with a stable layer: findings, edits and surface."""

from datetime import date
from pathlib import Path

import pytest

from seawall.codegen.bump.inputs import read_bump
from seawall.codegen.bump.journal import apply_changes
from seawall.codegen.bump.plan import BumpPlan, plan_bump
from seawall.codegen.config import package_config
from seawall.codegen.errors import OutputError
from seawall.codegen.generate import generate, load_inputs
from seawall.codegen.impact.finding import Effect
from seawall.codegen.output import write_output
from seawall.codegen.step import Step
from tests.codegen.bump.projects import LAYER, commit, project, settings, spec, tree, write

TODAY = date(2026, 1, 2)


def plan(folder: Path, *, apply: bool = False) -> BumpPlan:
    found = plan_bump(read_bump(settings(folder)), today=TODAY)
    if apply:
        apply_changes(folder.resolve(), found.changes)
    return found


def bumped(folder: Path, *, amount: str = "amount", **more: object) -> Path:
    """A project with a committed surface, in which the spec was replaced."""
    project(folder)
    plan(folder, apply=True)
    commit(folder)
    write(folder, {"openapi.json": spec(version="1.7.0", amount=amount, **more).decode()})
    return folder


def test_a_renamed_field_is_followed_by_an_edit(tmp_path: Path) -> None:
    found = plan(bumped(tmp_path, amount="total_amount"), apply=True)
    [finding] = found.report.applied
    assert (finding.effect, finding.public) == (
        Effect.BREAKS,
        ("shop.orders.Order.from_wire", "shop.orders.Orders.get"),
    )
    assert not found.report.needs_decision
    assert tree(tmp_path)["shop/orders.py"].decode() == LAYER.replace("wire.amount", "wire.total_amount")
    assert (found.report.advice.step, found.report.advice.next_version) == (Step.PATCH, "1.4.3")
    assert "do not reach users" in found.report.changelog


def test_after_the_edits_nothing_is_left_and_the_version_stays(tmp_path: Path) -> None:
    plan(bumped(tmp_path, amount="total_amount"), apply=True)
    before = tree(tmp_path)
    again = plan(tmp_path, apply=True)
    assert not again.report.needs_decision
    assert tree(tmp_path) == before


def test_a_change_that_reaches_nothing_is_said_to_reach_nothing(tmp_path: Path) -> None:
    report = plan(bumped(tmp_path, note={"type": "string"})).report
    assert [finding.effect for finding in report.impact.findings if finding.effect is not Effect.OFFER] == []
    assert not report.needs_decision


def test_a_surface_that_moved_is_a_decision_with_a_migration_note(tmp_path: Path) -> None:
    bumped(tmp_path)
    write(tmp_path, {"shop/orders.py": LAYER.replace("def get(", "def load(")})
    report = plan(tmp_path).report
    assert report.advice.step is Step.MAJOR
    assert report.advice.next_version == "2.0.0"
    assert any("surface" in sentence for sentence in report.decisions)
    assert report.migration.startswith("## From 1.4.2 to 2.0.0")


def test_a_leak_of_a_generated_class_is_a_decision(tmp_path: Path) -> None:
    bumped(tmp_path)
    leak = '\n    def raw(self) -> models.Order:\n        """Load."""\n        raise NotImplementedError\n'
    write(tmp_path, {"shop/orders.py": LAYER + leak})
    report = plan(tmp_path).report
    assert any("Orders.raw" in text for text in report.leaks)
    assert report.needs_decision


def test_the_surface_file_is_written(tmp_path: Path) -> None:
    project(tmp_path)
    plan(tmp_path, apply=True)
    assert b"Orders" in tree(tmp_path)["codegen/shop.surface.json"]


def test_a_field_that_is_only_spelt_in_another_way_keeps_its_name(tmp_path: Path) -> None:
    project(tmp_path)
    write(tmp_path, {"openapi.json": spec(placedAt={"type": "string"}).decode()})
    plan(tmp_path, apply=True)
    commit(tmp_path)
    write(tmp_path, {"openapi.json": spec(version="1.7.0", placed_at={"type": "string"}).decode()})
    plan(tmp_path, apply=True)
    model = tree(tmp_path)["shop/_generated/models/order.py"].decode()
    assert "placed_at: str" in model
    assert "placed_at_2" not in model


def test_an_edit_keeps_line_ends_and_the_byte_order_mark(tmp_path: Path) -> None:
    project(tmp_path)
    windows = b"\xef\xbb\xbf" + LAYER.replace("\n", "\r\n").encode()
    (tmp_path / "shop/orders.py").write_bytes(windows)
    commit(tmp_path)
    write(tmp_path, {"openapi.json": spec(version="1.7.0", amount="total_amount").decode()})
    plan(tmp_path, apply=True)
    expected = windows.replace(b"wire.amount", b"wire.total_amount")
    assert tree(tmp_path)["shop/orders.py"] == expected


def test_a_file_in_another_encoding_is_not_written(tmp_path: Path) -> None:
    project(tmp_path)
    latin = f"# coding: latin-1\n# \xe4\n{LAYER}".encode("latin-1")
    (tmp_path / "shop/orders.py").write_bytes(latin)
    commit(tmp_path)
    write(tmp_path, {"openapi.json": spec(version="1.7.0", amount="total_amount").decode()})
    assert plan(tmp_path).report.applied
    with pytest.raises(OutputError, match="not UTF-8"):
        plan(tmp_path, apply=True)
    assert tree(tmp_path)["shop/orders.py"] == latin


STOCK_TOML = """
[tool.seawall]
spec = "openapi.json"
package = "shop_api"
style = "stock"
layer = "shop"
"""
WRAPPER = '''"""The shop."""

from shop_api import Client
from shop_api.api.default import get_order


class Shop:
    """The shop."""

    def __init__(self, url: str):
        self._client = Client(base_url=url)

    def total(self, order_id: str):
        """The total of an order."""
        order = get_order.sync(order_id, client=self._client)
        return order.amount if order else 0
'''


@pytest.mark.slow  # Runs openapi-python-client.
def test_a_wrapper_over_a_stock_package_is_followed(tmp_path: Path) -> None:
    files = {"pyproject.toml": STOCK_TOML, "openapi.json": spec().decode(), "shop/__init__.py": WRAPPER}
    write(tmp_path, files)
    config = package_config(tmp_path, {})
    write_output(config, generate(load_inputs(config)))
    commit(tmp_path)
    write(tmp_path, {"openapi.json": spec(version="1.7.0", amount="total_amount").decode()})
    found = plan_bump(read_bump(config), today=TODAY)
    assert [finding.public for finding in found.report.applied] == [("shop.Shop.total",)]
    apply_changes(tmp_path.resolve(), found.changes)
    assert tree(tmp_path)["shop/__init__.py"].decode() == WRAPPER.replace(".amount", ".total_amount")
    assert b"total_amount: int" in tree(tmp_path)["shop_api/models/order.py"]


def test_a_fixture_that_no_longer_fits_is_stale(tmp_path: Path) -> None:
    bumped(tmp_path, amount="total_amount")
    write(tmp_path, {"tests/fixtures/order.json": '{\n  "order_id": "1",\n  "amount": 3\n}\n'})
    report = plan(tmp_path).report
    [stale] = [one for one in report.impact.findings if one.effect is Effect.STALE and one.place]
    assert stale.place is not None
    assert stale.place.path == "tests/fixtures/order.json"
    assert stale.place.path in report.sources
