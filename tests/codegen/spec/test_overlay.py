"""Overlays: changes and errors."""

from functools import partial
from typing import Any

from seawall.codegen.errors import OverlayError
from seawall.codegen.spec.document import Json, load_document
from seawall.codegen.spec.overlay import apply_overlay
from tests.codegen.generating import error_message

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


INVALID: list[tuple[Any, str]] = [
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
]


def test_an_invalid_action_is_an_error_with_file_and_number() -> None:
    valid = action("$.b", update={"x": 1})
    wrong = []
    for invalid, words in INVALID:
        message = error_message(partial(apply, valid, invalid), OverlayError)
        if not message.startswith("fix.yaml, action 2") or words not in message:
            wrong.append((invalid, message))
    assert wrong == []


def test_a_document_that_is_not_an_overlay_is_an_error() -> None:
    documents: list[dict[str, Json]] = [{}, {"overlay": "2.0.0"}, {"overlay": "1.0.0", "actions": []}]
    for overlay in documents:
        message = error_message(partial(apply_overlay, SPEC, overlay, "fix.yaml"), OverlayError)
        assert message.startswith("fix.yaml "), overlay


def test_an_overlay_may_be_yaml() -> None:
    text = b"overlay: 1.0.0\nactions:\n  - target: $.b\n    description: why\n    update: {x: 1}\n"
    assert apply_overlay(SPEC, load_document(text, "fix.yaml"), "fix.yaml")["b"] == {"x": 1}
