"""Whole layers: derived and generated files, edits that meet, the public surface, and all other bytes."""

import ast
from collections.abc import Sequence
from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.codegen.adapt.apply import adapt
from seawall.codegen.adapt.public_names import changed_signatures
from seawall.codegen.derive import derive
from seawall.codegen.impact.finding import Edit, EditKind, Effect, Finding, Impact
from seawall.codegen.layer.uses import Place
from tests.codegen.adapt.marked import MODELS, adapted, finding, impact, places
from tests.contract.source import SOURCE

RENAMED = "class Pets:\n    async def get(self):\n        return (await f()).⟦name⟧\n"


def edits_of(marked: str, path: str, new: str) -> tuple[str, list[Edit]]:
    text, found = places(marked, path)
    return text, [Edit(kind=EditKind.RENAME, place=place, old=old, new=new) for old, place in found]


def twin(text: str) -> str:
    return derive(text, PurePosixPath("shop/_async/pets.py"))[0]


def test_the_twin_of_an_async_file_is_derived_again() -> None:
    text, edits = edits_of(RENAMED, "shop/_async/pets.py", "title")
    sources = {"shop/_async/pets.py": text, "shop/_sync/pets.py": twin(text)}
    outcome = adapt(sources, impact(edits))
    changed = text.replace("name", "title")
    assert outcome.files == {"shop/_async/pets.py": changed, "shop/_sync/pets.py": twin(changed)}


def test_a_twin_that_was_not_up_to_date_stays() -> None:
    text, edits = edits_of(RENAMED, "shop/_async/pets.py", "title")
    sources = {"shop/_async/pets.py": text, "shop/_sync/pets.py": f"{twin(text)}# more\n"}
    assert list(adapt(sources, impact(edits)).files) == ["shop/_async/pets.py"]


def test_an_edit_of_a_derived_file_is_that_of_its_source_or_a_question() -> None:
    text, edits = edits_of(RENAMED, "shop/_async/pets.py", "title")
    sources = {"shop/_async/pets.py": text, "shop/_sync/pets.py": twin(text)}
    derived = Edit(
        kind=EditKind.RENAME,
        place=Place(path="shop/_sync/pets.py", line=4, column=20, end_line=4, end_column=24),
        old="name",
        new="title",
    )
    assert adapt(sources, impact([*edits, derived])).questions == ()
    alone = adapt(sources, impact([derived]))
    assert (alone.files, len(alone.questions)) == ({}, 1)


@pytest.mark.parametrize("mark", ["Generated from x", "Derived from ../_async/x.py"])
def test_a_marked_file_is_not_edited(mark: str) -> None:
    outcome = adapted(f"# DO NOT EDIT. {mark}\nx = pet.⟦name⟧\n", EditKind.RENAME, "title")
    assert outcome.files == {}
    assert "generated" in outcome.questions[0].words


def test_a_file_outside_of_the_layer_is_not_edited() -> None:
    _, edits = edits_of("x = pet.⟦name⟧\n", "../other.py", "title")
    outcome = adapt({"shop/pets.py": "x = pet.name\n"}, impact(edits))
    assert (outcome.files, len(outcome.questions)) == ({}, 1)


def test_a_file_that_is_not_valid_is_not_edited() -> None:
    outcome = adapted("def (:\n    pet.⟦name⟧\n", EditKind.RENAME, "title")
    assert outcome.files == {}
    assert "not valid Python" in outcome.questions[0].words


def test_a_finding_without_an_edit_is_a_question_if_it_breaks_the_layer() -> None:
    found = [Finding(effect=effect, words="A is gone.") for effect in (Effect.BREAKS, Effect.ALTERS)]
    outcome = adapt({}, Impact(findings=tuple(found)))
    assert [one.words for one in outcome.questions] == ["A is gone. What is to be done here?"]


def test_equal_edits_are_one_and_edits_of_one_place_a_question() -> None:
    text, edits = edits_of("x = pet.⟦name⟧\n", "shop/pets.py", "title")
    other = Edit(kind=EditKind.RENAME, place=edits[0].place, old="name", new="label")
    outcome = adapt({"shop/pets.py": text}, impact([*edits, *edits, other]))
    assert outcome.files == {"shop/pets.py": "x = pet.title\n"}
    assert (outcome.applied, len(outcome.questions)) == ((*edits, *edits), 1)
    assert "the same text" in outcome.questions[0].words


def test_edits_of_one_line_compose() -> None:
    text, found = places("x = ⟦get⟧(⟦size⟧=pet.⟦name⟧)\n")
    kinds = [
        (EditKind.ADD_ARGUMENT, "", "limit=1"),
        (EditKind.RENAME, "size", "length"),
        (EditKind.MOVE, "name", "a.name"),
    ]
    edits = [
        Edit(kind=kind, place=place, old=old, new=new)
        for (kind, old, new), (_, place) in zip(kinds, found, strict=True)
    ]
    outcome = adapt({"shop/pets.py": text}, impact(edits))
    assert outcome.files == {"shop/pets.py": "x = get(length=pet.a.name, limit=1)\n"}


