"""A wrapper over a stock package: after the edits it fits the new package, as a type checker sees it."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from seawall.codegen.adapt.apply import adapt
from seawall.codegen.adapt.writing import write_adaptation
from seawall.codegen.effective_spec import EffectiveSpec, effective_spec
from seawall.codegen.fetch.documents import Documents
from seawall.codegen.impact.folder import folder_impact
from seawall.codegen.stock.generate import generate_stock
from tests.codegen.generating import operation
from tests.mypy_cache import MYPY

# It starts a type checker.
pytestmark = pytest.mark.slow

TEXT = {"type": "string"}
WRAPPER = """\
from dataclasses import dataclass
from typing import Optional

from shop_client.api.pets import get_pet, list_pets
from shop_client.client import Client
from shop_client.models import Owner
from shop_client.models import Pet as WirePet


@dataclass
class Pet:
    name: str
    owner: str
    born: Optional[str]

    @classmethod
    def from_wire(cls, pet: WirePet) -> "Pet":
        return cls(name=pet.name, owner=_owner(pet.owner), born=pet.born)


def _owner(owner: Owner) -> str:
    return owner.full_name


class Shop:
    def __init__(self, url: str) -> None:
        self._client = Client(base_url=url)

    def pets(self, limit: int = 20) -> list[Pet]:
        return [Pet.from_wire(pet) for pet in list_pets.sync(client=self._client, limit=limit) or []]

    def get_pet(self, number: int) -> Optional[Pet]:
        pet = get_pet.sync(number, client=self._client)
        return None if pet is None else Pet.from_wire(pet)
"""


def spec(owner: str, full_name: str, get: str, limit: str, born: list[str]) -> EffectiveSpec:
    number = {"name": "number", "in": "path", "required": True, "schema": {"type": "integer"}}
    most = {"name": limit, "in": "query", "schema": {"type": "integer"}}
    pet = {"$ref": "#/components/schemas/Pet"}
    properties = {"name": TEXT, "owner": {"$ref": f"#/components/schemas/{owner}"}, "born": TEXT}
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "paths": {
            "/pets": {
                "get": operation(
                    answer={"type": "array", "items": pet},
                    operationId="list_pets",
                    tags=["pets"],
                    parameters=[most],
                )
            },
            "/pets/{number}": {
                "get": operation(answer=pet, operationId=get, tags=["pets"], parameters=[number])
            },
        },
        "components": {
            "schemas": {
                "Pet": {"type": "object", "properties": properties, "required": ["name", "owner", *born]},
                owner: {"type": "object", "properties": {full_name: TEXT}, "required": [full_name]},
            }
        },
    }
    return effective_spec(Documents(root="api.json", documents={"api.json": document}))


def write_client(folder: Path, made_of: EffectiveSpec) -> None:
    for name, content in generate_stock(made_of.api, package="shop_client", marker="# Made.").files.items():
        path = folder / "shop_client" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def test_the_wrapper_fits_the_new_package(tmp_path: Path, mypy_cache: Path) -> None:
    old = spec("Owner", "full_name", "get_pet", "limit", ["born"])
    new = spec("Keeper", "fullname", "fetch_pet", "limits", [])
    project, renewed = tmp_path / "project", tmp_path / "renewed"
    write_client(project, old)
    (project / "shop.py").write_text(WRAPPER)
    found = folder_impact(old, new, project)
    outcome = adapt(found.layer.sources, found.impact)
    assert outcome.questions == ()
    write_adaptation(project, outcome)
    write_client(renewed, new)
    (renewed / "shop.py").write_bytes((project / "shop.py").read_bytes())
    checked = subprocess.run(
        [*MYPY, f"--cache-dir={mypy_cache}", "shop.py"],
        cwd=renewed,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.stdout == "Success: no issues found in 1 source file\n"
