"""The operations that a change reaches, renames and their likelihood, and schemas of any form."""

from typing import Any

from seawall.codegen.diff.change import Level
from seawall.codegen.diff.likeness import LIKELY
from tests.codegen.diff.pairs import (
    NUMBER,
    TEXT,
    answer,
    answers,
    body,
    diff_of,
    document,
    found,
    operation,
    parameter,
    parameters,
    thing,
)
from tests.rows import row

JSON = "application/json"


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def sharing(pet: Any, **schemas: Any) -> dict[str, Any]:
    """Two operations that receive pets and one that sends one, and one that has none."""
    sent = {"required": True, "content": {JSON: {"schema": ref("Pet")}}}
    paths = {
        "/pets": {
            "get": operation(operationId="a", responses=answers({"type": "array", "items": ref("Pet")})),
            "post": operation(operationId="b", requestBody=sent),
        },
        "/owners": {"get": operation(operationId="c", responses=answers(thing(pet=ref("Pet"))))},
        "/health": {"get": operation(operationId="d")},
    }
    return document(paths, components={"schemas": {"Pet": pet} | schemas})


def test_a_change_of_a_shared_schema_comes_once_with_its_operations() -> None:
    diff = diff_of(sharing(thing(a=TEXT)), sharing(thing(("b",), a=TEXT, b=NUMBER)))
    assert [change.rule for change in diff.changes] == ["required-property-added"]
    change = diff.changes[0]
    assert (change.place, change.level, change.direction) == ("Pet.b", "breaking", "both")
    assert change.requests == ("POST /pets",)
    assert change.responses == ("GET /owners", "GET /pets")
    assert (change.old, change.new) == ("", "#/components/schemas/Pet/properties/b")


def test_a_base_that_allof_merges_comes_once() -> None:
    def spec(base: Any) -> dict[str, Any]:
        cat = {"allOf": [ref("Base"), thing(meow=TEXT)]}
        dog = {"allOf": [ref("Base"), thing(bark=TEXT)]}
        return answer({"oneOf": [ref("Cat"), ref("Dog")]}, Base=base, Cat=cat, Dog=dog)

    diff = diff_of(spec(thing(a=TEXT)), spec(thing(a=TEXT, b=NUMBER)))
    assert len({(change.rule, change.new) for change in diff.changes}) == 1


def test_a_read_only_property_of_a_schema_that_is_only_sent_is_no_change() -> None:
    assert diff_of(body(thing(a=TEXT | {"readOnly": True})), body(thing())).changes == ()


def test_a_webhook_is_received_by_the_client() -> None:
    def spec(schema: Any) -> dict[str, Any]:
        sent = {"required": True, "content": {JSON: {"schema": schema}}}
        return document({}, webhooks={"created": {"post": operation(requestBody=sent)}})

    diff = diff_of(spec(thing()), spec(thing(("a",), a=TEXT)))
    change = found(diff, "required-property-added")
    assert change is not None
    assert (change.level, change.direction) == ("safe", "response")


def test_recursive_schemas_end() -> None:
    def tree(name: str, leaf: Any) -> dict[str, Any]:
        return answer(ref(name), **{name: thing(leaf=leaf, children={"type": "array", "items": ref(name)})})

    diff = diff_of(tree("Tree", TEXT), tree("Tree", NUMBER))
    assert [change.place for change in diff.changes] == ["Tree.leaf"]
    renamed = diff_of(tree("Tree", TEXT), tree("TreeNode", TEXT))
    assert [change.rule for change in renamed.changes] == ["schema-renamed"]


def test_a_deep_schema_ends() -> None:
    def deep(leaf: Any) -> dict[str, Any]:
        for _ in range(60):
            leaf = thing(a=leaf)
        return answer(leaf)

    diff = diff_of(deep(TEXT), deep(NUMBER))
    assert [change.rule for change in diff.changes] == ["type-changed"]


def test_circles_of_two_lengths_are_bounded() -> None:
    def circle(length: int, leaf: Any) -> dict[str, Any]:
        schemas = {
            f"S{length}x{number}": thing(next=ref(f"S{length}x{(number + 1) % length}"), leaf=leaf)
            for number in range(length)
        }
        return answer(ref(f"S{length}x0"), **schemas)

    diff = diff_of(circle(31, TEXT), circle(37, TEXT))
    assert found(diff, "not-compared") is not None
    assert len(diff.changes) < 200


# Written in two ways, the same values.
SAME: tuple[tuple[Any, Any], ...] = (
    ({"oneOf": [ref("Pet")]}, ref("Pet")),
    ({"allOf": [ref("Pet")]}, ref("Pet")),
    ({"type": ["string", "null"]}, {"oneOf": [{"type": "null"}, {"type": "string"}]}),
    ({"anyOf": [ref("Pet"), {"type": "null"}]}, {"oneOf": [{"type": "null"}, ref("Pet")]}),
    (
        {"anyOf": [{"oneOf": [ref("Pet"), TEXT]}, {"type": "null"}]},
        {"oneOf": [TEXT, ref("Pet"), {"type": "null"}]},
    ),
    (TEXT | {"enum": ["a", "b"]}, {"type": "string", "oneOf": [{"const": "b"}, {"const": "a"}]}),
    (thing(a=TEXT), ref("Pet")),
    (TEXT | {"minLength": 0}, TEXT),
)


