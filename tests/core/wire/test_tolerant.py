"""Tolerant decoding: what fits is there, and reading a field that does not fit is an error that names it."""

import copy
import json
import pickle
from typing import Any

import pytest
from attrs import evolve

from seawall.core.errors import DecodeError
from seawall.core.wire.codec import NotJsonError, decoder_for, encode
from seawall.core.wire.freeze import freeze
from seawall.core.wire.misfits import Drift, FieldMisfitError
from tests.core.wire.pets import (
    Charge,
    Circle,
    ClosedPet,
    Color,
    Colored,
    Dog,
    Formats,
    Labels,
    Named,
    Open,
    Pet,
    RenamedFormats,
    Ring,
    Tree,
)
from tests.rows import row

SOURCE = "GET /pets"


def decode(type_: Any, value: object) -> tuple[Any, tuple[Drift, ...]]:
    found = decoder_for(type_).decode_tolerant(json.dumps(value).encode(), SOURCE)
    return found.value, found.drifts


def got_null(model: str, field: str, path: str, expected: str) -> Drift:
    return Drift(model, field, path, f"Expected `{expected}`, got `null`")


NULL_RADIUS = got_null("Ring", "radius", "$[].radius", "float")

# The type, the value, what to read from the result, and the drifts.
ROWS: list[tuple[Any, object, Any, tuple[Drift, ...]]] = [
    (Ring, {"radius": 1, "hole": 2}, lambda one: one == Ring(radius=1.0, hole=2.0), ()),
    (Ring, {"radius": None, "hole": 2}, lambda one: one.hole == 2.0,
     (got_null("Ring", "radius", "$.radius", "float"),)),
    (Ring, {"hole": 2}, lambda one: one.hole == 2.0,
     (Drift("Ring", "radius", "$.radius", "Object missing required field `radius`"),)),
    (Circle, {}, lambda one: isinstance(one, Circle),
     (Drift("Circle", "radius", "$.radius", "Object missing required field `radius`"),)),
    (list[Ring], [{"radius": None, "hole": 2}, {"radius": 1, "hole": 3}, {"radius": None, "hole": 4}],
     lambda items: [item.hole for item in items] == [2, 3, 4], (NULL_RADIUS,)),
    (list[Ring], [None, {"radius": 1, "hole": 2}],
     lambda items: len(items) == 2 and items[1].hole == 2,
     (got_null("Ring", "", "$[]", "object"),)),
    (dict[str, Ring], {"a": {"radius": "", "hole": 1}}, lambda found: found["a"].hole == 1,
     (Drift("Ring", "radius", "$.*.radius", "Expected `float`, got `str`"),)),
    (Formats, {"at": "", "day": "2024-05-06"}, lambda one: one.day.day == 6,
     (Drift("Formats", "at", "$.at", "Invalid RFC3339 encoded datetime"),)),
    (RenamedFormats, {"@at": "soon", "@sizes": [1]}, lambda one: one.sizes == [1],
     (Drift("RenamedFormats", "@at", "$.@at", "Invalid RFC3339 encoded datetime"),)),
    (Tree, {"treeId": "t", "branches": [{"treeId": 5, "color": "red"}]},
     lambda one: one.branches[0].color is Color.RED,
     (Drift("Tree", "treeId", "$.branches[].treeId", "Expected `str`, got `int`"),)),
    (Tree, {"treeId": "t", "pets": [{"@type": "dog", "bark": "x"}]}, lambda one: one.pets[0].kind == "dog",
     (Drift("Dog", "bark", "$.pets[].bark", "Expected `int`, got `str`"),)),
    (Tree, {"treeId": "t", "pets": 5}, lambda one: one.tree_id == "t",
     (Drift("Tree", "pets", "$.pets", "Expected `array`, got `int`"),)),
    (Circle | Charge, {"id": "c", "amount": None}, lambda one: one.id == "c",
     (got_null("Charge", "amount", "$.amount", "int"),)),
    (Colored, {"color": 5, "size": 1}, lambda one: one.size == 1,
     (Drift("Colored", "color", "$.color", "Expected `str`, got `int`"),)),
    (Labels, {"name": 5, "a": 1}, lambda one: one.additional_properties == {"a": 1},
     (Drift("Labels", "name", "$.name", "Expected `str`, got `int`"),)),
    (list[Named | None], [{"name": None}, None], lambda items: items[1] is None,
     (got_null("Named", "name", "$[].name", "str"),)),
    (list[ClosedPet], [{"@type": "dog", "bark": None}], lambda items: isinstance(items[0], Dog),
     (got_null("Dog", "bark", "$[].bark", "int"),)),
]  # fmt: skip


