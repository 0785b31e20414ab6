"""Relations of types: a table, and rules that hold for all types."""

import pytest
from hypothesis import given, settings

from seawall.codegen.surface.subtypes import Hierarchy, Relation, relation
from seawall.codegen.surface.types import Type, parse_type
from tests.codegen.surface.test_types import types

HIERARCHY = Hierarchy({"shop.Dog": ("shop.Pet",), "shop.Level": ("enum.StrEnum",)}, own="shop.Dog")
ABC = "collections.abc."
# Old, new, and the relation of new to old.
TABLE = [
    ("int", "int", "equal"),
    ("int", "int | None", "wider"),
    ("int | str", "str", "narrower"),
    ("int", "str", "other"),
    ("int | str", "str | bytes", "other"),
    ("bool", "int", "wider"),
    ("int", "float", "wider"),
    ("float", "complex", "wider"),
    ("int", "object", "wider"),
    ("int", "typing.Any", "wider"),
    ("typing.Any", "int", "narrower"),
    ("list[int]", f"{ABC}Sequence[int]", "wider"),
    (f"{ABC}Iterable[int]", "list[int]", "narrower"),
    ("list[bool]", "list[int]", "other"),
    (f"{ABC}Sequence[bool]", f"{ABC}Sequence[int]", "wider"),
    ("list[bool]", f"{ABC}Sequence[int]", "wider"),
    ("list[int]", "list[typing.Any]", "wider"),
    ("dict[str, int]", f"{ABC}Mapping[str, int]", "wider"),
    ("dict[str, bool]", f"{ABC}Mapping[str, int]", "wider"),
    ("dict[bool, str]", f"{ABC}Mapping[int, str]", "other"),
    ("set[int]", f"{ABC}Set[int]", "wider"),
    ("frozenset[bool]", f"{ABC}Collection[int]", "wider"),
    ("str", f"{ABC}Sequence[str]", "wider"),
    ("bytes", f"{ABC}Iterable[int]", "wider"),
    ("tuple[int, str]", "tuple[int | None, str]", "wider"),
    ("tuple[int, str]", "tuple[int, str, int]", "other"),
    ("tuple[int, bool]", "tuple[int, ...]", "wider"),
    ("tuple[int, ...]", "tuple[int]", "narrower"),
    ("tuple[int, str]", f"{ABC}Sequence[int | str]", "wider"),
    ("tuple[()]", f"{ABC}Sequence[int]", "wider"),
    ("typing.Literal['a']", "typing.Literal['a', 'b']", "wider"),
    ("typing.Literal['a']", "str", "wider"),
    ("typing.Literal[1]", "str", "other"),
    ("typing.Literal[1, 'a']", "str | int", "wider"),
    ("typing.Literal[shop.Level.LOW]", "shop.Level", "wider"),
    ("typing.Literal[True]", "int", "wider"),
    ("typing.Literal[b'a']", "bytes", "wider"),
    ("typing.Literal[None]", "int | None", "wider"),
    ("shop.Page", "shop.Page[int]", "narrower"),
    (f"{ABC}Callable[[int], int]", f"{ABC}Callable[[int], str]", "other"),
    ("shop.Level", "str", "wider"),
    ("shop.Dog", "shop.Pet", "wider"),
    ("shop.Pet", "shop.Dog", "narrower"),
    ("shop.Pet", "typing.Self", "narrower"),
    ("shop.Page[shop.Dog]", "shop.Page[shop.Pet]", "other"),
    ("datetime.datetime", "datetime.date", "wider"),
    ("pathlib.Path", "str | os.PathLike[str]", "wider"),
    (f"{ABC}AsyncGenerator[int, None]", f"{ABC}AsyncIterator[int]", "wider"),
    (f"{ABC}Coroutine[typing.Any, typing.Any, int]", f"{ABC}Awaitable[int]", "wider"),
    (f"{ABC}Callable[[int], bool]", f"{ABC}Callable[[int], int]", "wider"),
    (f"{ABC}Callable[[int], int]", f"{ABC}Callable[[bool], int]", "wider"),
    (f"{ABC}Callable[[int], int]", f"{ABC}Callable[..., int]", "equal"),
    (f"{ABC}Callable[[int], int]", f"{ABC}Callable[[int, int], int]", "other"),
    ("KeyError", "LookupError", "wider"),
    ("OSError", "ConnectionError", "narrower"),
    ("~T", "~T | None", "wider"),
    ("typing.Never", "int", "wider"),
]


@pytest.mark.parametrize(("old", "new", "expected"), TABLE)
def test_a_new_type_has_its_relation_to_the_old_one(old: str, new: str, expected: str) -> None:
    assert relation(parse_type(old), parse_type(new), HIERARCHY) is Relation(expected)


@pytest.mark.parametrize(("old", "new", "expected"), TABLE)
def test_the_relation_is_the_reverse_the_other_way_round(old: str, new: str, expected: str) -> None:
    reverse = {"wider": "narrower", "narrower": "wider"}.get(expected, expected)
    assert relation(parse_type(new), parse_type(old), HIERARCHY) is Relation(reverse)


@settings(max_examples=50)
@given(types(), types())
def test_a_union_holds_the_values_of_its_members(one: Type, other: Type) -> None:
    both = parse_type(f"{one} | {other}")
    hierarchy = Hierarchy()
    assert hierarchy.is_subtype(one, both)
    assert hierarchy.is_subtype(other, both)


@settings(max_examples=50)
@given(types(), types())
def test_the_relation_is_symmetric(one: Type, other: Type) -> None:
    forth, back = relation(one, other, Hierarchy()), relation(other, one, Hierarchy())
    reverse = {Relation.WIDER: Relation.NARROWER, Relation.NARROWER: Relation.WIDER}
    assert back is reverse.get(forth, forth)


def test_classes_that_inherit_in_a_circle_end() -> None:
    circle = Hierarchy({"a.A": ("a.B",), "a.B": ("a.A",)})
    assert relation(Type("a.A"), Type("int"), circle) is Relation.OTHER
