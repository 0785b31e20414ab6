"""Guards: what may be missing goes in if the declared type allows None, and is a question else."""

import pytest

from seawall.codegen.adapt.apply import adapt
from seawall.codegen.impact.finding import Edit, EditKind
from tests.codegen.adapt.marked import UNSET, impact, places, question_of, text_after

STOCK = "shop_client.types"
HEAD = "from seawall.core.wire.unset import if_given, or_none\n\n\n"
MODEL = """\
@frozen
class Pet:
    name: str | None
    kind: "Kind | None"
    size: int
    tags: tuple[str, ...]
    notes: Optional[list[str]]

    @classmethod
    def from_wire(cls, pet):
        return cls(
            {argument},
        )
"""


def model(argument: str) -> str:
    return MODEL.format(argument=argument)


@pytest.mark.parametrize(
    ("missing", "argument", "expected"),
    [
        ("UNSET", "name=pet.⟦name⟧", "name=or_none(pet.name)"),
        ("None", "name=pet.⟦name⟧", "name=pet.name"),
        ("None, UNSET", "name=pet.⟦name⟧", "name=or_none(pet.name)"),
        ("None", "kind=Kind(pet.⟦kind⟧)", "kind=if_given(pet.kind, Kind)"),
        ("UNSET", "kind=wire.Kind.of(pet.⟦kind⟧)", "kind=if_given(pet.kind, wire.Kind.of)"),
        (
            "None",
            "kind=Kind(pet.⟦kind⟧.lower())",
            "kind=None if pet.kind is None else Kind(pet.kind.lower())",
        ),
        ("UNSET", "tags=pet.⟦tags⟧", "tags=pet.tags or ()"),
        ("None", "tags=tuple(one for one in pet.⟦tags⟧)", "tags=tuple(one for one in (pet.tags or ()))"),
        ("UNSET", "notes=pet.⟦notes⟧", "notes=or_none(pet.notes)"),
        ("UNSET", "name=x if y else pet.⟦name⟧", "name=x if y else or_none(pet.name)"),
        ("UNSET", "name=x or str(pet.⟦name⟧)", "name=x or if_given(pet.name, str)"),
        ("None", "name='' if y else pet.⟦name⟧", "name='' if y else pet.name"),
    ],
)
def test_a_field_of_a_model(missing: str, argument: str, expected: str) -> None:
    after = text_after(HEAD + model(argument), EditKind.GUARD, missing, "", "", UNSET)
    assert after == HEAD + model(expected)


@pytest.mark.parametrize(
    ("missing", "argument", "expected"),
    [
        ("UNSET", "name=pet.⟦name⟧", "name=None if isinstance(pet.name, Unset) else pet.name"),
        ("None", "kind=Kind(pet.⟦kind⟧)", "kind=None if pet.kind is None else Kind(pet.kind)"),
        (
            "None, UNSET",
            "name=f(pet.⟦name⟧)",
            "name=None if pet.name is None or isinstance(pet.name, Unset) else f(pet.name)",
        ),
    ],
)
def test_a_model_over_a_stock_package(missing: str, argument: str, expected: str) -> None:
    head = "from shop_client.types import Unset\n"
    after = text_after(head + model(argument), EditKind.GUARD, missing, "", "", STOCK)
    assert after == head + model(expected)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("import attrs\n", f"import attrs\nfrom {UNSET} import or_none\n"),
        (f"from {UNSET} import if_given\n", f"from {UNSET} import if_given, or_none\n"),
        (f"from {UNSET} import UNSET, z\n", f"from {UNSET} import UNSET, or_none, z\n"),
        (f"from {UNSET} import or_none as n\n", f"from {UNSET} import or_none as n\n"),
        (
            "import attrs\nfrom seawall.runtime import engine\n",
            f"import attrs\nfrom {UNSET} import or_none\nfrom seawall.runtime import engine\n",
        ),
        ('"""Pets."""\n', f'"""Pets."""\n\nfrom {UNSET} import or_none\n'),
    ],
)
def test_the_import_of_a_guard(head: str, expected: str) -> None:
    name = "n" if "as n" in head else "or_none"
    after = text_after(f"{head}x: str | None = pet.⟦name⟧\n", EditKind.GUARD, "UNSET", "", "", UNSET)
    assert after == f"{expected}x: str | None = {name}(pet.name)\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def _f(pet) -> str | None:\n    return pet.⟦name⟧\n", "or_none(pet.name)"),
        ("def _f(pet) -> 'str | None':\n    return str(pet.⟦name⟧)\n", "if_given(pet.name, str)"),
        ("def _g(x: str | None): ...\n\n\n_g(pet.⟦name⟧)\n", "_g(or_none(pet.name))"),
        ("for one in pet.⟦tags⟧:\n    pass\n", "in (pet.tags or ()):"),
        ("for key, one in pet.⟦tags⟧.items():\n    pass\n", "in (pet.tags or {}).items():"),
        ("if pet.⟦name⟧ == 'x':\n    pass\n", "if pet.name == 'x':"),
        ("if pet.⟦name⟧:\n    pass\n", "if pet.name:"),
    ],
)
def test_other_places(source: str, expected: str) -> None:
    assert expected in text_after(HEAD + source, EditKind.GUARD, "UNSET", "", "", UNSET)


@pytest.mark.parametrize(
    "source",
    [
        model("size=pet.⟦size⟧"),
        "def _f(pet) -> str:\n    return pet.⟦name⟧\n",
        "x = pet.⟦name⟧ + 1\n",
        "x = f'{pet.⟦name⟧}'\n",
        "x: int | None = await_(pet.⟦name⟧, other)\n",
        "x: int | None = get().⟦name⟧\n",
        "x: int | None = f(1 if y else pet.⟦name⟧)\n",
        model("name=pet.x, other=Pet(size=pet.⟦size⟧)"),
    ],
)
def test_a_guard_that_the_type_does_not_allow_is_a_question(source: str) -> None:
    assert "Which value" in question_of(source, EditKind.GUARD, "None", "", "", UNSET)


@pytest.mark.parametrize(
    ("missing", "argument", "expected"),
    [
        ("None", "name=pet.⟦name⟧", "name=None if pet.a is None else pet.a.name"),
        (
            "None, UNSET",
            "name=if_given(pet.⟦name⟧, f)",
            "name=None if pet.a is None or isinstance(pet.a, UnsetType) else if_given(pet.a.name, f)",
        ),
    ],
)
def test_a_field_that_moved_into_an_object_that_may_be_missing(
    missing: str, argument: str, expected: str
) -> None:
    head = f"from {UNSET} import UnsetType, if_given\n"
    text, found = places(head + model(argument))
    edit = Edit(
        kind=EditKind.MOVE,
        place=found[0][1],
        old="name",
        new="a.name",
        new_module=UNSET,
        missing=missing,
    )
    outcome = adapt({"shop/pets.py": text}, impact([edit]))
    assert outcome.files == {"shop/pets.py": head + model(expected)}


def test_a_moved_field_is_a_question_if_the_type_does_not_allow_none() -> None:
    text, found = places(model("size=pet.⟦size⟧"))
    edit = Edit(kind=EditKind.MOVE, place=found[0][1], old="size", new="a.size", missing="None")
    outcome = adapt({"shop/pets.py": text}, impact([edit]))
    assert outcome.files == {}
    assert "None if pet.a is None else pet.a.size" in outcome.questions[0].proposal
