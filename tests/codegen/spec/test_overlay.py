"""Overlays: what they change, and what they refuse."""

from typing import Any

import pytest

from seawall.codegen.errors import OverlayError
from seawall.codegen.spec.document import Json, load_document
from seawall.codegen.spec.overlay import apply_overlay

SPEC: dict[str, Json] = {
    "a": {"list": [1, 2, 3], "text": "old", "deep": {"kept": True, "items": [1]}},
    "b": {},
}


def overlaid(*actions: Any) -> dict[str, Json]:
    return apply_overlay(SPEC, {"overlay": "1.0.0", "actions": list(actions)}, "mend.yaml")


def action(target: str, **more: Any) -> dict[str, Any]:
    return {"target": target, "description": "because", **more}


def test_an_update_merges_objects_and_appends_to_lists() -> None:
    result = overlaid(
        action("$.a", update={"text": "new", "deep": {"items": [2], "added": 1}}),
        action("$.a.list", update=4),
    )
    assert result["a"] == {
        "list": [1, 2, 3, 4],
        "text": "new",
        "deep": {"kept": True, "items": [1, 2], "added": 1},
    }


def test_a_removal_takes_every_match() -> None:
    assert overlaid(action("$.a.list[?@ < 3]", remove=True), action("$.b", remove=True)) == {
        "a": {"list": [3], "text": "old", "deep": {"kept": True, "items": [1]}}
    }


def test_the_spec_itself_is_left_as_it_is() -> None:
    overlaid(action("$.a", remove=True))
    assert "a" in SPEC


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (action("$.none", remove=True), "matches nothing: $.none"),
        ({"target": "$.a", "remove": True}, "says not why"),
        (action("$.a", remove=True, description="  "), "says not why"),
        (action("$.a"), "either `update` or `remove: true`"),
        (action("$.a", remove=True, update={}), "either `update` or `remove: true`"),
        (action("$.a", updates={}), "unknown key `updates`"),
        (action("$.[", remove=True), "no JSONPath"),
        (action("$", remove=True), "remove the whole document"),
        (action("$.a.text", update={"x": 1}), "only an object or a list"),
        ({"description": "because", "remove": True}, "has no `target`"),
        ("text", "is no object"),
    ],
)
def test_a_broken_action_is_named_by_file_and_number(broken: Any, words: str) -> None:
    with pytest.raises(OverlayError) as caught:
        overlaid(action("$.b", update={"x": 1}), broken)
    assert str(caught.value).startswith("mend.yaml, action 2")
    assert words in str(caught.value)


@pytest.mark.parametrize("overlay", [{}, {"overlay": "2.0.0"}, {"overlay": "1.0.0", "actions": []}])
def test_what_is_no_overlay_is_refused(overlay: dict[str, Json]) -> None:
    with pytest.raises(OverlayError, match=r"mend\.yaml"):
        apply_overlay(SPEC, overlay, "mend.yaml")


def test_an_overlay_may_be_yaml() -> None:
    text = b"overlay: 1.0.0\nactions:\n  - target: $.b\n    description: why\n    update: {x: 1}\n"
    assert apply_overlay(SPEC, load_document(text, "mend.yaml"), "mend.yaml")["b"] == {"x": 1}
