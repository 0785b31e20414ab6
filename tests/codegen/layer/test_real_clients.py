"""Clients of real specs: every operation is found, and every class has the pointers of its schemas."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from attrs import evolve

from tests.codegen.generating import SPECS, config

if TYPE_CHECKING:
    from seawall.codegen.generate import GenerationResult
    from seawall.codegen.layer.client import GeneratedClient

# Each spec has hundreds of schemas.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.exhaustive,
    pytest.mark.skipif(not SPECS.is_dir(), reason=f"the real specs are not at {SPECS}"),
]
NEWEST = sorted(max(folder.glob("[0-9]*.[jy]*")) for folder in SPECS.glob("*") if folder.is_dir())
STOCK = [path for path in NEWEST if path.parent.name in {"aignostics", "lakefs", "qdrant"}]


def read(path: Path, folder: Path, style: str) -> "tuple[GenerationResult, GeneratedClient]":
    from seawall.codegen.generate import generate, load_inputs
    from seawall.codegen.layer.client_reading import read_client

    settings = evolve(config(folder), spec=str(path), style=style, output="demo/client")
    result = generate(load_inputs(settings), keep_rest=True)
    files = {name: content.decode() for name, content in result.files.items()}
    return result, read_client(files, result.api, "demo.client")


def check_operations(result: "GenerationResult", client: "GeneratedClient") -> None:
    """Every operation has a function, and every parameter an argument."""
    assert {one.operation for one in client.functions} == {one.key for one in result.api.operations}
    given = {(one.operation, key) for one in client.functions for key in one.arguments.values()}
    wanted = {(one.key, item.key) for one in result.api.operations for item in one.parameters}
    bodies = {(one.key, "body") for one in result.api.operations if one.body and one.body.contents}
    assert given == wanted | bodies


@pytest.mark.parametrize("path", NEWEST, ids=lambda path: path.parent.name)
def test_classes_have_exactly_the_pointers_of_their_schemas(path: Path, tmp_path: Path) -> None:
    result, client = read(path, tmp_path, "seawall")
    check_operations(result, client)
    wanted: dict[str, set[str]] = {}
    for place in result.chosen.places.values():
        wanted.setdefault(result.chosen.class_of(place), set()).add(place.schema.pointer)
    for name, found in client.classes.items():
        if found.alias:
            assert found.pointers == (result.api.schemas[found.schema].pointer,)
            continue
        component = result.api.schemas.get(found.schema)
        # A component that may be null has the pointer of its class beside its own.
        own = {component.pointer} if component is not None else set()
        assert wanted[name] <= set(found.pointers), name
        assert all(field.pointers for field in found.fields.values() if field.wire_name), name
        if component is not None:
            assert result.chosen.schemas[found.schema] == name
            assert own <= set(found.pointers)


@pytest.mark.parametrize("path", STOCK, ids=lambda path: path.parent.name)
def test_a_stock_package_is_read_whole(path: Path, tmp_path: Path) -> None:
    result, client = read(path, tmp_path, "stock")
    check_operations(result, client)
    assert [name for name, found in client.classes.items() if not found.pointers] == []
    fields = [field for found in client.classes.values() for field in found.fields.values()]
    assert [field.name for field in fields if field.wire_name and not field.pointers] == []
