"""The file of a surface: written and read again, the same bytes for the same surface."""

import json

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.codegen.errors import SurfaceError
from seawall.codegen.surface.document import load_surface, signature_text, write_surface
from seawall.codegen.surface.surface import (
    Binding,
    Class,
    ClassKind,
    Function,
    Parameter,
    ParameterKind,
    Signature,
    Surface,
    Value,
    ValueKind,
)
from seawall.codegen.surface.types import Type, parse_type
from tests.codegen.surface.layers import read

TYPES = st.sampled_from(
    [None, *map(parse_type, ("int", "shop.Pet | None", "list[~T]", "typing.Literal['a', 1]"))]
)
NAMES = st.sampled_from(["a", "b", "c", "page_size", "größe"])


PARAMETERS = st.builds(
    Parameter,
    name=NAMES,
    kind=st.sampled_from([ParameterKind.POSITIONAL_ONLY, ParameterKind.ANY, ParameterKind.KEYWORD_ONLY]),
    type=TYPES,
    default=st.sampled_from(["None", "1", "'x, y'", "()", "shop.X"]),
)
ORDER = list(ParameterKind)


def signature(
    parameters: list[Parameter], required: int, returns: Type | None, marks: tuple[bool, bool]
) -> Signature:
    """A signature that Python allows: parameters in the order of their kinds, the first ones required."""
    ordered = sorted(parameters, key=lambda one: ORDER.index(one.kind))
    return Signature(
        parameters=tuple(
            evolve(one, name=f"{one.name}{number}", default="" if number < required else one.default)
            for number, one in enumerate(ordered)
        ),
        returns=returns,
        is_async=marks[0],
        is_generator=marks[1],
    )


SIGNATURES = st.builds(
    signature,
    st.lists(PARAMETERS, max_size=4),
    st.integers(0, 4),
    TYPES,
    st.tuples(st.booleans(), st.booleans()),
)
FUNCTIONS = st.builds(
    Function,
    binding=st.sampled_from(Binding),
    signatures=st.lists(SIGNATURES, min_size=1, max_size=2).map(tuple),
    raises=st.lists(st.sampled_from(["KeyError", "shop.LostError"]), unique=True).map(tuple),
)
VALUES = st.builds(
    Value,
    kind=st.sampled_from(ValueKind),
    type=TYPES,
    value=st.sampled_from(["", "'x'", "1"]),
    is_settable=st.booleans(),
)
ITEMS = FUNCTIONS | VALUES
CLASSES = st.builds(
    Class,
    kind=st.sampled_from(ClassKind),
    bases=st.sampled_from([(), ("shop.Pet", "ValueError")]),
    variables=st.sampled_from([(), ("~T",)]),
    constructor=st.none() | FUNCTIONS,
    members=st.dictionaries(NAMES, ITEMS, max_size=2),
    is_offered=st.booleans(),
)
SURFACES = st.builds(
    Surface, package=st.just("shop"), items=st.dictionaries(NAMES, CLASSES | ITEMS, max_size=2)
)


@settings(max_examples=30)
@given(SURFACES)
def test_a_written_surface_is_read_again(surface: Surface) -> None:
    data = write_surface(surface)
    assert load_surface(data, "a.json") == surface
    assert write_surface(load_surface(data, "a.json")) == data


@settings(max_examples=30)
@given(SURFACES)
def test_a_surface_has_one_spelling(surface: Surface) -> None:
    turned = Surface(package="shop", items=dict(reversed(list(surface.items.items()))))
    assert write_surface(turned) == write_surface(surface)
    assert json.loads(write_surface(surface))["package"] == "shop"


def test_a_name_without_parts_is_one_line() -> None:
    lines = write_surface(read("def f(a: int, /, b: str = 'x', *, c: bool = False) -> None: ...")).decode()
    assert (
        '"shop.f": {"kind": "function", "signatures": '
        "[\"(a: int, /, b: str = 'x', *, c: bool = False) -> None\"]}" in lines.splitlines()[4]
    )


def test_signatures_are_written_as_in_python() -> None:
    code = "async def f(a, /, b=1, *c: int, d, **e: str): ...\ndef g(*, a): yield"
    found = read(code).items
    texts = [signature_text(one.signatures[0]) for one in found.values() if isinstance(one, Function)]
    assert texts == ["async (a, /, b=1, *c: int, d, **e: str)", "generator (*, a)"]


BROKEN = {
    "not JSON": "{",
    "a list": "[]",
    "another format": '{"format": 2, "package": "shop", "names": {}}',
    "an unknown kind": '{"kind": "x"}',
    "no signature": '{"kind": "function", "signatures": ["1"]}',
    "code": r'{"kind": "function", "signatures": ["(): pass\nx = 1\ndef g()"]}',
    "members that are no object": '{"kind": "class", "members": 1}',
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_file_is_an_error_that_names_it(how: str) -> None:
    text = BROKEN[how]
    if text.startswith('{"kind"'):
        text = f'{{"format": 1, "package": "shop", "names": {{"shop.a": {text}}}}}'
    with pytest.raises(SurfaceError, match=r"a\.json"):
        load_surface(text.encode(), "a.json")
