"""The canonical form of types: many spellings of one type."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.codegen.surface.types import ANY, NONE, Type, named, parse_type, union

SPELLINGS = [
    ("typing.Optional[int]", "int | None"),
    ("None | int", "int | None"),
    ("typing.Union[str, None, int]", "int | str | None"),
    ("typing.Union[int, typing.Union[str, int]]", "int | str"),
    ("typing.List[int]", "list[int]"),
    ("list", "list[typing.Any]"),
    ("typing.Dict", "dict[typing.Any, typing.Any]"),
    ("typing.Sequence[int]", "collections.abc.Sequence[int]"),
    ("typing.AbstractSet[int]", "collections.abc.Set[int]"),
    ("typing.Type[int]", "type[int]"),
    ("typing.Callable", "collections.abc.Callable[..., typing.Any]"),
    ("typing.Callable[[int, str], None]", "collections.abc.Callable[[int, str], None]"),
    ("typing.Annotated[int, 'unit']", "int"),
    ("typing.Final[int]", "int"),
    ("typing.Literal['b', 'a']", "typing.Literal['a', 'b']"),
    ("typing.Literal['b'] | typing.Literal['a']", "typing.Literal['a', 'b']"),
    ("typing_extensions.Self", "typing.Self"),
    ("collections.abc.Generator[int]", "collections.abc.Generator[int, None, None]"),
    ("tuple[()]", "tuple[()]"),
    ("tuple[int, ...]", "tuple[int, ...]"),
    ("'int | None'", "int | None"),
    ("builtins.str", "str"),
    ("shop.Page[~T]", "shop.Page[~T]"),
]


@pytest.mark.parametrize(("written", "canonical"), SPELLINGS)
def test_spellings_of_one_type_are_equal(written: str, canonical: str) -> None:
    assert str(parse_type(written)) == canonical
    assert parse_type(written) == parse_type(canonical)


def test_names_are_those_of_classes() -> None:
    found = parse_type("dict[str, shop.Pet | None] | typing.Literal['x'] | list[~T]")
    assert list(found.names()) == ["dict", "str", "shop.Pet", "None", "list"]


def test_an_expression_that_is_no_type_is_kept_as_it_is() -> None:
    assert str(parse_type("f(1)")) == "f(1)"
    assert str(parse_type("'not a type'")) == "'not a type'"


def test_a_union_of_hundreds_is_read() -> None:
    assert len(parse_type(" | ".join(f"shop.A{number}" for number in range(600))).members) == 600


def types() -> st.SearchStrategy[Type]:
    leaves = st.sampled_from([*map(Type, ("int", "str", "shop.Pet", "~T")), NONE, ANY])
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=4).map(union),
            st.tuples(st.sampled_from(["list", "shop.Page", "collections.abc.Sequence"]), inner).map(
                lambda pair: named(pair[0], (pair[1],))
            ),
            st.lists(inner, max_size=3).map(lambda items: named("tuple", items)),
            st.lists(st.sampled_from(["'a'", "1", "None"]), min_size=1).map(
                lambda values: named("typing.Literal", [Type(value) for value in values])
            ),
            st.tuples(st.lists(inner, max_size=2), inner).map(
                lambda pair: named("collections.abc.Callable", (Type("[]", tuple(pair[0])), pair[1]))
            ),
        ),
        max_leaves=8,
    )


@settings(max_examples=50)
@given(types())
def test_a_written_type_is_read_again(one: Type) -> None:
    assert parse_type(str(one)) == one


@settings(max_examples=50)
@given(st.lists(types(), min_size=1, max_size=4))
def test_the_order_of_a_union_means_nothing(members: list[Type]) -> None:
    assert union(members) == union(members[::-1]) == union([union(members), members[0]])
