"""A layer that is adapted to a change has no finding of it any more, and one that is not has its place."""

import json
from typing import Any

import pytest

from seawall.codegen.impact.finding import Impact
from seawall.codegen.layer.reading import read_layer
from tests.codegen.generating import operation
from tests.codegen.impact.small_layers import SENDING, client_of, impact_of
from tests.rows import row

LAYER = """
from seawall.core.auth.auth_scheme import api_key_in_header
from seawall.core.wire.open_enum import OpenEnum

from shop._generated import calls, models
from shop.sending import send


class State(OpenEnum):
    NEW = "new"
    PAID = "paid"


class Order:
    def __init__(self, id, state):
        self.id = id
        self.state = state

    @classmethod
    def from_wire(cls, order: models.Order) -> "Order":
        return cls(order.id, State(order.state))


class Orders:
    def __init__(self):
        self.scheme = api_key_in_header("X-Api-Key")

    def list(self):
        return [Order.from_wire(order) for order in send(calls.list_orders())]

    def get(self, id: str) -> Order:
        return Order.from_wire(send(calls.get_order(id)))
"""
TEXT = {"type": "string"}
OLD = {"type": "apiKey", "in": "header", "name": "X-Api-Key"}


def shop(scheme: dict[str, Any] = OLD, states: tuple[str, ...] = ("new", "paid")) -> bytes:
    order = {"$ref": "#/components/schemas/Order"}
    key = {"name": "id", "in": "path", "required": True, "schema": TEXT}
    state = {"type": "string", "enum": list(states)}
    shape = {"type": "object", "properties": {"id": TEXT, "state": state}, "required": ["id", "state"]}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "security": [{"key": []}],
        "paths": {
            "/orders": {
                "get": operation(answer={"type": "array", "items": order}, operationId="list_orders")
            },
            "/orders/{id}": {"get": operation(answer=order, operationId="get_order", parameters=[key])},
        },
        "components": {"securitySchemes": {"key": scheme}, "schemas": {"Order": shape}},
    }
    return json.dumps(document).encode()


def impact(new: bytes, *replaced: tuple[str, str]) -> tuple[Impact, list[str]]:
    text = LAYER
    for before, after in replaced:
        assert before in text
        text = text.replace(before, after)
    sources = {"shop/__init__.py": "", "shop/orders.py": text, "shop/sending.py": SENDING}
    found = impact_of(shop(), new, read_layer(sources, client_of(shop())))
    lines = [text.splitlines()[one.place.line - 1].strip() for one in found.findings if one.place is not None]
    return found, lines


RENAMED = {**OLD, "name": "X-Shop-Key"}
SHORT = {**OLD, "name": "key"}
MOVED = {**OLD, "in": "query"}
SCHEME = 'self.scheme = api_key_in_header("X-Api-Key")'
CALLS = [
    "return [Order.from_wire(order) for order in send(calls.list_orders())]",
    "return Order.from_wire(send(calls.get_order(id)))",
]
# The new scheme, the edits of the layer, and the lines of the findings.
ROWS: tuple[tuple[str, dict[str, Any], tuple[tuple[str, str], ...], list[str]], ...] = (
    ("another name", RENAMED, (), [SCHEME]),
    ("another name, adapted", RENAMED, (('"X-Api-Key"', '"X-Shop-Key"'),), []),
    ("another short name", SHORT, (), [SCHEME]),
    ("another short name, adapted", SHORT, (('"X-Api-Key"', '"key"'),), []),
    # A text that may be anything does not say how the layer authenticates.
    (
        "a short text elsewhere",
        SHORT,
        (('api_key_in_header("X-Api-Key")', 'dict(name="key")'),),
        CALLS,
    ),
    ("no name in the layer", RENAMED, (('api_key_in_header("X-Api-Key")', "None"),), CALLS),
    ("another place", MOVED, (), CALLS),
)


@pytest.mark.slow  # Generates a client for each row.
def test_an_api_key_with_another_name_is_found_where_the_layer_has_the_name() -> None:
    for name, scheme, replaced, expected in ROWS:
        with row(name):
            found, lines = impact(shop(scheme), *replaced)
            assert sorted(lines) == sorted(expected)
            assert all(str(one.effect) == "breaks" for one in found.findings)


@pytest.mark.slow  # Generates two clients.
def test_the_name_of_an_api_key_is_a_sure_edit() -> None:
    found, _ = impact(shop(RENAMED))
    (edit,) = [one.edit for one in found.findings]
    assert edit is not None
    assert (edit.old, edit.new, edit.is_sure) == ("X-Api-Key", "X-Shop-Key", True)


@pytest.mark.slow  # Generates two clients.
def test_a_new_value_that_the_enum_of_the_layer_has_needs_nothing() -> None:
    new = shop(states=("new", "paid", "lost"))
    assert impact(new)[1] == ['NEW = "new"']
    assert impact(new, ('PAID = "paid"', 'PAID = "paid"\n    LOST = "lost"'))[1] == []
