"""The walk of a newcomer: a stock package, a hand-written wrapper, one command, no configuration.

The package is the output of openapi-python-client for the author's own spec, as its users commit it.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.codegen.generating import operation
from tests.codegen.layer.stock_package import stock_package

# openapi-python-client runs, and the command in a process of its own.
# The stock generator, a whole client, and each command on it.
pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

WRAPPER = '''"""The part that our colleagues import."""
import datetime
from dataclasses import dataclass
from http import HTTPStatus

from petshop_client import AuthenticatedClient
from petshop_client.api.orders import place_order
from petshop_client.api.pets import delete_pet, get_pet, list_pets
from petshop_client.models import Order, Pet, PetStatus, Problem
from petshop_client.types import UNSET, Response

from .errors import ShopError

PAGE = 100


@dataclass
class Animal:
    name: str
    age_days: int
    is_for_sale: bool


class Shop:
    def __init__(self, url, token):
        self._client = AuthenticatedClient(base_url=url, token=token)

    def animals(self, status=None):
        response = list_pets.sync_detailed(
            client=self._client,
            limit=PAGE,
            status=PetStatus(status) if status else UNSET,
        )
        return [_animal(pet) for pet in _parsed(response)]

    def animal(self, id: int) -> Animal:
        pet = get_pet.sync(id, client=self._client)
        if pet is None or isinstance(pet, Problem):
            raise ShopError(f"no pet {id}")
        return _animal(pet)

    def buy(self, id: int, quantity: int = 1):
        order = place_order.sync(client=self._client, body=Order(pet_id=id, quantity=quantity))
        return order.pet_id

    def remove(self, id: int) -> None:
        response = delete_pet.sync_detailed(id, client=self._client)
        if response.status_code != HTTPStatus.NO_CONTENT:
            raise ShopError("not removed")

    def page(self) -> int:
        return PAGE


def _parsed(response: Response):
    if response.status_code != 200:
        raise ShopError(response.content)
    return response.parsed


def _animal(pet: Pet) -> Animal:
    states = {PetStatus.AVAILABLE: True, PetStatus.SOLD: False}
    return Animal(
        name=pet.name,
        age_days=(datetime.date.today() - pet.born).days,
        is_for_sale=states[pet.status],
    )
'''


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def petshop(*, new: bool) -> bytes:
    """The spec of the shop; the new version has six changes, one of which reaches nothing."""
    text, number = {"type": "string"}, {"type": "integer"}
    pet: dict[str, Any] = {
        "type": "object",
        "required": ["name", "status", "born"],
        "properties": {
            "name": text,
            "status": _ref("PetStatus"),
            "born": {"type": ["string", "null"] if new else "string", "format": "date"},
            "weight": text if new else number,
        },
    }
    order: dict[str, Any] = {
        "type": "object",
        "required": ["pet_id", *(["currency"] if new else [])],
        "properties": {"pet_id": number, "quantity": number, **({"currency": text} if new else {})},
    }
    identifier = {"name": "petId", "in": "path", "required": True, "schema": number}
    page = {"name": "page_size" if new else "limit", "in": "query", "description": "Most.", "schema": number}
    status = {"name": "status", "in": "query", "schema": _ref("PetStatus")}
    one = operation(answer=_ref("Pet"), operationId="getPet", tags=["pets"], parameters=[identifier])
    one["responses"]["404"] = {
        "description": "",
        "content": {"application/json": {"schema": _ref("Problem")}},
    }
    remove = operation(operationId="deletePet", tags=["pets"], parameters=[identifier])
    pets = operation(
        answer={"type": "array", "items": _ref("Pet")},
        operationId="listPets",
        tags=["pets"],
        parameters=[page, status],
    )
    buy = operation(answer=_ref("Order"), body=_ref("Order"), operationId="placeOrder", tags=["orders"])
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Pet Shop", "version": "2.0" if new else "1.0"},
        "paths": {
            "/pets": {"get": pets},
            "/pets/{petId}": {"get": one, **({} if new else {"delete": remove})},
            "/orders": {"post": buy},
        },
        "security": [{"bearer": []}],
        "components": {
            "schemas": {
                "Pet": pet,
                "PetStatus": {
                    "type": "string",
                    "enum": ["available", "sold", *(["reserved"] if new else [])],
                },
                "Order": order,
                "Problem": {"type": "object", "properties": {"detail": text}},
            },
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }
    return json.dumps(document).encode()


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with two specs, the package of the first, and the wrapper."""
    root = tmp_path_factory.mktemp("repository")
    files = {
        **{
            f"petshop_client/{name}": text
            for name, text in stock_package(petshop(new=False), tmp_path_factory.mktemp("stock")).items()
        },
        "petshop/__init__.py": "from petshop.shop import Shop\n",
        "petshop/errors.py": "class ShopError(Exception): ...\n",
        "petshop/shop.py": WRAPPER,
        "openapi-1.json": petshop(new=False).decode(),
        "openapi-2.json": petshop(new=True).decode(),
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def seawall(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-P", "-m", "seawall.cli", "impact", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def line_of(code: str) -> int:
    """The number of the only line of the wrapper with this code."""
    (number,) = (number for number, line in enumerate(WRAPPER.splitlines(), 1) if code in line)
    return number


def test_one_command_names_file_line_and_public_function(repository: Path) -> None:
    before = {path: path.read_bytes() for path in repository.rglob("*") if path.is_file()}
    done = seawall(repository, "openapi-1.json", "openapi-2.json", ".", "--format", "json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    findings = report["findings"]
    found = {
        (finding["rule"], finding["effect"], finding["place"]["line"])
        for finding in findings
        if finding["place"] is not None and finding["is_certain"]
    }
    assert found >= {
        ("required-property-added", "breaks", line_of("body=Order(")),
        ("became-nullable", "breaks", line_of("pet.born")),
        ("parameter-renamed", "breaks", line_of("limit=PAGE")),
        ("operation-removed", "breaks", line_of("import delete_pet")),
        ("operation-removed", "breaks", line_of("delete_pet.sync_detailed")),
        ("enum-value-added", "alters", line_of("PetStatus.AVAILABLE")),
    }
    places = {finding["place"]["path"] for finding in findings if finding["place"] is not None}
    assert places == {"petshop/shop.py"}
    assert [change["rule"] for change in report["without_effect"]] == ["type-changed"]
    assert {path: path.read_bytes() for path in repository.rglob("*") if path.is_file()} == before


def test_the_text_says_it_in_sentences(repository: Path) -> None:
    done = seawall(repository, "openapi-1.json", "openapi-2.json", ".", "--types")
    assert done.returncode == 0, done.stderr
    text = " ".join(done.stdout.split())
    assert "Pet.born may be null now; shop._animal reads `born` without a guard." in text
    assert f"petshop/shop.py:{line_of('pet.born')}" in text
    assert "edit: rename `limit` to `page_size`" in text
    assert "reached by Shop.animal, Shop.animals" in text
    assert max(map(len, done.stdout.splitlines())) <= 80
    # mypy finds nothing in this code that the reading has not found.
    assert "mypy reports" not in text
