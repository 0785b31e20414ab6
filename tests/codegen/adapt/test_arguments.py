"""Arguments that come and go, with the layout of the call."""

import pytest

from seawall.codegen.impact.finding import EditKind
from tests.codegen.adapt.marked import question_of, text_after


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("calls.⟦get⟧()\n", "calls.get(limit=10)\n"),
        ("⟦get⟧(a, b)\n", "get(a, b, limit=10)\n"),
        ("get_pet.⟦sync⟧(client=c,)\n", "get_pet.sync(client=c, limit=10,)\n"),
        ("⟦get⟧(\n    a,\n    b=1,  # b\n)\n", "get(\n    a,\n    b=1,\n    limit=10,  # b\n)\n"),
        ("⟦get⟧(\n    a, b\n)\n", "get(\n    a, b, limit=10\n)\n"),
        ("⟦get⟧(*a)\n", "get(*a, limit=10)\n"),
        ("⟦get⟧(limit=5)\n", "get(limit=5)\n"),
        ("x = [await ⟦get⟧(f(1))]\n", "x = [await get(f(1), limit=10)]\n"),
    ],
)
def test_an_argument_is_added(source: str, expected: str) -> None:
    source, expected = (
        f"async def _f():\n    {text}" if "await" in text else text for text in (source, expected)
    )
    assert text_after(source, EditKind.ADD_ARGUMENT, "limit=10") == expected


@pytest.mark.parametrize(
    ("imports", "value", "added"),
    [
        ("from ._generated import models as wire\n", "wire.Kind.CAT", ""),
        ("from ._generated.models import Kind\n", "Kind.CAT", ""),
        ("from ._generated import calls\n", "Kind.CAT", "from shop._generated.models import Kind\n"),
    ],
)
def test_an_argument_that_is_a_member_of_an_enum(imports: str, value: str, added: str) -> None:
    after = text_after(
        f"{imports}x = ⟦get⟧()\n",
        EditKind.ADD_ARGUMENT,
        "kind=Kind.CAT",
        "get",
        "shop._generated.models.kind",
    )
    assert after == f"{imports}{added}x = get(kind={value})\n"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("f = ⟦get⟧\n", "The call is made elsewhere"),
        ("⟦get⟧(**more)\n", "come from a mapping"),
        ("⟦get⟧(x for x in y)\n", "generator"),
    ],
)
def test_an_argument_that_is_not_sure(source: str, words: str) -> None:
    assert words in question_of(source, EditKind.ADD_ARGUMENT, "limit=10")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("get(⟦a⟧=UNSET)\n", "get()\n"),
        ("get(⟦a⟧=None, b=2)\n", "get(b=2)\n"),
        ("get(b=2, ⟦a⟧=types.UNSET)\n", "get(b=2)\n"),
        ("get(\n    b=2,\n    ⟦a⟧=None,  # gone\n)\n", "get(\n    b=2,  # gone\n)\n"),
        ("get(\n    ⟦a⟧=None,  # gone\n    b=2,\n)\n", "get(\n    b=2,\n)\n"),
    ],
)
def test_an_argument_is_removed(source: str, expected: str) -> None:
    assert text_after(source, EditKind.REMOVE_ARGUMENT) == expected


@pytest.mark.parametrize(
    "source", ["get(⟦a⟧=given)\n", "get(⟦a⟧=100)\n", "get(⟦None⟧, 2)\n", "get(*⟦a⟧)\n", "x = ⟦a⟧\n"]
)
def test_a_value_is_not_dropped(source: str) -> None:
    assert question_of(source, EditKind.REMOVE_ARGUMENT, "", "", "", "")
