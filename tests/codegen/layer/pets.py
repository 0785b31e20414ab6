"""A small client of both styles, written out, and the uses of a layer over it as short texts."""

from collections.abc import Mapping

from seawall.codegen.layer.client import (
    ClientClass,
    ClientField,
    ClientFunction,
    ClientStyle,
    GeneratedClient,
    PartKind,
)
from seawall.codegen.layer.reading import read_layer
from seawall.codegen.layer.uses import Layer, Use

GET, LIST, ADD = "GET /pets/{id}", "GET /pets", "POST /pets"


def model(name: str, /, **fields: str) -> ClientClass:
    found = {
        key: ClientField(name=key, wire_name=key.replace("_", "-"), annotation=annotation)
        for key, annotation in fields.items()
    }
    return ClientClass(name=name, module=f"models.{name.lower()}", fields=found)


def enum(name: str, /, **members: str) -> ClientClass:
    return ClientClass(name=name, module=f"models.{name.lower()}", members=members)


CLASSES = {
    one.name: one
    for one in (
        model("Pet", id="str", name="str", state="models.State", owner="models.Owner | None | UnsetType"),
        model("Owner", name="str", full_name="str", address="models.Address"),
        model("Address", city="str", zip="str | None"),
        model("NewPet", name="str", state="models.State | UnsetType"),
        model("Page", items="list[models.Pet]", next_page="str | None"),
        enum("State", NEW="new", SOLD="sold"),
    )
}


def function(module: str, name: str, operation: str, result: str, /, **arguments: str) -> ClientFunction:
    annotations = {"state": "models.State | None", "body": "models.NewPet"}
    return ClientFunction(
        name=name,
        module=module,
        operation=operation,
        arguments=arguments,
        result=result,
        types={key: annotations.get(key, "str") for key in arguments},
    )


_GET, _LIST, _ADD = (
    {"pet_id": "path id"},
    {"state": "query state", "limit": "query limit"},
    {"body": "body"},
)

SEAWALL = GeneratedClient(
    package="shop._generated",
    style=ClientStyle.SEAWALL,
    functions=(
        function("calls", "get_pet", GET, "models.Pet", **_GET),
        function("calls", "list_pets", LIST, "models.Page", **_LIST),
        function("calls", "add_pet", ADD, "models.Pet", **_ADD),
    ),
    classes=CLASSES,
)
STOCK = GeneratedClient(
    package="pet_client",
    style=ClientStyle.STOCK,
    functions=tuple(
        function(f"api.pets.{module}", name, operation, result, **arguments)
        for module, operation, result, arguments in (
            ("get_pet", GET, "Pet", _GET),
            ("list_pets", LIST, "Page", _LIST),
            ("add_pet", ADD, "Pet", _ADD),
        )
        for name in ("sync", "sync_detailed", "asyncio", "asyncio_detailed")
    ),
    classes=CLASSES,
)


def layer(source: str | Mapping[str, str], client: GeneratedClient = SEAWALL) -> Layer:
    sources = {"__init__.py": "", "pets.py": source} if isinstance(source, str) else source
    return read_layer(sources, client)


def told(use: Use) -> str:
    """A use as a text: `read Pet.name`, `argument GET /pets/{id} path id`; with `?` if only possible."""
    part = use.part
    name = {PartKind.FIELD: f".{part.name}", PartKind.MEMBER: f".{part.name}"}.get(part.kind, f" {part.name}")
    return f"{use.kind.value} {part.owner}{name}".strip() + ("" if use.is_certain else "?")


def uses(source: str | Mapping[str, str], client: GeneratedClient = SEAWALL, kind: str = "") -> list[str]:
    """The uses in a layer, sorted, each once; imports and annotations aside."""
    found = {told(use) for use in layer(source, client).uses}
    return sorted(one for one in found if one.startswith(kind) and not one.startswith("name "))
