"""Recorded uses: the file, and how they join those that were read."""

import pytest

from seawall.codegen.errors import GenerationError
from seawall.codegen.layer.client import (
    ClientClass,
    ClientField,
    ClientFunction,
    ClientStyle,
    GeneratedClient,
    Part,
    PartKind,
)
from seawall.codegen.layer.recorded import RecordedUse, read_uses, use_lines
from seawall.codegen.layer.uses import Layer, LayerFunction, Place, Use, UseKind
from seawall.codegen.layer.with_recorded import with_recorded

SOURCE = "def name(pet):\n    return pet.name\n\n\ndef other(pet):\n    return getattr(pet, which())\n"
NAME = Part(PartKind.FIELD, "Pet", "name")
CLIENT = GeneratedClient(
    package="shop._generated",
    style=ClientStyle.SEAWALL,
    functions=(
        ClientFunction(
            name="get_pet", module="calls", operation="GET /pets/{id}", arguments={"pet_id": "path id"}
        ),
    ),
    classes={
        "Pet": ClientClass(
            name="Pet", module="models.pet", fields={"name": ClientField(name="name", wire_name="name")}
        )
    },
)


def recorded(line: int, *, kind: str = "read", owner: str = "Pet", name: str = "name") -> RecordedUse:
    return RecordedUse(
        kind=kind,
        owner=owner,
        name=name,
        path="src/shop.py",
        line=line,
        function="shop.name",
        public="shop.name",
    )


def layer() -> Layer:
    possible = Use(
        part=NAME,
        kind=UseKind.READ,
        place=Place(path="shop.py", line=2, column=15, end_line=2, end_column=19),
        function="shop.name",
        is_certain=False,
        reason="the type is not known",
    )
    functions = {
        name: LayerFunction(
            name=name,
            place=Place(path="shop.py", line=first, column=0, end_line=first + 1, end_column=20),
            is_public=True,
        )
        for name, first in (("shop.name", 1), ("shop.other", 5))
    }
    return Layer(functions=functions, uses=(possible,), sources={"shop.py": SOURCE})


def test_a_possible_use_that_was_recorded_is_certain() -> None:
    (use,) = with_recorded(layer(), CLIENT, [recorded(2)]).uses
    assert (use.is_certain, use.place) == (True, layer().uses[0].place)


def test_a_use_that_was_not_read_is_added() -> None:
    added = with_recorded(layer(), CLIENT, [recorded(6)]).uses[1]
    assert (added.part, added.function, added.place.line) == (NAME, "shop.other", 6)
    assert added.reason == "recorded while the tests ran"


@pytest.mark.parametrize(
    ("use", "part"),
    [
        (
            recorded(2, kind="call", owner="GET /pets/{id}", name=""),
            Part(PartKind.OPERATION, "GET /pets/{id}"),
        ),
        (
            recorded(2, kind="argument", owner="GET /pets/{id}", name="pet_id"),
            Part(PartKind.PARAMETER, "GET /pets/{id}", "path id"),
        ),
        (
            recorded(2, kind="call", owner="calls.get_pet", name=""),
            Part(PartKind.OPERATION, "GET /pets/{id}"),
        ),
        (recorded(2, kind="create", name=""), Part(PartKind.CLASS, "Pet")),
        (recorded(2, name="gone"), None),
        (recorded(99), None),
    ],
)
def test_the_part_of_each_kind(use: RecordedUse, part: Part | None) -> None:
    added = [one.part for one in with_recorded(layer(), CLIENT, [use]).uses if one.part != NAME]
    assert added == ([] if part is None else [part])


def test_a_file_has_each_use_once_in_order() -> None:
    text = use_lines([recorded(6), recorded(2), recorded(6)])
    assert [use.line for use in read_uses(text, "uses")] == [2, 6]


@pytest.mark.parametrize("text", ["{", "[]", '{"kind": "read"}', '{"kind": 1}'])
def test_a_line_that_is_no_use_is_an_error_with_its_number(text: str) -> None:
    good = use_lines([recorded(2)])
    with pytest.raises(GenerationError, match="uses, line 2, is no recorded use"):
        read_uses(f"{good}{text}\n", "uses")