def test_what_fits_is_there() -> None:
    for type_, value, read, drifts in ROWS:
        with row(type_, value):
            found, seen = decode(type_, value)
            assert read(found)
            assert seen == drifts


def test_what_does_not_fit_at_all_is_an_error() -> None:
    rows: list[tuple[Any, object]] = [
        (Ring, None),
        (Ring, []),
        (Ring, "x"),
        (Ring, {"error": "no"}),
        (list[Ring], {"radius": 1}),
        (list[str], ["a", None]),
        (int, "5"),
        (ClosedPet, {"@type": "bird"}),
        (Circle | Charge, {"other": 1}),
    ]
    for type_, value in rows:
        with row(type_, value), pytest.raises(ValueError, match=r"Expected|missing|Invalid"):
            decode(type_, value)
    with pytest.raises(NotJsonError):
        decoder_for(Ring).decode_tolerant(b"<html>", SOURCE)


def partial() -> Any:
    return decode(Tree, {"treeId": 5, "color": "red", "branches": [{"treeId": "b", "color": None}]})[0]


def test_reading_a_field_that_does_not_fit_is_an_error_that_names_it() -> None:
    with pytest.raises(FieldMisfitError) as caught:
        _ = partial().tree_id
    assert str(caught.value) == (
        "GET /pets: field tree_id of Tree does not match the spec: Expected `str`, got `int`. The other "
        "fields can be read; a newer version of the SDK may know this one."
    )
    assert isinstance(caught.value, DecodeError)
    assert (caught.value.model, caught.value.name) == ("Tree", "tree_id")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.model, again.name) == (str(caught.value), "Tree", "tree_id")
    assert getattr(partial(), "tree_id", "none") == "none"
    with pytest.raises(AttributeError, match="'Tree' object has no attribute 'other'"):
        _ = partial().other


def test_the_error_of_a_field_inside_has_its_path() -> None:
    found, _ = decode(Tree, {"treeId": "t", "byName": {"a": {"name": "n", "x": "y"}}})
    with pytest.raises(FieldMisfitError, match="field by_name of Tree"):
        _ = found.by_name


def test_a_partial_model_is_a_model() -> None:
    tree = partial()
    assert isinstance(tree, Tree)
    assert repr(tree).startswith("Tree(color=<Color.RED: 'red'>, ")
    assert repr(tree).endswith(", tree_id=<misfit>)")
    assert tree == partial()
    assert tree != Tree(tree_id="5", color=Color.RED)
    assert Tree(tree_id="5", color=Color.RED) != tree
    ring, other = (decode(Ring, {"radius": None, "hole": hole})[0] for hole in (1, 2))
    assert hash(ring) == hash(decode(Ring, {"radius": None, "hole": 1})[0])
    assert ring != other
    assert len({ring, other, decode(Ring, {"radius": None, "hole": 1})[0]}) == 2
    with pytest.raises(AttributeError):
        tree.color = Color.BLUE  # type: ignore[misc]
    with pytest.raises(FieldMisfitError):
        evolve(tree, color=Color.BLUE)
    assert evolve(ring, radius=3.0) == Ring(radius=3.0, hole=1.0)


def test_a_partial_model_survives_pickle_and_copy() -> None:
    tree = partial()
    for again in (pickle.loads(pickle.dumps(tree)), copy.copy(tree), copy.deepcopy(tree), freeze(tree)):
        assert again == tree
        assert isinstance(again, Tree)
        with pytest.raises(FieldMisfitError, match="field tree_id"):
            _ = again.tree_id
    with pytest.raises(TypeError, match="callers share"):
        freeze(tree).branches.append(tree)


def test_a_partial_model_is_encoded_as_it_was_received() -> None:
    rows: list[tuple[Any, object]] = [
        (Tree, {"treeId": 5, "color": "red", "branches": [{"treeId": "b", "color": None}]}),
        (list[Ring], [{"hole": 2.0}, {"radius": None, "hole": 1.0}]),
        (Labels, {"name": None, "a": 1}),
        (list[Ring], [None, 5, "x"]),
        (Open, {"createdAt": 5, "x": [1]}),
        (dict[str, Pet], {"a": {"@type": "dog", "bark": "x"}}),
    ]
    for type_, value in rows:
        with row(value):
            assert json.loads(encode(decode(type_, value)[0])) == value


def test_an_item_that_is_no_object_has_no_field() -> None:
    items, _ = decode(list[Ring], [5])
    for name in ("radius", "hole"):
        with pytest.raises(FieldMisfitError, match="Expected `object`, got `int`"):
            getattr(items[0], name)
    assert "hunter2" not in repr(decode(list[Ring], ["hunter2"])[0])