@pytest.mark.parametrize(
    "source",
    [
        "def get(limit=⟦100⟧): ...\n",
        "class Pets:\n    async def get(self, *, limit: int = ⟦100⟧): ...\n",
        "class State(Enum):\n    MOST = ⟦100⟧\n",
        "class Pets:\n    most: int = ⟦100⟧\n",
    ],
)
def test_the_public_surface_stays(source: str) -> None:
    outcome = adapted(source, EditKind.RENAME, "50")
    assert outcome.files == {}
    assert "would change the public" in outcome.questions[0].words
    assert "50" in outcome.questions[0].proposal


@pytest.mark.parametrize(
    "source",
    ["def _get(limit=⟦100⟧): ...\n", "def get():\n    return f(most=⟦100⟧)\n", "MOST = ⟦100⟧\n"],
)
def test_what_is_not_public_changes(source: str) -> None:
    assert adapted(source, EditKind.RENAME, "50").questions == ()


def test_a_signature_follows_the_class_of_the_client() -> None:
    source = (
        "from shop._generated.models import ⟦Pet⟧\n\n\n"
        "class Model:\n    def of(self, pet: Pet, other: 'list[Pet]' = ()) -> None: ...\n"
    )
    outcome = adapted(source, EditKind.RENAME, "Animal", "Pet", MODELS)
    assert outcome.questions == ()
    assert "pet: Animal, other: 'list[Animal]'" in outcome.files["shop/pets.py"]


def test_other_changes_of_a_signature_are_found() -> None:
    old = "def f(a: Pet = 'Pet') -> None: ...\nclass _A:\n    b = 1\n"
    renamed = {"Pet": "Animal"}
    assert changed_signatures(old, old.replace("a: Pet", "a: Animal"), renamed, ()) == []
    assert changed_signatures(old, old.replace("Pet", "Animal"), renamed, ()) == ["f"]
    assert changed_signatures(old, old.replace("b = 1", "b = 2"), renamed, ()) == []
    assert changed_signatures(old, old.replace("def f", "def g"), renamed, ()) == ["f", "g"]


LINES = (
    "x = run.name  # run.name\n",
    "def f(run):\n\treturn  run.name\n",
    "y = [one.name for one in names]\r\n",
    'text = \'é name\' + """\r\nname\n"""\n',
    "if run . name:   pass;  z = g(name = run.name,)\n",
    "\x0c\n# name\n",
    "async def h(): return await (run).name\n",
)


@settings(max_examples=15)
@given(st.lists(st.sampled_from(LINES), max_size=12), st.booleans(), st.data())
def test_a_rename_changes_its_places_and_nothing_else(
    lines: Sequence[str], bom: bool, data: st.DataObject
) -> None:
    text = ("\ufeff" if bom else "") + "".join(lines)
    spots = [index for index in range(len(text)) if _is_attribute(text, index)]
    chosen = sorted(data.draw(st.sets(st.sampled_from(spots)))) if spots else []
    marked, expected = text, text
    for index in reversed(chosen):
        marked = f"{marked[:index]}⟦name⟧{marked[index + 4 :]}"
        expected = f"{expected[:index]}a_longer_name{expected[index + 4 :]}"
    source, edits = edits_of(marked, "shop/pets.py", "a_longer_name")
    outcome = adapt({"shop/pets.py": source}, Impact(findings=tuple(map(finding, edits))))
    assert outcome.questions == ()
    assert outcome.files.get("shop/pets.py", text) == expected


def _is_attribute(text: str, index: int) -> bool:
    before = text[:index].rstrip(" ")
    line = text[text.rfind("\n", 0, index) + 1 : index]
    return text[index : index + 4] == "name" and before.endswith(".") and "#" not in line


@pytest.mark.parametrize("name", ["models.py", "_async/runs.py", "_async/client.py", "states.py"])
def test_real_code_stays_as_it_is_but_for_its_attributes(name: str) -> None:
    text = (SOURCE / "sdks/platform" / name).read_text(encoding="utf-8")
    lines = text.split("\n")
    edits, expected = [], list(lines)
    attributes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Attribute)]
    for node in sorted(attributes, key=lambda node: (node.end_lineno or 0, node.end_col_offset or 0))[::-1]:
        line, end = node.end_lineno or 0, node.end_col_offset or 0
        start = end - len(node.attr)
        place = Place(path="a.py", line=line, column=start, end_line=line, end_column=end)
        edits.append(Edit(kind=EditKind.RENAME, place=place, old=node.attr, new=f"{node.attr}_2"))
        expected[line - 1] = f"{expected[line - 1][:end]}_2{expected[line - 1][end:]}"
    outcome = adapt({"a.py": text}, impact(edits))
    assert len(outcome.applied) == len(attributes)
    assert outcome.files.get("a.py", text) == "\n".join(expected)