def test_another_way_to_write_the_same_is_no_change() -> None:
    for old, new in SAME:
        with row(old, new):
            diff = diff_of(answer(old, Pet=thing(a=TEXT)), answer(new, Pet=thing(a=TEXT)))
            assert [change.words for change in diff.changes if change.level is not Level.SAFE] == []
            back = diff_of(answer(new, Pet=thing(a=TEXT)), answer(old, Pet=thing(a=TEXT)))
            assert [change.words for change in back.changes if change.level is not Level.SAFE] == []


# Old and new names of one property of the same type, and if they are one property.
NAMES = (
    ("petName", "pet_name", True),
    ("page_size", "pageSize", True),
    ("application_run_id", "run_id", True),
    ("organisation", "organization", True),
    ("after", "cursor", True),
    ("triggered_at", "terminated_at", False),
    ("name", "size", False),
    ("first", "second", False),
    ("q", "sort", False),
    ("address_1", "address_2", False),
    ("min_price", "max_price", False),
    ("created_at", "updated_at", False),
    ("startDate", "endDate", False),
)


def test_a_rename_is_likely_enough_or_two_changes() -> None:
    for old, new, is_one in NAMES:
        with row(old, new):
            diff = diff_of(*(answer({"properties": {name: TEXT, "x": TEXT}}) for name in (old, new)))
            rules = {change.rule for change in diff.changes}
            expected = (
                {"property-renamed"} if is_one else {"optional-property-removed", "optional-property-added"}
            )
            assert rules == expected
            for change in diff.changes:
                if change.rename is not None:
                    assert LIKELY <= change.rename.likelihood < 1
                    assert change.rename.reasons


# Values of an enum that went and came, and if they are one value.
VALUES = (
    ("in_progress", "IN_PROGRESS", True),
    ("canceled", "cancelled", True),
    ("model-2024-08", "model-2024-11", False),
    ("read_all", "write_all", False),
    ("running", "done", False),
)


def test_a_value_is_renamed_if_it_is_spelt_in_another_way() -> None:
    for old, new, is_one in VALUES:
        with row(old, new):
            diff = diff_of(answer({"enum": [old, "other"]}), answer({"enum": [new, "other"]}))
            assert (found(diff, "enum-value-renamed") is not None) is is_one


def test_another_type_is_no_rename() -> None:
    diff = diff_of(parameters(parameter("page_size")), parameters(parameter("pageSize", TEXT)))
    assert {change.rule for change in diff.changes} == {"parameter-removed", "optional-parameter-added"}


def test_a_list_and_its_item_are_two_operations() -> None:
    old = document({"/runs": {"get": operation(operationId="list_runs")}})
    new = document({"/runs/{id}": {"get": operation(operationId="list_run")}})
    assert {change.rule for change in diff_of(old, new).changes} == {"operation-removed", "operation-added"}


def test_an_unnamed_member_is_named_by_its_constant() -> None:
    def spec(size: Any) -> dict[str, Any]:
        members = [thing(("kind",), kind={"const": kind}, size=size) for kind in ("cat", "dog")]
        return answer({"oneOf": members})

    places = [change.place for change in diff_of(spec(TEXT), spec(NUMBER)).changes]
    assert places == ["answer 200(kind cat).size", "answer 200(kind dog).size"]


def test_an_error_body_is_compared_as_any_answer() -> None:
    def spec(*required: str) -> dict[str, Any]:
        problem = {"description": "", "content": {JSON: {"schema": thing(required, detail=TEXT)}}}
        return document(
            {"/things": {"get": operation(responses={"200": {"description": ""}, "404": problem})}}
        )

    change = found(diff_of(spec("detail"), spec()), "property-became-optional")
    assert change is not None
    assert (change.place, change.level) == ("answer 404.detail", "breaking")


def test_a_callback_is_received_by_the_client_of_its_operation() -> None:
    def spec(*required: str) -> dict[str, Any]:
        sent = {"required": True, "content": {JSON: {"schema": thing(required, a=TEXT)}}}
        callbacks = {"done": {"{$request.body#/url}": {"post": operation(requestBody=sent)}}}
        return document({"/things": {"get": operation(callbacks=callbacks)}})

    change = found(diff_of(spec(), spec("a")), "property-became-required")
    assert change is not None
    assert (change.level, change.requests, change.responses) == ("safe", (), ("GET /things",))


def test_an_operation_moves_if_it_receives_the_same_component() -> None:
    def spec(path: str, name: str, component: str) -> dict[str, Any]:
        received = answers({"type": "array", "items": ref(component)})
        paths = {path: {"get": operation(operationId=name, responses=received)}}
        return document(paths, components={"schemas": {component: thing(a=TEXT)}})

    old = spec("/runs/{run_id}/results", "list_run_results", "Item")
    moved = found(diff_of(old, spec("/runs/{id}/items", "list_run_items", "Item")), "operation-moved")
    assert moved is not None
    assert moved.rename is not None
    assert "the types are the same" in moved.rename.reasons
    assert found(diff_of(old, spec("/runs/{id}/logs", "list_run_logs", "Log")), "operation-moved") is None


def test_members_with_two_tags_are_two_members() -> None:
    def member(kind: str) -> dict[str, Any]:
        return thing(("kind", "a", "b"), kind={"const": kind}, a=TEXT, b=TEXT)

    old = answer({"oneOf": [ref("Cat"), ref("Dog")]}, Cat=member("cat"), Dog=member("dog"))
    new = answer({"oneOf": [ref("Cat"), ref("Fox")]}, Cat=member("cat"), Fox=member("fox"))
    rules = {change.rule for change in diff_of(old, new).changes}
    assert {"union-member-added", "union-member-removed"} <= rules
    assert "const-changed" not in rules
