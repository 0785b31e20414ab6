"""Literals of a layer, with the names that they are given to; defaults that calls of Seawall leave out."""

import pytest

from tests.codegen.layer.pets import layer

GIVEN = {
    "f(most=100)": (100, "f.most"),
    "x.f(most=-1)": (1, "f.most"),
    "f('a')": ("a", "f"),
    "own('a')": ("a", "own.text"),
    "f(['a'])": ("a", "f"),
    "LIMIT = 100": (100, "LIMIT"),
    "LIMIT: int = 100": (100, "LIMIT"),
    "self.limit = 100": (100, "limit"),
    "x = 100 if y else z": (100, "x"),
    "STATES = ('a',)": ("a", "STATES"),
    "x == 'a'": ("a", "x"),
    "'a' in pet.state": ("a", "state"),
    "f(x={'key': 'a'})": ("a", "key"),
    "{'a': 1}": ("a", ""),
    "def f(limit=100): ...": (100, "f.limit"),
    "def f(*, limit=100): ...": (100, "f.limit"),
    "class A:\n    def f(self, limit=100): ...": (100, "A.f.limit"),
    "class State(StrEnum):\n    NEW = 'a'": ("a", "State.NEW"),
    "d['a']": ("a", ""),
    "return_value = lambda: 'a'": ("a", ""),
}


@pytest.mark.parametrize("code", GIVEN)
def test_the_name_that_a_literal_is_given_to(code: str) -> None:
    found = layer(f"def own(text): ...\n{code}\n").literals
    assert GIVEN[code] in {(one.value, one.given_to) for one in found}


NO_LITERALS = [
    '"""A module."""',
    'def f():\n    """A function."""',
    'class A:\n    """A class."""',
    "x = f'a{y}b'",
    "def f(x: 'a') -> 'b': ...",
    "x: 'a' = y",
    "x = True, None, b'a', ...",
]


@pytest.mark.parametrize("code", NO_LITERALS)
def test_text_that_is_no_literal(code: str) -> None:
    assert layer(code).literals == ()


def test_the_place_and_the_function_of_a_literal() -> None:
    source = "class A:\n    def f(self):\n        return g(ä='ü', b='x')\n"
    first, second = layer(source).literals
    line = source.splitlines()[2]
    assert line[first.place.column : first.place.end_column] == "'ü'"
    assert line[second.place.column : second.place.end_column] == "'x'"
    assert first.function == "shop.pets.A.f"


def test_a_default_of_seawall_that_a_call_leaves_out() -> None:
    source = (
        "from seawall.core.paging.strategies import PageNumberPaging\n"
        "def f(): return PageNumberPaging(page_size=5)\n"
        "def g(): return PageNumberPaging(page_size=5, parameter='seite', first=0)\n"
    )
    found = {(one.value, one.given_to, one.function) for one in layer(source).defaults}
    assert found == {
        ("page", "PageNumberPaging.parameter", "shop.pets.f"),
        (1, "PageNumberPaging.first", "shop.pets.f"),
    }
    (place,) = {one.place for one in layer(source).defaults}
    assert source.splitlines()[1][place.column : place.end_column] == "PageNumberPaging"


def test_the_attributes_of_a_view_are_no_literals() -> None:
    code = 'table_view(Note, {"NOTE": "note_id", "BY": lambda one: one.by or "-"}, numbers={"NOTE"})'
    assert {one.value for one in layer(code).literals} == {"NOTE", "BY", "-"}
    assert {one.value for one in layer(code.replace("table_view", "f")).literals} >= {"note_id"}
