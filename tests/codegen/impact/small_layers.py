"""Small layers over clients that are generated from small specs, and their impact."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from attrs import frozen

from seawall.codegen.api.model import Api
from seawall.codegen.diff.compare import compare_apis
from seawall.codegen.impact.finding import Impact
from seawall.codegen.impact.impact import find_impact
from seawall.codegen.layer.client import GeneratedClient, Part
from seawall.codegen.layer.client_reading import read_client
from seawall.codegen.layer.uses import Layer, LayerFunction, Literal, Place, Use, UseKind
from seawall.codegen.names.names import Pins
from tests.codegen.generating import make

__all__ = ["LAYER", "SENDING", "Source", "client_of", "impact_of", "write_shop"]

PACKAGE = "shop._generated"

LAYER = """
from enum import Enum

from shop._generated import calls, models
from shop.sending import send


class State(Enum):
    NEW = "new"
    PAID = "paid"


class Order:
    def __init__(self, id, state, note):
        self.id = id
        self.state = state
        self.note = note

    @classmethod
    def from_wire(cls, order: models.Order) -> "Order":
        return cls(order.id, State(order.state), order.note)


class Orders:
    def list(self, *, limit: int = 50, after: str | None = None):
        found = send(calls.list_orders(limit=limit, after=after), Paging(parameter="after"))
        return [Order.from_wire(order) for order in found]

    def get(self, id: str) -> Order:
        return Order.from_wire(send(calls.get_order(id)))

    def create(self, note: str) -> Order:
        body = models.NewOrder(note=note)
        return Order.from_wire(send(calls.create_order(body=body)))
"""
SENDING = """
from collections.abc import Callable
from typing import TypeVar

from seawall.core.engine.call import Call

T = TypeVar("T")


def send(call: Call[T], paging: object = None) -> T:
    raise NotImplementedError
"""


@lru_cache(maxsize=64)
def _made(document: bytes, names: bytes | None) -> tuple[Api, GeneratedClient, bytes]:
    result = make(document, names=names, keep_rest=True)
    files = {name: content.decode() for name, content in result.files.items()}
    return result.api, read_client(files, result.api, PACKAGE), result.names


def client_of(document: bytes) -> GeneratedClient:
    """The client of a spec, read from its source."""
    return _made(document, None)[1]


def write_shop(folder: Path, document: bytes) -> None:
    """Write the package `shop`: a generated client and the layer over it."""
    files = {f"_generated/{name}": content for name, content in make(document).files.items()}
    files |= {"__init__.py": b"", "orders.py": LAYER.encode(), "sending.py": SENDING.encode()}
    for name, content in files.items():
        path = folder / "shop" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


@frozen
class Source:
    """A file of a layer, with uses that a test names by the text around them."""

    text: str
    path: str = "shop/client.py"

    def place(self, around: str, name: str) -> Place:
        """The place of `name` in the text `around`, which is in the source once."""
        assert self.text.count(around) == 1, around
        start = self.text.index(around) + around.index(name)
        line = self.text.count("\n", 0, start) + 1
        column = start - (self.text.rfind("\n", 0, start) + 1)
        return Place(path=self.path, line=line, column=column, end_line=line, end_column=column + len(name))

    def use(
        self, kind: UseKind, part: Part, around: str, name: str, function: str = "shop.client.get"
    ) -> Use:
        """A use of `part`."""
        return Use(part=part, kind=kind, place=self.place(around, name), function=function)

    def layer(
        self,
        *uses: Use,
        literals: tuple[Literal, ...] = (),
        functions: Mapping[str, LayerFunction] | None = None,
    ) -> Layer:
        """The layer of this file with these uses."""
        whole = Place(path=self.path, line=1, column=0, end_line=1, end_column=0)
        names = {use.function for use in uses}
        known = {name: LayerFunction(name=name, place=whole, is_public=True) for name in names}
        return Layer(
            functions=known | dict(functions or {}),
            uses=uses,
            literals=literals,
            sources={self.path: self.text},
        )


def impact_of(
    old: bytes,
    new: bytes,
    layer: Layer,
    *,
    pairs: Mapping[Part, Part | None] | None = None,
    fixtures: Mapping[str, str] | None = None,
    pins: Pins | None = None,
) -> Impact:
    """The impact of the step from `old` to `new` on a layer."""
    old_api, old_client, names = _made(old, None)
    new_api, new_client, _ = _made(new, names)
    return find_impact(
        compare_apis(old_api, new_api),
        old_api=old_api,
        new_api=new_api,
        old_client=old_client,
        new_client=new_client,
        pairs=pairs or {},
        layer=layer,
        fixtures=fixtures or {},
        pins=pins,
    )
