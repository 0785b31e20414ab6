"""Reports of an impact: complete, grouped, and without control of a reader by a spec."""

import json

from seawall.codegen.diff.change import Change, Diff, Direction, Level
from seawall.codegen.impact.finding import Edit, EditKind, Effect, Finding, Impact
from seawall.codegen.impact.groups import finding_groups
from seawall.codegen.impact.reports import edit_words, json_report, markdown_report, text_report
from seawall.codegen.impact.twins import without_twins
from seawall.codegen.layer.uses import Layer, LayerFunction, Place

HOSTILE = "<script>alert(1)</script> [x](https://evil.example) @team `a` ``` \x1b[31m |"
CHANGE = Change(
    rule="became-nullable", level=Level.BREAKING, direction=Direction.RESPONSE, place=HOSTILE, words=HOSTILE
)
QUIET = Change(
    rule="schema-added",
    level=Level.SAFE,
    direction=Direction.BOTH,
    place="schema New",
    words="schema New is new",
)
DIFF = Diff(old_version="1", new_version="2", title=HOSTILE, changes=(CHANGE, QUIET))


def place(path: str = "shop/orders.py", line: int = 2) -> Place:
    return Place(path=path, line=line, column=4, end_line=line, end_column=8)


def finding(at: Place, function: str) -> Finding:
    return Finding(
        effect=Effect.BREAKS,
        words=f"{HOSTILE}; {function} reads `note`.",
        change=CHANGE,
        place=at,
        function=function,
        public=(function,),
        edit=Edit(kind=EditKind.GUARD, place=at, old="note", new="None"),
    )


IMPACT = Impact(
    findings=(finding(place(), "shop.orders.get"), finding(place(line=3), "shop.orders.list")),
    without_effect=(QUIET,),
)
SOURCES = {"shop/orders.py": "def get():\n    return order.note\n    return ````order````\n"}


def test_the_places_of_one_change_stand_together() -> None:
    (group,) = finding_groups(IMPACT, Effect.BREAKS)
    assert len(group.findings) == 2
    assert group.public == ("shop.orders.get", "shop.orders.list")
    lines = [line.text for line in text_report(DIFF, IMPACT)]
    assert "shop/orders.py:2 shop.orders.get reads `note`" in lines
    assert "shop/orders.py:3 shop.orders.list reads `note`" in lines
    assert lines.count("edit: guard `note` against `None`") == 2
    assert lines[-1] == "schema New is new. [schema-added]"


def test_findings_without_a_place_keep_their_words() -> None:
    pins = [
        Finding(effect=Effect.STALE, words=f"The pin of {name} is dead.", change=CHANGE, place=None)
        for name in ("one", "two")
    ]
    found = finding_groups(Impact(findings=tuple(pins), without_effect=()), Effect.STALE)
    assert [group.words for group in found] == ["The pin of one is dead", "The pin of two is dead"]


def test_json_has_each_finding_and_change() -> None:
    report = json.loads(json.dumps(json_report(DIFF, IMPACT)))
    assert report["counts"] == {"breaks": 2, "alters": 0, "stale": 0, "offer": 0}
    assert [one["place"]["line"] for one in report["findings"]] == [2, 3]
    assert [one["rule"] for one in report["without_effect"]] == ["schema-added"]


def test_markdown_has_no_markup_of_a_spec() -> None:
    text = markdown_report(DIFF, IMPACT, SOURCES)
    assert "<script>" not in text
    assert "](https://" not in text
    assert "@team" not in text
    assert "\x1b" not in text
    assert "  `````python\n  return ````order````\n  `````\n" in text


def test_an_edit_in_words_has_its_question() -> None:
    edit = Edit(kind=EditKind.ADD_ARGUMENT, place=place(), old="", new="sku=...", question="Which value?")
    assert edit_words(edit) == "add argument `sku=...`? Which value?"


def test_the_twin_of_a_finding_in_a_derived_file_is_merged() -> None:
    functions = {
        "shop._sync.get": LayerFunction(
            name="shop._sync.get", place=place("_sync.py"), is_public=True, derived_from="_async.py"
        )
    }
    found = [
        finding(place("_sync.py", 9), "shop._sync.get"),
        finding(place("_async.py", 7), "shop._async.get"),
    ]
    (merged,) = without_twins(found, Layer(functions=functions, uses=()))
    assert merged.place == place("_async.py", 7)
    assert merged.public == ("shop._async.get", "shop._sync.get")
    (alone,) = without_twins(found[:1], Layer(functions=functions, uses=()))
    assert alone.place == place("_sync.py", 9)
