"""Renames: each kind of place, imports in every form, and what is left alone."""

import pytest

from seawall.codegen.adapt.apply import adapt
from seawall.codegen.impact.finding import Edit, EditKind
from tests.codegen.adapt.marked import MODELS, adapted, impact, places, question_of, text_after

CALLS = "shop._generated.calls"


@pytest.mark.parametrize(
    ("source", "new", "expected"),
    [
        ("x = pet.⟦name⟧  # the name\n", "title", "x = pet.title  # the name\n"),
        ("pet(⟦name⟧ = 1,\n    b=2)\n", "title", "pet(title = 1,\n    b=2)\n"),
        ("x = (  pet . ⟦name⟧ )\n", "title", "x = (  pet . title )\n"),
        (
            "match x:\n    case Pet(⟦name⟧=n):\n        pass\n",
            "t",
            "match x:\n    case Pet(t=n):\n        pass\n",
        ),
        ("x = ⟦100⟧\n", "50", "x = 50\n"),
        ("x = ⟦-5⟧\n", "0", "x = 0\n"),
    ],
)
def test_a_name_at_its_place(source: str, new: str, expected: str) -> None:
    assert text_after(source, EditKind.RENAME, new) == expected


@pytest.mark.parametrize(
    ("source", "new", "expected"),
    [
        ("f(⟦'after'⟧)\n", "cursor", "f('cursor')\n"),
        ('f(⟦r"after"⟧)\n', "cursor", 'f(r"cursor")\n'),
        ('f(⟦"""after"""⟧)\n', "cursor", 'f("""cursor""")\n'),
        ("f(⟦'after'⟧)\n", "it's", 'f("it\'s")\n'),
        ("f(⟦'after'⟧)\n", "a\nb\\", "f('a\\nb\\\\')\n"),
        ("f(⟦'after'⟧)\n", "') or exit('", "f(\"') or exit('\")\n"),
        ("_x: ⟦'list[after]'⟧\n", "cursor", "_x: 'list[cursor]'\n"),
    ],
)
def test_a_text_keeps_its_quotes(source: str, new: str, expected: str) -> None:
    assert text_after(source, EditKind.RENAME, new, "after") == expected


def test_the_rest_of_a_file_stays_as_it_is() -> None:
    source = "\ufeff# é\r\nif x:\r\n\tä = pet.⟦name⟧;y=1 ;\r\n\x0c\r\nz = '''a\r\nb''' ; w = pet.⟦name⟧"
    expected = source.replace("⟦name⟧", "title")
    assert text_after(source, EditKind.RENAME, "title") == expected


MODULE = "from ._generated.models.pet import"
PACKAGE = "from ._generated.models import"
DOTTED = "shop._generated.models"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            f"{PACKAGE} ⟦Pet⟧\n\n\ndef _f(pet: Pet) -> 'list[Pet]':\n    return [Pet()]\n",
            f"{PACKAGE} Animal\n\n\ndef _f(pet: Animal) -> 'list[Animal]':\n    return [Animal()]\n",
        ),
        (f"{MODULE} ⟦Pet⟧ as P\nx = P()\n", "from ._generated.models.animal import Animal as P\nx = P()\n"),
        (f"{PACKAGE} ⟦Pet⟧\n__all__ = ['Pet']\n", f"{PACKAGE} Animal as Pet\n__all__ = ['Pet']\n"),
        (f"{PACKAGE} ⟦Pet⟧\nAnimal = 1\n", f"{PACKAGE} Animal as Pet\nAnimal = 1\n"),
        (f"{PACKAGE} (\n  Cat,\n  ⟦Pet⟧,  # pet\n)\n", f"{PACKAGE} (\n  Cat,\n  Animal,  # pet\n)\n"),
        (
            "from ._generated import models as wire\nx = wire.⟦Pet⟧()\n",
            "from ._generated import models as wire\nx = wire.Animal()\n",
        ),
        (
            f"{MODULE} Cat, ⟦Pet⟧\nx: Pet\n",
            f"from ._generated.models.animal import Animal\n{MODULE} Cat\nx: Animal\n",
        ),
        (f"{PACKAGE} Pet\nx = ⟦Pet⟧()\n", f"{PACKAGE} Animal\nx = Animal()\n"),
        (
            f"import {DOTTED}.pet\nx = {DOTTED}.pet.⟦Pet⟧()\n",
            f"import {DOTTED}.animal\nx = {DOTTED}.animal.Animal()\n",
        ),
    ],
)
def test_a_renamed_class(source: str, expected: str) -> None:
    after = text_after(source, EditKind.RENAME, "Animal", "Pet", MODELS, "shop._generated.models.animal")
    assert after == expected


def test_a_class_that_the_layer_offers_keeps_its_name_there() -> None:
    source = "from ._generated.models import ⟦Pet⟧\n"
    after = text_after(source, EditKind.RENAME, "Animal", "Pet", MODELS, path="shop/__init__.py")
    assert after == "from ._generated.models import Animal as Pet\n"


