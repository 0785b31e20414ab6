"""Overlays: changes and errors."""

from typing import Any

import pytest

from seawall.codegen.errors import OverlayError
from seawall.codegen.spec.document import Json, load_document
from seawall.codegen.spec.overlay import apply_overlay

SPEC: dict[str, Json] = {
    "a": {"list": [1, 2, 3], "text": "old", "deep": {"kept": True, "items": [1]}},
    "b": {},
}


def apply(*actions: Any) -> dict[str, Json]:
    return apply_overlay(SPEC, {"overlay": "1.0.0", "actions": list(actions)}, "fix.yaml")


def action(target: str, **more: Any) -> dict[str, Any]:
    return {"target": target, "description": "because", **more}


def test_an_update_merges_objects_and_appends_to_lists() -> None:
    result = apply(
        action("$.a", update={"text": "new", "deep": {"items": [2], "added": 1}}),
        action("$.a.list", update=4),
    )
    assert result["a"] == {
        "list": [1, 2, 3, 4],
        "text": "new",
        "deep": {"kept": True, "items": [1, 2], "added": 1},
    }


def test_a_removal_removes_every_match() -> None:
    assert apply(action("$.a.list[?@ < 3]", remove=True), action("$.b", remove=True)) == {
        "a": {"list": [3], "text": "old", "deep": {"kept": True, "items": [1]}}
    }


def test_the_original_spec_is_unchanged() -> None:
    apply(action("$.a", remove=True))
    assert "a" in SPEC


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (action("$.none", remove=True), "matches nothing: $.none"),
        ({"target": "$.a", "remove": True}, "has no reason"),
        (action("$.a", remove=True, description="  "), "has no reason"),
        (action("$.a"), "either `update` or `remove: true`"),
        (action("$.a", remove=True, update={}), "either `update` or `remove: true`"),
        (action("$.a", updates={}), "unknown key `updates`"),
        (action("$.[", remove=True), "not a JSONPath"),
        (action("$", remove=True), "remove the whole document"),
        (action("$.a.text", update={"x": 1}), "only an object or a list"),
        ({"description": "because", "remove": True}, "has no `target`"),
        ("text", "is not an object"),
    ],
)
def test_an_invalid_action_is_an_error_with_file_and_number(broken: Any, words: str) -> None:
    with pytest.raises(OverlayError) as caught:
        apply(action("$.b", update={"x": 1}), broken)
    assert str(caught.value).startswith("fix.yaml, action 2")
    assert words in str(caught.value)


@pytest.mark.parametrize("overlay", [{}, {"overlay": "2.0.0"}, {"overlay": "1.0.0", "actions": []}])
def test_a_document_that_is_not_an_overlay_is_an_error(overlay: dict[str, Json]) -> None:
    with pytest.raises(OverlayError, match=r"fix\.yaml"):
        apply_overlay(SPEC, overlay, "fix.yaml")


def test_an_overlay_may_be_yaml() -> None:
    text = b"overlay: 1.0.0\nactions:\n  - target: $.b\n    description: why\n    update: {x: 1}\n"
    assert apply_overlay(SPEC, load_document(text, "fix.yaml"), "fix.yaml")["b"] == {"x": 1}
