"""The types of annotations, which are evaluated faster than `typing.get_type_hints` does it."""

from typing import Annotated, Any, Literal, TypeAlias, Union, get_type_hints

import pytest
from attrs import field, frozen, make_class
from hypothesis import given
from hypothesis import strategies as st

from seawall.core.wire.annotations import UndecodableTypeError, wire_fields

# What the annotations below may name.
Named: TypeAlias = "Pet | None"
Several: TypeAlias = Union[int, "list[Pet]"]
Marked: TypeAlias = Annotated[str | int, "mark"]
Word: TypeAlias = Literal["a", "Pet"]


@frozen
class Pet:
    """A model."""

    name: str


_NAMES = st.sampled_from(
    (
        *(
            "int",
            "str",
            "None",
            "Any",
            "Pet",
            "Named",
            "Several",
            "Marked",
            "Word",
        ),
        *("'Pet'", "'Missing'", "Missing", "Pet.missing", "Union['Pet', None]", "tuple[()]", "1", "a b"),
    )
)
_TEXTS = st.recursive(
    _NAMES,
    lambda inner: st.one_of(
        inner.map("list[{}]".format),
        inner.map("dict[str, {}]".format),
        inner.map("tuple[{}, ...]".format),
        inner.map("Annotated[{}, 'Pet']".format),
        st.tuples(inner, inner).map(" | ".join),
    ),
    max_leaves=4,
)


def _class(texts: list[str], bases: tuple[type, ...] = (object,)) -> Any:
    made = make_class("Made", {f"f{n}": field() for n in range(len(texts))}, bases=bases)
    made.__annotations__ = {f"f{n}": text for n, text in enumerate(texts)}
    made.__module__ = __name__
    return made


def _by_typing(made: Any) -> object:
    try:
        hints = get_type_hints(made, include_extras=True)
    except (NameError, AttributeError, SyntaxError) as error:
        return f"an annotation of Made has no meaning: {error}"
    except TypeError as error:
        return str(error)
    return hints


def _by_codec(made: Any) -> object:
    try:
        return {one.name: one.type for one in wire_fields(made)}
    except TypeError as error:
        return str(error)


@given(st.lists(_TEXTS, min_size=1, max_size=3), st.sampled_from([(object,), (Pet,)]))
def test_as_typing(texts: list[str], bases: tuple[type, ...]) -> None:
    assert _by_codec(_class(texts, bases)) == _by_typing(_class(texts, bases))


def test_unknown_name() -> None:
    with pytest.raises(UndecodableTypeError, match="an annotation of Made has no meaning: name 'Missing'"):
        wire_fields(_class(["int", "Missing"]))


def test_no_text() -> None:
    made = _class(["int"])
    made.__annotations__ = {"f0": list["Pet"]}
    assert wire_fields(made)[0].type == list[Pet]


def test_no_module() -> None:
    made = _class(["int"])
    made.__module__ = "not.there"
    assert wire_fields(made)[0].type is int


def test_name_of_class() -> None:
    made = _class(["inner"])
    made.inner = Pet
    assert wire_fields(made)[0].type is Pet
