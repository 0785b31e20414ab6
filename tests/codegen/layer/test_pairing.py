"""Each part of an old client is paired with the part that it became in the new one."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from seawall.codegen.diff.compare import compare_specs
from seawall.codegen.effective_spec import EffectiveSpec, effective_spec
from seawall.codegen.fetch.documents import Documents
from seawall.codegen.layer.client import ClientStyle, GeneratedClient, Part, PartKind
from seawall.codegen.layer.client_reading import read_client
from seawall.codegen.layer.new_client import client_pins, new_client_files
from seawall.codegen.layer.pairing import paired_function, paired_parts
from tests.codegen.generating import make, operation, spec
from tests.codegen.layer.shop import SPEC, made

RUN = {
    "type": "object",
    "required": ["run_id", "status"],
    "properties": {
        "run_id": {"type": "string"},
        "status": {"type": "string", "enum": ["queued", "in_progress", "done"]},
        "created_at": {"type": "string", "format": "date-time"},
        "owner": {"type": "object", "properties": {"email": {"type": "string"}}},
    },
}


def run_with(changes: Mapping[str, Any], *, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """The schema of a run with other properties."""
    kept = {name: schema for name, schema in RUN["properties"].items() if name not in without}  # type: ignore[attr-defined]
    return {**RUN, "properties": {**kept, **changes}}


OWNER = RUN["properties"]["owner"]  # type: ignore[index]


def runs(
    schema: object = RUN,
    *,
    component: str = "Run",
    path: str = "/v1/runs/{run_id}",
    parameter: str = "page_size",
    **schemas: object,
) -> EffectiveSpec:
    """A spec with one operation that returns a run."""
    in_path = path.partition("{")[2].partition("}")[0]
    get = operation(
        answer={"$ref": f"#/components/schemas/{component}"},
        operationId="get_run",
        summary="Details of a run",
        parameters=[
            {"name": in_path, "in": "path", "required": True, "schema": {"type": "string"}},
            {"name": parameter, "in": "query", "description": "Items.", "schema": {"type": "integer"}},
        ],
    )
    content = json.loads(spec({path: {"get": get}}, {component: schema, **schemas}))
    return effective_spec(Documents(root="openapi.json", documents={"openapi.json": content}))


def pairs_of(old: EffectiveSpec, new: EffectiveSpec, style: str = "seawall") -> dict[Part, Part | None]:
    nothing = GeneratedClient(package="demo.client", style=ClientStyle(style))
    before = read_client(new_client_files(nothing, old.api, old), old.api, "demo.client")
    after = read_client(new_client_files(before, old.api, new), new.api, "demo.client")
    return paired_parts(before, after, compare_specs(old, new))


def other(pairs: Mapping[Part, Part | None]) -> dict[str, str]:
    """The pairs that differ, in short."""
    return {
        f"{old.owner} {old.name}".strip(): "" if new is None else f"{new.owner} {new.name}".strip()
        for old, new in pairs.items()
        if new != old
    }


# openapi-python-client takes 100 ms for each version.
STYLES = pytest.mark.parametrize("style", ["seawall", pytest.param("stock", marks=pytest.mark.slow)])
STATUS = {"type": "string", "enum": ["queued", "in-progress", "done"]}


@STYLES
def test_without_a_change_each_part_is_paired_with_itself(style: str) -> None:
    pairs = pairs_of(runs(), runs(), style)
    assert other(pairs) == {}
    assert {part.kind for part in pairs} == set(PartKind)


@STYLES
@pytest.mark.parametrize(
    ("new", "changed"),
    [
        pytest.param(
            runs(parameter="pageSize"),
            {"GET /v1/runs/{run_id} query page_size": "GET /v1/runs/{run_id} query pageSize"},
            id="parameter",
        ),
        pytest.param(
            runs(path="/v1/runs/{id}"),
            {
                "GET /v1/runs/{run_id}": "GET /v1/runs/{id}",
                "GET /v1/runs/{run_id} path run_id": "GET /v1/runs/{id} path id",
                "GET /v1/runs/{run_id} query page_size": "GET /v1/runs/{id} query page_size",
            },
            id="placeholder",
        ),
        pytest.param(
            runs(path="/v2/runs/{run_id}"),
            {
                "GET /v1/runs/{run_id}": "GET /v2/runs/{run_id}",
                "GET /v1/runs/{run_id} path run_id": "GET /v2/runs/{run_id} path run_id",
                "GET /v1/runs/{run_id} query page_size": "GET /v2/runs/{run_id} query page_size",
            },
            id="path",
        ),
        pytest.param(
            runs(run_with({"createdAt": {"type": "string", "format": "date-time"}}, without=("created_at",))),
            {"Run created_at": "Run created_at_2"},
            id="property",
        ),
        pytest.param(runs(run_with({}, without=("created_at",))), {"Run created_at": ""}, id="property gone"),
        pytest.param(
            runs(run_with({"status": {"type": "string", "enum": ["queued", "done"]}})),
            {"RunStatus IN_PROGRESS": ""},
            id="value gone",
        ),
        pytest.param(
            runs(run_with({"owner": {"$ref": "#/components/schemas/Person"}}), Person=OWNER),
            {"RunOwner": "Person", "RunOwner email": "Person email"},
            id="inline class to component",
        ),
    ],
)
def test_renamed_and_lost_parts(style: str, new: EffectiveSpec, changed: dict[str, str]) -> None:
    found = {
        old: after for old, after in other(pairs_of(runs(), new, style)).items() if "additional" not in old
    }
    if style == "stock":
        # Without pins the name of a field is free again.
        changed = {old: after for old, after in changed.items() if after != "Run created_at_2"}
    assert found == changed


@STYLES
def test_a_renamed_value_is_the_same_member(style: str) -> None:
    pairs = pairs_of(runs(), runs(run_with({"status": STATUS})), style)
    found = pairs[Part(PartKind.MEMBER, "RunStatus", "IN_PROGRESS")]
    assert found == Part(
        PartKind.MEMBER, "RunStatus", "IN_DASH_PROGRESS" if style == "seawall" else "IN_PROGRESS"
    )


@STYLES
def test_a_renamed_component_takes_its_fields_and_inner_classes_along(style: str) -> None:
    pairs = pairs_of(runs(), runs(component="Job"), style)
    assert pairs[Part(PartKind.CLASS, "Run")] == Part(PartKind.CLASS, "Job")
    assert pairs[Part(PartKind.FIELD, "Run", "run_id")] == Part(PartKind.FIELD, "Job", "run_id")
    assert pairs[Part(PartKind.CLASS, "RunOwner")] == Part(PartKind.CLASS, "JobOwner")
    assert pairs[Part(PartKind.MEMBER, "RunStatus", "DONE")] == Part(PartKind.MEMBER, "JobStatus", "DONE")


def test_a_class_that_became_a_union_finds_its_fields_in_the_members() -> None:
    waiting = {"type": "object", "properties": {"place": {"type": "integer"}}}
    union = {"oneOf": [{"$ref": "#/components/schemas/Full"}, {"$ref": "#/components/schemas/Waiting"}]}
    pairs = pairs_of(runs(), runs(union, Full=RUN, Waiting=waiting))
    assert pairs[Part(PartKind.CLASS, "Run")] == Part(PartKind.CLASS, "Run")
    assert pairs[Part(PartKind.FIELD, "Run", "status")] == Part(PartKind.FIELD, "Full", "status")


def test_a_class_whose_places_all_have_another_one_is_that_one() -> None:
    """The component of its name has lost the fields, which the one that is used now has."""
    less = run_with({}, without=("created_at", "owner"))
    pairs = pairs_of(runs(Owner=OWNER), runs(component="RunDetails", Owner=OWNER, Run=less))
    assert pairs[Part(PartKind.CLASS, "Run")] == Part(PartKind.CLASS, "RunDetails")
    assert pairs[Part(PartKind.FIELD, "Run", "owner")] == Part(PartKind.FIELD, "RunDetails", "owner")


def test_an_operation_that_is_gone_takes_its_parameters_and_classes_along() -> None:
    content = json.loads(
        spec({"/health": {"post": operation(answer={"type": "string"}, operationId="check")}})
    )
    new = effective_spec(Documents(root="openapi.json", documents={"openapi.json": content}))
    assert set(pairs_of(runs(), new).values()) == {None}


@STYLES
def test_the_function_of_a_moved_operation_sends_in_the_same_way(style: str) -> None:
    old, new = runs(), runs(path="/v2/runs/{run_id}")
    nothing = GeneratedClient(package="demo.client", style=ClientStyle(style))
    before = read_client(new_client_files(nothing, old.api, old), old.api, "demo.client")
    after = read_client(new_client_files(before, old.api, new), new.api, "demo.client")
    pairs = paired_parts(before, after, compare_specs(old, new))
    for function in before.functions:
        found = paired_function(function, after, pairs)
        assert found is not None
        assert found.operation == "GET /v2/runs/{run_id}"
        assert style == "seawall" or found.name == function.name


def test_the_pins_of_a_client_are_those_of_its_names_file() -> None:
    result, client = made("seawall")
    pins, wanted = client_pins(client, result.api), result.chosen.pins
    assert pins.operations == wanted.operations
    assert pins.schemas == wanted.schemas
    assert pins.inline == wanted.inline
    assert pins.parameters == wanted.parameters
    assert pins.fields == wanted.fields
    assert pins.members == wanted.members


def test_names_that_a_person_chose_stay_in_the_new_client() -> None:
    pinned = json.loads(make(SPEC).names)
    pinned["schemas"]["Pet"] = "Animal"
    pinned["fields"]["Pet"]["pet-name"] = "label"
    pinned["operations"]["GET /pets"] = "all_pets"
    result = make(SPEC, names=json.dumps(pinned).encode())
    files = {name: content.decode() for name, content in result.files.items()}
    client = read_client(files, result.api, "shop.client")
    content = json.loads(SPEC)
    new = effective_spec(Documents(root="openapi.json", documents={"openapi.json": content}))
    found = read_client(new_client_files(client, result.api, new), new.api, "shop.client")
    assert found == client
    assert found.classes["Animal"].fields["label"].wire_name == "pet-name"
    assert "all_pets" in {function.name for function in found.functions}


def test_a_part_that_is_spelt_in_another_way_keeps_its_name_with_the_diff() -> None:
    old, new = runs(), runs(path="/v1/runs/{id}", parameter="pageSize")
    nothing = GeneratedClient(package="demo.client", style=ClientStyle.SEAWALL)
    before = read_client(new_client_files(nothing, old.api, old), old.api, "demo.client")
    files = new_client_files(before, old.api, new, diff=compare_specs(old, new))
    (function,) = read_client(files, new.api, "demo.client").functions
    assert function.name == before.functions[0].name
    assert dict(function.arguments) == {"id": "path id", "page_size": "query pageSize"}
