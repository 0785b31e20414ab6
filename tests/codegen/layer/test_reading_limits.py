"""Reading never fails and never guesses: broken code, deep code, and uses that are only possible."""

import pytest

from seawall.codegen.layer.reading import read_layer
from tests.codegen.layer.pets import SEAWALL, layer, told, uses

IMPORTS = "from shop._generated import calls\nfrom shop._generated.models import Owner, Pet, State\n"


def test_a_file_that_is_not_python_is_listed() -> None:
    sources = {"__init__.py": "", "a.py": "def f(:", "b.py": f"{IMPORTS}def f(p: Pet): p.name", "c.py": "\0"}
    found = read_layer(sources, SEAWALL)
    assert set(found.unread) == {"a.py", "c.py"}
    assert found.unread["a.py"].startswith("line 1: ")
    assert "read Pet.name" in {told(use) for use in found.uses}


HOSTILE = {
    "import of itself": {"a.py": "from shop.a import x\nx.name"},
    "circle of imports": {"a.py": "from shop.b import x\ndef f(): x.name", "b.py": "from shop.a import x"},
    "circle of stars": {"a.py": "from shop.b import *\ndef f(): x.name", "b.py": "from shop.a import *"},
    "base of itself": {"a.py": "class A(A): pass\ndef f(a: A): a.x.y"},
    "circle of bases": {"a.py": "class A(B): pass\nclass B(A): pass\ndef f(a: A): a.x.y"},
    "alias of itself": {
        "a.py": "Json = 'dict[str, Json] | list[Json] | tuple[Json, Json] | None'\ndef f(a: Json): a.x"
    },
    "recursion": {"a.py": "def f(x): return [f([x]), f({x: x})]\ndef g(): return g() or f(g())"},
    "recursion of lambdas": {"a.py": "f = lambda x: f(lambda: f(x))\nf(f)"},
    "recursion inside": {
        "a.py": "def f():\n    def g(x): return h(x)\n    def h(x): return g([x])\n    return g(1)"
    },
    "deep expression": {"a.py": "x = " + "(" * 60 + "y" + ".z)" * 60},
    "deep calls": {"a.py": "def f(x): return " + "f(" * 80 + "x" + ")" * 80},
    "deep gets": {"a.py": "def f(a): return " + "a.get(" * 40 + "1" + ")" * 40},
    "deep comparisons": {"a.py": "def f(a): return " + "g(" * 30 + "a == 1" + ") == 1" * 30},
    "deep lambdas": {"a.py": "f = " + "lambda: (" * 30 + "1" + ")" * 30},
    "long sum": {"a.py": "x = " + " + ".join(["y.z"] * 600)},
    "growing type": {
        "a.py": "class A:\n    def __init__(self): self.x = 1\n    def f(self): self.x = [self.x]"
    },
    "star of nothing": {"a.py": "from nowhere import *\ndef f(x): return x.name"},
    "strange decorators": {"a.py": "@a[0]\n@(lambda f: f)\ndef f(self): ...\n@x.setter\ndef f(self, x): ..."},
    "too many arguments": {"a.py": "def f(): ...\ndef g(): f(1, 2, *a, b=3, **c)"},
    "functions of one name": {"a.py": "def f(): return 1\ndef f(x): return x.name\nclass f: pass"},
    "tuple of nothing": {"a.py": "def f():\n    a, (b, *c), [] = ()\n    for a.x[0], b in a: pass"},
}


@pytest.mark.parametrize("name", HOSTILE)
def test_strange_code_is_read(name: str) -> None:
    found = read_layer({"__init__.py": "", **HOSTILE[name]}, SEAWALL)
    assert found.uses == ()
    assert found.unread == {}


def test_an_attribute_of_unknown_type_is_possible_if_the_function_touches_the_class() -> None:
    source = f"{IMPORTS}def f(send, x):\n    send(calls.get_pet('1'))\n    return x.full_name"
    assert "read Owner.full_name?" in uses(source)
    (use,) = [one for one in layer(source).uses if not one.is_certain]
    assert "Owner has a field of this name" in use.reason


NOT_POSSIBLE = {
    "nothing of the client is touched": "def f(x): return x.full_name",
    "a field of another class": "def f(pet: Pet, x): return pet.id, x.next_page",
    "an object of the layer": "class A:\n    full_name = 1\ndef f(pet: Pet): return pet.id, A().full_name",
    "an object of a library": "from pathlib import Path\ndef f(pet: Pet, p: Path): return pet.id, p.name",
    "a text": "def f(pet: Pet): return pet.id, 'x'.name",
    "a module": "import json\ndef f(pet: Pet): return pet.id, json.name",
}


@pytest.mark.parametrize("name", NOT_POSSIBLE)
def test_an_attribute_that_can_not_be_one_of_the_client(name: str) -> None:
    found = uses(IMPORTS + NOT_POSSIBLE[name], kind="read")
    assert [one for one in found if one != "read Pet.id"] == []


def test_a_caller_that_touches_the_class_makes_a_read_possible() -> None:
    source = f"{IMPORTS}def f(pet: Pet):\n    return g(unknown(pet))\ndef g(x): return x.full_name"
    assert "read Owner.full_name?" in uses(source)


def test_options_in_a_dict_that_is_written_out_are_certain() -> None:
    source = f"{IMPORTS}def f():\n    options = {{'limit': '1'}}\n    return calls.list_pets(**options)"
    assert uses(source) == [
        "argument GET /pets query limit",
        "argument GET /pets query state?",
        "call GET /pets",
    ]


def test_the_same_sources_give_the_same_layer() -> None:
    source = f"{IMPORTS}def f(pet: Pet, x):\n    return g(pet), x.name\ndef g(y): return y.owner.name"
    assert layer(source) == layer(source)
