"""Declared conversions are read as the functions that they come to: each read at its field or its path."""

from seawall.codegen.layer.callers import public_callers
from seawall.codegen.layer.uses import Layer, UseKind
from tests.codegen.layer.pets import layer, told

HEAD = """\
from __future__ import annotations
from typing import ClassVar, Optional, TypeAlias, Union
from attrs import field, frozen
from seawall.core.model.conversion import conversion
from seawall.core.model.json_field import JsonObject
from seawall.core.model.model import Model
from seawall.core.wire.open_enum import OpenEnum
from shop._generated import calls, models

class State(OpenEnum):
    NEW = "new"
    SOLD = "sold"


Maybe: TypeAlias = State | None


@frozen(kw_only=True)
class Owner(Model):
    name: str
    from_wire = conversion(models.Owner)


"""
PET = """\
@frozen(kw_only=True)
class Pet(Model):
    limit: ClassVar[int] = 3
    name: str
    état: Maybe
    keeper: Optional[Owner]
    city: str | None = None
    label: str
    cached: bool = field(init=False, default=False)

    from_wire = conversion(
        models.Pet,
        {
            "état": "state",
            'keeper': "owner",
            "city": "owner.address.city",
            "label": lambda pet: pet.name.title() + pet.id,
        },
    )


def get(send: Callable) -> Pet:
    return Pet.from_wire(calls.get_pet("7"))
"""


def reads(found: Layer) -> list[tuple[str, str, int, tuple[str, ...]]]:
    """The reads of fields: the field, the text at the place, the line after the head, the handled values."""
    lines = found.sources["pets.py"].splitlines()
    return [
        (
            told(use),
            lines[use.place.line - 1][use.place.column : use.place.end_column],
            use.place.line - HEAD.count("\n"),
            use.handles,
        )
        for use in found.uses
        if use.kind is UseKind.READ and use.place.line > HEAD.count("\n")
    ]


def test_a_read_is_at_the_field_or_in_the_path_that_names_it() -> None:
    both = ("None", "UNSET")
    assert reads(layer(HEAD + PET)) == [
        ("read Pet.name", "name", 4, ()),
        ("read Pet.state", "state", 14, both),
        ("read Pet.owner", "owner", 15, both),
        ("read Pet.owner", "owner", 16, both),
        ("read Owner.address", "address", 16, both),
        ("read Address.city", "city", 16, both),
        ("read Pet.name", "name", 17, ()),
        ("read Pet.id", "id", 17, ()),
    ]


def test_a_path_to_a_field_that_can_not_be_none_has_no_guard() -> None:
    source = """\
@frozen(kw_only=True)
class Place(Model):
    zip: str
    from_wire = conversion(models.Pet, {"zip": 'owner.address.zip'})
"""
    assert reads(layer(HEAD + source)) == [
        ("read Pet.owner", "owner", 4, ()),
        ("read Owner.address", "address", 4, ()),
        ("read Address.zip", "zip", 4, ()),
    ]


def test_the_functions_that_use_a_conversion_are_its_callers() -> None:
    found = layer(HEAD + PET)
    (use,) = [one for one in found.uses if told(one) == "read Pet.state"]
    assert use.function == "shop.pets.Pet.from_wire"
    assert "shop.pets.get" in public_callers(found)[use.function]
    whole = {(told(one), one.reason) for one in found.uses if one.kind is UseKind.WHOLE}
    assert whole == {("whole State", "becomes shop.pets.State")}


def test_the_texts_of_a_declaration_are_no_literals() -> None:
    assert {one.value for one in layer(HEAD + PET).literals} == {"new", "sold", 3, "7"}


def test_fields_of_a_base_are_read_at_the_declaration() -> None:
    found = layer(
        HEAD + "@frozen\nclass Base(Model):\n    name: str\n\n"
        "@frozen\nclass Dog(Base):\n    id: str\n    from_wire = conversion(models.Pet)\n"
    )
    assert [(name, line) for name, _, line, _ in reads(found)] == [("read Pet.id", 7), ("read Pet.name", 8)]


def test_lists_models_and_objects() -> None:
    source = """\
@frozen(kw_only=True)
class Page(Model):
    items: tuple[Owner, ...]
    more: "tuple[Owner, ...] | None"
    texts: Union[tuple[str, ...], None]
    data: JsonObject | str
    from_wire = conversion(models.Page, sources={"more": "items", "texts": "items", "data": "next_page"})
"""
    found = [(name, text, handles) for name, text, _, handles in reads(layer(HEAD + source))]
    both = ("None", "UNSET")
    assert found == [
        ("read Page.items", "items", ()),
        ("read Page.items", "items", both),
        ("read Page.items", "items", both),
        ("read Page.next_page", "next_page", ()),
    ]


def test_another_function_of_this_name_is_none_of_ours() -> None:
    for source in ("def conversion(*of): ...\n" + PET, PET.replace("conversion(", "other(")):
        # The type of the parameter of its lambda is not known.
        assert {name[-1] for name, *_ in reads(layer(HEAD + source))} == {"?"}


def test_a_declaration_that_can_not_be_read_as_a_whole() -> None:
    source = """\
@frozen(kw_only=True)
class Odd(Model):
    name: "str |"
    id: tuple
    from_wire = conversion(models.Pet, NAMES | {"name": "id"})


class Empty(Model):
    name: str
    from_wire = conversion()
"""
    assert [name for name, *_ in reads(layer(HEAD + source))] == ["read Pet.name", "read Pet.id"]
