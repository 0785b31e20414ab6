"""Each kind of change on a small shop client: the findings in its layer, and no other."""

import json
from typing import Any

import pytest

from seawall.codegen.impact.finding import Impact
from seawall.codegen.layer.reading import read_layer
from tests.codegen.generating import operation
from tests.codegen.impact.small_layers import LAYER, SENDING, client_of, impact_of
from tests.rows import row

TEXT = {"type": "string"}
REF = "#/components/schemas/"


def shop() -> dict[str, Any]:
    """The first version of the spec."""
    key = {"name": "id", "in": "path", "required": True, "schema": TEXT}
    limit = {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 100, "default": 20}}
    after = {"name": "after", "in": "query", "schema": TEXT}
    order = {"$ref": f"{REF}Order"}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "servers": [{"url": "https://shop.example/v1"}],
        "security": [{"bearer": []}],
        "paths": {
            "/orders": {
                "get": operation(
                    answer={"type": "array", "items": order},
                    operationId="list_orders",
                    parameters=[limit, after],
                ),
                "post": operation(answer=order, body={"$ref": f"{REF}NewOrder"}, operationId="create_order"),
            },
            "/orders/{id}": {"get": operation(answer=order, operationId="get_order", parameters=[key])},
        },
        "components": {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "Order": {
                    "type": "object",
                    "properties": {
                        "id": TEXT,
                        "state": {"$ref": f"{REF}State"},
                        "note": TEXT,
                        "total": {"type": "integer"},
                    },
                    "required": ["id", "state", "note", "total"],
                },
                "NewOrder": {"type": "object", "properties": {"note": TEXT}, "required": ["note"]},
                "State": {"type": "string", "enum": ["new", "paid"]},
            },
        },
    }


def changed(path: str, value: Any) -> bytes:
    """The spec with `value` at `path`, whose parts stand between slashes (`~` for a slash); None removes."""
    document = json.loads(json.dumps(shop()))
    target: Any = document
    *parts, last = [part.replace("~", "/") for part in path.split("/")]
    for part in parts:
        target = target[int(part) if isinstance(target, list) else part]
    if value is None:
        del target[int(last) if isinstance(target, list) else last]
    elif last == "+":
        target.append(value)
    else:
        target[int(last) if isinstance(target, list) else last] = value
    return json.dumps(document).encode()


ORDER = "components/schemas/Order"
LIST = "paths/~orders/get"

# The change, then for each finding the effect, a question mark if it is only possible, and the line.
ROWS: tuple[tuple[str, str, Any, tuple[str, ...]], ...] = (
    ("nullable", f"{ORDER}/properties/note", {"type": ["string", "null"]}, ("breaks order.note",)),
    ("optional", f"{ORDER}/required", ["id", "state", "total"], ("breaks order.note",)),
    ("retyped", f"{ORDER}/properties/note", {"type": "integer"}, ("breaks order.note",)),
    ("unused", f"{ORDER}/properties/total", {"type": ["integer", "null"]}, ()),
    ("new field", f"{ORDER}/properties/paid_at", TEXT, ("offer",)),
    ("new operation", "paths/~ping", {"get": operation(answer=TEXT, operationId="ping")}, ("offer",)),
    ("gone", "paths/~orders~{id}", None, ("breaks calls.get_order(id)",)),
    ("state", "components/schemas/State/enum/+", "sent", ('alters NEW = "new"',)),
    ("bound", f"{LIST}/parameters/0/schema/maximum", 40, ("breaks limit: int = 50", "alters? limit=limit")),
    ("wider", f"{LIST}/parameters/0/schema/maximum", 400, ()),
    ("default", f"{LIST}/parameters/0/schema/default", 10, ()),
    (
        "parameter gone",
        f"{LIST}/parameters/1",
        None,
        ("breaks limit=limit, after=after", 'breaks Paging(parameter="after")'),
    ),
    ("required", f"{LIST}/parameters/1/required", True, ("breaks calls.list_orders",)),
    (
        "scheme",
        "components/securitySchemes/bearer/scheme",
        "basic",
        ("breaks calls.create_order", "breaks calls.get_order", "breaks calls.list_orders"),
    ),
    (
        "needed field",
        "components/schemas/NewOrder",
        {"type": "object", "properties": {"note": TEXT, "sku": TEXT}, "required": ["note", "sku"]},
        ("breaks models.NewOrder(note=note)",),
    ),
    ("deprecated", f"{LIST}/deprecated", True, ("stale calls.list_orders",)),
    (
        "renamed",
        ORDER,
        {
            "type": "object",
            "properties": {
                "id": TEXT,
                "state": {"$ref": f"{REF}State"},
                "notes": TEXT,
                "total": {"type": "integer"},
            },
            "required": ["id", "state", "notes", "total"],
        },
        ("breaks order.note",),
    ),
    ("state gone", "components/schemas/State/enum", ["new"], ('stale PAID = "paid"',)),
    ("narrowed", "components/schemas/NewOrder/properties/note/maxLength", 5, ("alters? models.NewOrder",)),
    ("server", "servers/0/url", "https://shop.example/v2", ("breaks?",)),
    ("method", "paths/~orders~{id}/get/operationId", "read_order", ()),
    ("style", f"{LIST}/parameters/1/style", "spaceDelimited", ()),
    ("status", f"{LIST}/responses/404", {"description": "None."}, ()),
    ("header", f"{LIST}/responses/200/headers", {"X-Total": {"schema": TEXT}}, ()),
    ("described", f"{ORDER}/description", "An order.", ()),
)


def lines_of(impact: Impact, sources: dict[str, str]) -> list[str]:
    """Effect, certainty and source line of each finding."""
    found = []
    for finding in impact.findings:
        mark = f"{finding.effect}{'' if finding.is_certain else '?'}"
        line = (
            "" if finding.place is None else sources[finding.place.path].splitlines()[finding.place.line - 1]
        )
        found.append(f"{mark} {line.strip()}".strip())
    return sorted(found)


@pytest.mark.slow  # Generates a client for each row.
def test_each_change_has_its_findings_in_the_layer() -> None:
    old = json.dumps(shop()).encode()
    sources = {"shop/__init__.py": "", "shop/orders.py": LAYER, "shop/sending.py": SENDING}
    layer = read_layer(sources, client_of(old))
    for name, path, value, expected in ROWS:
        with row(name):
            left = lines_of(impact_of(old, changed(path, value), layer), sources)
            for mark, _, text in (part.partition(" ") for part in expected):
                fitting = [line for line in left if line.split()[0] == mark and text in line]
                assert fitting, (mark, text, left)
                left.remove(fitting[0])
            assert left == []
