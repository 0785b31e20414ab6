"""Edits of declared conversions: a field gets an entry, a path is changed, a missing value is a question."""

import pytest

from seawall.codegen.adapt.apply import adapt
from seawall.codegen.impact.finding import Edit, EditKind
from tests.codegen.adapt.marked import impact, places, question_of, text_after

MODEL = """\
@frozen(kw_only=True)
class Log(Model):
    {fields}

    from_wire = {call}

    @property
    def text(self) -> str:
        return self.note or ""
"""
PLAIN = "conversion(wire.Log)"
LONG = """conversion(
        wire.Log,
        {{
            "kind": "type",{more}
        }},
        zone=UTC,
    )"""


def model(fields: str, call: str = PLAIN) -> str:
    return MODEL.format(fields=fields, call=call)


ROWS = (
    ("⟦note⟧: str | None", "note: str | None", PLAIN, 'conversion(wire.Log, {"note": "new"})'),
    (
        "⟦note⟧: str = ''",
        "note: str = ''",
        "conversion(wire.Log, {})",
        'conversion(wire.Log, {"note": "new"})',
    ),
    (
        "⟦note⟧: str",
        "note: str",
        'conversion(wire.Log, {"kind": "type"}, zone=UTC)',
        'conversion(wire.Log, {"kind": "type", "note": "new"}, zone=UTC)',
    ),
    (
        "⟦note⟧: str",
        "note: str",
        'conversion(wire.Log, sources={"kind": "type"})',
        'conversion(wire.Log, sources={"kind": "type", "note": "new"})',
    ),
    ("⟦note⟧: str", "note: str", LONG.format(more=""), LONG.format(more='\n            "note": "new",')),
    (
        "note: str",
        "note: str",
        'conversion(wire.Log, {"note": "inner.⟦note⟧"})',
        'conversion(wire.Log, {"note": "inner.new"})',
    ),
    (
        "note: str",
        "note: str",
        'conversion(wire.Log, {"note": lambda log: log.⟦note⟧.title()})',
        'conversion(wire.Log, {"note": lambda log: log.new.title()})',
    ),
)


@pytest.mark.parametrize(("before", "after", "call", "expected"), ROWS)
def test_a_field_with_another_name_on_the_wire(before: str, after: str, call: str, expected: str) -> None:
    assert text_after(model(before, call), EditKind.RENAME, "new") == model(after, expected)


def test_a_declaration_with_its_type() -> None:
    typed = "from_wire: ClassVar[Conversion[wire.Log]] = "
    before = model("⟦note⟧: str").replace("from_wire = ", typed)
    after = model("note: str", 'conversion(wire.Log, {"note": "new"})').replace("from_wire = ", typed)
    assert text_after(before, EditKind.RENAME, "new") == after


@pytest.mark.parametrize(
    ("before", "call", "expected"),
    [
        ("⟦note⟧: str | None", PLAIN, 'conversion(wire.Log, {"note": "inner.note"})'),
        (
            "note: str | None",
            'conversion(wire.Log, {"note": "⟦note⟧"})',
            'conversion(wire.Log, {"note": "inner.note"})',
        ),
    ],
)
def test_a_field_that_has_moved(before: str, call: str, expected: str) -> None:
    after = before.replace("⟦", "").replace("⟧", "")
    assert text_after(model(before, call), EditKind.MOVE, "inner.note", "note") == model(after, expected)


def moved(type_: str) -> tuple[dict[str, str], list[str], list[str]]:
    text, ((old, place),) = places(model(f"⟦note⟧: {type_}"))
    edit = Edit(kind=EditKind.MOVE, place=place, old=old, new="inner.note", missing="None")
    outcome = adapt({place.path: text}, impact([edit]))
    asked = outcome.questions
    return dict(outcome.files), [one.words for one in asked], [one.proposal for one in asked]


def test_a_field_behind_an_object_that_may_be_missing_needs_a_field_that_may_be_none() -> None:
    expected = 'conversion(wire.Log, {"note": "inner.note"})'
    assert moved("str | None") == ({"shop/pets.py": model("note: str | None", expected)}, [], [])
    files, words, proposals = moved("str")
    assert (files, proposals) == ({}, [model("note: str", expected)])
    assert words == [
        "note is inner.note now, and may be missing. Log.note is str. Which value goes there then?"
    ]


def test_several_fields_of_a_class_are_one_edit() -> None:
    text, found = places(model("⟦note⟧: str\n    ⟦kind⟧: str") + "\n\n" + model("⟦note⟧: str"))
    names = ("message", "type", "text")
    edits = [
        Edit(kind=EditKind.RENAME, place=place, old=old, new=new)
        for (old, place), new in zip(found, names, strict=True)
    ]
    outcome = adapt({"shop/pets.py": text}, impact(edits))
    both = 'conversion(wire.Log, {"kind": "type", "note": "message"})'
    one = 'conversion(wire.Log, {"note": "text"})'
    assert (outcome.questions, len(outcome.applied)) == ((), len(edits))
    assert outcome.files == {
        "shop/pets.py": model("note: str\n    kind: str", both) + "\n\n" + model("note: str", one)
    }


def test_a_value_that_may_be_missing_is_a_question_unless_the_field_may_be_none() -> None:
    rows = (
        (model("⟦note⟧: str"), "None", "note may be None now. Log.note is str."),
        (model("⟦note⟧: str"), "None, UNSET", "note may be missing or None now. Log.note is str."),
        (
            model("text: int", 'conversion(wire.Log, {"text": "inner.⟦note⟧"})'),
            "UNSET",
            "note may be UNSET now. Log.text is int.",
        ),
    )
    for marked, missing, words in rows:
        assert question_of(marked, EditKind.GUARD, missing) == f"{words} Which value goes there then?"
    same = model("⟦note⟧: str | None")
    assert text_after(same, EditKind.GUARD, "None") == places(same)[0]


def test_sources_that_are_no_dict_are_a_question() -> None:
    marked = model("⟦note⟧: str", "conversion(wire.Log, NAMES)")
    assert question_of(marked, EditKind.RENAME, "new") == (
        'The sources of the fields are no dict here. Is "note": "new" to be in them?'
    )


def test_a_field_of_a_class_without_a_declaration_is_a_name_of_the_layer() -> None:
    for call in ("None", "wire.Log"):
        assert question_of(model("⟦note⟧: str", call), EditKind.RENAME, "new") == (
            "note is a name of the layer itself here. Is it to be called new?"
        )
