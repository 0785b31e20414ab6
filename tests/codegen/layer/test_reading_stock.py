"""Reading wrappers over a stock client: without annotations, with one function for all operations."""

import pytest

from tests.codegen.layer.pets import STOCK, layer, told, uses

IMPORTS = """
from pet_client import AuthenticatedClient, models
from pet_client.api.pets import add_pet, get_pet, list_pets
from pet_client.api.pets.get_pet import sync_detailed as get_pet_detailed
from pet_client.models import NewPet, State
from pet_client.types import UNSET, Unset
"""
CALL = ["argument GET /pets/{id} path id", "call GET /pets/{id}"]

WRAPPERS = {
    "sync": "def f(c, i): return get_pet.sync(i, client=c).name",
    "keyword": "def f(c, i): return get_pet.sync(client=c, pet_id=i).name",
    "sync_detailed": "def f(c, i): return get_pet.sync_detailed(i, client=c).parsed.name",
    "alias of a function": "def f(c, i): return get_pet_detailed(i, client=c).parsed.name",
    "asyncio": "async def f(c, i): return (await get_pet.asyncio(i, client=c)).name",
    "asyncio_detailed": "async def f(c, i): return (await get_pet.asyncio_detailed(i, client=c)).parsed.name",
    "module path": "import pet_client.api.pets.get_pet\n"
    "def f(c, i): return pet_client.api.pets.get_pet.sync(i, client=c).name",
    "client in an attribute": (
        "class Shop:\n    def __init__(self, url):\n"
        "        self._client = AuthenticatedClient(base_url=url, token='')\n"
        "    def f(self, i): return get_pet.sync(i, client=self._client).name"
    ),
    "one function for all operations": (
        "def _send(function, *args, **kwargs):\n"
        "    response = function.sync_detailed(*args, client=1, **kwargs)\n    return response.parsed\n"
        "def f(i): return _send(get_pet, i).name"
    ),
    "one function for all calls": (
        "def _call(function, **kwargs): return _parsed(function(client=1, **kwargs))\n"
        "def _parsed(response): return response.parsed\n"
        "def f(i): return _call(get_pet.sync_detailed, pet_id=i).name"
    ),
    "partial": "from functools import partial\ndef f(i): return partial(get_pet.sync, i)(client=1).name",
    "table of functions": "GET = {'pet': get_pet.sync}\ndef f(i): return GET['pet'](i, client=1).name",
}


@pytest.mark.parametrize("name", WRAPPERS)
def test_a_call_its_argument_and_its_result_are_certain(name: str) -> None:
    found = uses(IMPORTS + WRAPPERS[name], STOCK)
    assert {*CALL, "read Pet.name"} <= set(found)
    assert [one for one in found if one.startswith(("read Owner", "read NewPet"))] == []


def test_the_argument_of_a_function_for_all_operations_is_at_its_call() -> None:
    source = f"{IMPORTS}{WRAPPERS['one function for all operations']}"
    (use,) = [one for one in layer(source, STOCK).uses if told(one) == CALL[0]]
    assert use.function == "pets.f"
    assert source.splitlines()[use.place.line - 1][use.place.column :].startswith("i)")


def test_keys_of_a_converted_model_are_reads() -> None:
    made = "d = get_pet.sync(i, client=c).to_dict()"
    source = f"{IMPORTS}def f(c, i):\n    {made}\n    return d['name'], d.get('id')"
    found = uses(source, STOCK)
    assert {"read Pet.name", "read Pet.id", "whole Pet"} <= set(found)
    source = f"{IMPORTS}def f(c, i): return get_pet.sync(i, client=c).to_dict()['name']"
    assert "whole Pet" not in uses(source, STOCK)


def test_a_page_is_read_item_by_item() -> None:
    loop = "for pet in list_pets.sync(client=c).items: yield pet.owner.address.city"
    source = f"{IMPORTS}def f(c):\n    {loop}"
    found = uses(source, STOCK, kind="read")
    assert found == ["read Address.city", "read Owner.address", "read Page.items", "read Pet.owner"]


TEXTS = {
    "argument": "def f(c): list_pets.sync(client=c, state='new')",
    "own parameter": "def _g(c, state): list_pets.sync(client=c, state=state)\ndef f(c): _g(c, 'new')",
    "default": "def f(c, state='new'): list_pets.sync(client=c, state=State(state))",
    "variable": "def f(c):\n    state = 'new'\n    list_pets.sync(client=c, state=State(state))",
    "table": "WORDS = {'new': 'fresh'}\ndef f(c, i): return WORDS[get_pet.sync(i, client=c).state]",
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_that_becomes_a_member_names_it(name: str) -> None:
    assert "name State.NEW" in {told(use) for use in layer(IMPORTS + TEXTS[name], STOCK).uses}


def test_an_absent_value_is_handled_by_the_test_of_its_class() -> None:
    code = "if isinstance(pet.owner, Unset): return\n    return pet.owner.name"
    source = f"{IMPORTS}def f(pet: models.Pet):\n    {code}"
    test, read = [one for one in layer(source, STOCK).uses if told(one) == "read Pet.owner"]
    assert test.guarded
    assert read.handles == ("UNSET",)