def test_an_import_from_the_layer_itself_stays() -> None:
    source = "from shop.models import ⟦Pet⟧\n"
    assert text_after(source, EditKind.RENAME, "Animal", "Pet", MODELS) == "from shop.models import Pet\n"


PETS = "from shop_client.api.pets import"
ANIMALS = "from shop_client.api.animals import"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            f"{PETS} ⟦get_pet⟧\nx = get_pet.sync(client=c)\n",
            f"{ANIMALS} read_pet\nx = read_pet.sync(client=c)\n",
        ),
        (
            f"{PETS} get_pet\n\n\nclass Shop:\n  def get_pet(self):\n    return ⟦get_pet⟧.sync()\n",
            f"{ANIMALS} read_pet\n\n\nclass Shop:\n  def get_pet(self):\n    return read_pet.sync()\n",
        ),
        (
            f"{PETS} get_pet\n\n\ndef get_pet(x):\n    return ⟦get_pet⟧.sync()\n",
            f"{ANIMALS} read_pet as get_pet\n\n\ndef get_pet(x):\n    return get_pet.sync()\n",
        ),
    ],
)
def test_a_renamed_module_of_a_stock_package(source: str, expected: str) -> None:
    modules = "shop_client.api.pets", "shop_client.api.animals"
    assert text_after(source, EditKind.RENAME, "read_pet", "get_pet", *modules) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "from shop_client.api.pets import get_pet\nx = get_pet.⟦sync⟧()\n",
            "from shop_client.api.animals import read_pet\nx = read_pet.sync()\n",
        ),
        (
            "from shop_client import api\nx = api.pets.get_pet.⟦sync⟧()\n",
            "from shop_client import api\nx = api.animals.read_pet.sync()\n",
        ),
        (
            "import shop_client.api.pets.get_pet\nx = shop_client.api.pets.get_pet.⟦sync⟧()\n",
            "import shop_client.api.animals.read_pet\nx = shop_client.api.animals.read_pet.sync()\n",
        ),
    ],
)
def test_a_function_in_a_renamed_module(source: str, expected: str) -> None:
    modules = "shop_client.api.pets.get_pet", "shop_client.api.animals.read_pet"
    assert text_after(source, EditKind.RENAME, "sync", "sync", *modules) == expected


def test_a_call_of_a_renamed_operation() -> None:
    source = "from shop._generated import calls\nx = calls.⟦get_pet⟧(1)\n"
    after = text_after(source, EditKind.RENAME, "read_pet", "get_pet", CALLS)
    assert after == "from shop._generated import calls\nx = calls.read_pet(1)\n"


@pytest.mark.parametrize(
    ("source", "new", "words"),
    [
        ("⟦name⟧ = 1\n", "title", "a name of the layer itself"),
        ("x = pet.⟦name⟧\n", "class", "no name in Python"),
        ("x = pet.⟦name⟧\n", "a; import os", "no name in Python"),
        ("f(⟦b'name'⟧)\n", "title", "no plain text"),
        ("def _f(a, b):\n    g(⟦a⟧=1, b=2)\n", "b", "would not be valid Python"),
    ],
)
def test_a_rename_that_is_not_sure_is_a_question(source: str, new: str, words: str) -> None:
    assert words in question_of(source, EditKind.RENAME, new)


def test_a_changed_file_is_not_edited() -> None:
    outcome = adapted("x = pet.⟦name⟧\n", EditKind.RENAME, "title", "size")
    assert outcome.files == {}
    assert "Was the file changed" in outcome.questions[0].words


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            f"{PETS} create, get_pet, ⟦list_pets⟧\nx = get_pet.⟦sync⟧, create.⟦sync⟧\n",
            f"{ANIMALS} create, get_pet, list_pets\nx = get_pet.sync, create.sync\n",
        ),
        (
            f"{PETS} (\n    create,\n    get_pet as g,\n    stays,\n)\nx = g.⟦sync⟧, create.⟦sync⟧\n",
            f"{ANIMALS} (\n    create,\n    get_pet as g,\n)\n{PETS} stays\nx = g.sync, create.sync\n",
        ),
    ],
)
def test_names_of_one_import_that_move_together(source: str, expected: str) -> None:
    text, found = places(source)
    names = {"sync": iter(("get_pet", "create")), "list_pets": iter(("list_pets",))}
    edits = []
    for shown, place in found:
        name = next(names[shown])
        modules = [
            f"shop_client.api.{tag}{f'.{name}' if shown == 'sync' else ''}" for tag in ("pets", "animals")
        ]
        edits.append(
            Edit(
                kind=EditKind.RENAME,
                place=place,
                old=shown,
                new=shown,
                old_module=modules[0],
                new_module=modules[1],
            )
        )
    outcome = adapt({"shop/pets.py": text}, impact(edits))
    assert outcome.questions == ()
    assert outcome.files["shop/pets.py"] == expected
