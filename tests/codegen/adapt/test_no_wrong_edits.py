"""Changes that an edit would answer wrongly, and inputs that may be left out: findings without sure edits."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from seawall.codegen.adapt.apply import adapt
from seawall.codegen.adapt.patch import diff_text
from seawall.codegen.effective_spec import EffectiveSpec, effective_spec
from seawall.codegen.fetch.documents import Documents
from seawall.codegen.impact.folder import folder_impact
from seawall.codegen.stock.generate import generate_stock
from tests.codegen.generating import make, operation, spec

# Each test generates a client twice.
pytestmark = pytest.mark.slow

Change = Callable[[dict[str, Any]], None]

REF = "#/components/schemas/"
TEXT = {"type": "string"}
SEAWALL = """\
from shop import calls
from shop.models import Csv, NewOrder, NewOrderSpeed, Order, Pdf, State
from seawall.core.wire.unset import UNSET

NAMES = {State.NEW: "new", State.PAID: "paid"}


def order(wire: Order) -> str:
    return NAMES[wire.state]


def create(fast: bool):
    return calls.create_order(body=NewOrder(speed=NewOrderSpeed.FAST if fast else UNSET))


def create_at(speed: str):
    return calls.create_order(body=NewOrder(speed=NewOrderSpeed(speed)))


def report(found: Pdf | Csv) -> str:
    match found:
        case Csv(rows=rows):
            return str(rows)
        case Pdf(url=url):
            return url
"""
STOCK = """\
from shop.api.default import create_order


def create(client, body):
    return create_order.sync(client=client, body=body).state
"""


def shop() -> dict[str, Any]:
    pdf = {
        "type": "object",
        "properties": {"kind": {"const": "pdf"}, "url": TEXT},
        "required": ["kind", "url"],
    }
    csv = {
        "type": "object",
        "properties": {"kind": {"const": "csv"}, "rows": TEXT},
        "required": ["kind", "rows"],
    }
    speed = {"type": "string", "enum": ["slow", "fast"], "default": "slow"}
    order = {"type": "object", "properties": {"state": {"$ref": f"{REF}State"}}, "required": ["state"]}
    create = operation(
        answer={"$ref": f"{REF}Order"}, body={"$ref": f"{REF}NewOrder"}, operationId="create_order"
    )
    report = operation(answer={"$ref": f"{REF}Report"}, operationId="get_report")
    content: dict[str, Any] = json.loads(
        spec(
            {"/orders": {"post": create}, "/report": {"get": report}},
            {
                "State": {"type": "string", "enum": ["new", "paid"]},
                "Order": order,
                "NewOrder": {"type": "object", "properties": {"speed": speed}},
                "Pdf": pdf,
                "Csv": csv,
                "Report": {"oneOf": [{"$ref": f"{REF}Pdf"}, {"$ref": f"{REF}Csv"}]},
            },
        )
    )
    return content


def effective(document: dict[str, Any]) -> EffectiveSpec:
    return effective_spec(Documents(root="api.json", documents={"api.json": document}))


def outcome(folder: Path, source: str, change: Change, *, stock: bool = False) -> tuple[list[str], str]:
    """The findings of `change` as words, and the diff of the sure edits."""
    before, after = shop(), shop()
    change(after)
    old = effective(before)
    made = (
        generate_stock(old.api, package="shop", marker="# DO NOT EDIT. Generated from api.json.").files
        if stock
        else make(json.dumps(before).encode()).files
    )
    for name, content in made.items():
        path = folder / "shop" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / "wrapper.py").write_text(source)
    found = folder_impact(old, effective(after), folder)
    words = [f"{one.effect}{'' if one.is_certain else '?'} {one.words}" for one in found.impact.findings]
    return words, diff_text(adapt(found.layer.sources, found.impact))


def no_enum(document: dict[str, Any]) -> None:
    del document["components"]["schemas"]["State"]["enum"]


def one_report(document: dict[str, Any]) -> None:
    document["components"]["schemas"]["Report"]["oneOf"].pop()
    del document["components"]["schemas"]["Csv"]


def other_report(document: dict[str, Any]) -> None:
    one_report(document)
    sheet = {"kind": {"const": "xls"}, "sheet": TEXT, "pages": TEXT, "title": TEXT}
    document["components"]["schemas"]["Sheet"] = {"type": "object", "properties": sheet, "required": ["kind"]}
    document["components"]["schemas"]["Report"]["oneOf"].append({"$ref": f"{REF}Sheet"})


def other_state(document: dict[str, Any]) -> None:
    document["components"]["schemas"]["State"]["enum"] = ["new", "settled"]


@pytest.mark.parametrize(
    ("change", "lost"),
    [(no_enum, "`PAID`"), (other_state, "`PAID`"), (one_report, "`Csv`"), (other_report, "`Csv`")],
)
def test_code_for_what_is_gone_is_a_question(tmp_path: Path, change: Change, lost: str) -> None:
    words, diff = outcome(tmp_path, SEAWALL, change)
    assert any(f"names {lost}, which the new client does not have" in one for one in words), words
    assert diff == ""


def test_a_stock_function_that_is_gone_is_not_another_of_its_module(tmp_path: Path) -> None:
    def without_content(document: dict[str, Any]) -> None:
        document["paths"]["/orders"]["post"]["responses"] = {"204": {"description": ""}}

    words, diff = outcome(tmp_path, STOCK, without_content, stock=True)
    assert any("calls `create_order.sync`, which the new client does not have" in one for one in words), words
    assert not any("names `create_order`" in one for one in words), words
    assert diff == ""


def test_an_input_that_may_be_unset_has_the_new_default(tmp_path: Path) -> None:
    def other_default(document: dict[str, Any]) -> None:
        document["components"]["schemas"]["NewOrder"]["properties"]["speed"]["default"] = "fast"

    (words,), _ = outcome(tmp_path, SEAWALL, other_default)
    assert words.startswith("alters ")
    assert words.endswith("creates `NewOrder` with a value for `speed` that may be UNSET.")


def test_a_member_that_is_made_from_a_text_may_be_gone(tmp_path: Path) -> None:
    def no_slow_orders(document: dict[str, Any]) -> None:
        document["components"]["schemas"]["NewOrder"]["properties"]["speed"]["enum"].remove("slow")

    words, _ = outcome(tmp_path, SEAWALL, no_slow_orders)
    assert [one for one in words if one.startswith("breaks? ") and "wrapper.create_at sets `speed`" in one], (
        words
    )


def test_a_function_that_is_kept_as_a_value_may_lack_a_new_input(tmp_path: Path) -> None:
    def with_format(document: dict[str, Any]) -> None:
        format_ = {"name": "format", "in": "query", "required": True, "schema": TEXT}
        document["paths"]["/report"]["get"]["parameters"] = [format_]

    kept = "\n\nKINDS = {'report': calls.get_report}\n\n\ndef make(kind):\n    return KINDS[kind]\n"
    words, _ = outcome(tmp_path, SEAWALL + kept, with_format)
    assert [one for one in words if one.startswith("breaks? ") and "names `get_report`" in one], words
    words, _ = outcome(tmp_path, SEAWALL, with_format)
    assert [one for one in words if one.startswith("breaks")] == []
