"""Single changes of the platform API, and the places of its SDK that each reaches.

A row is a name, the edit of the spec, and the findings that it must have: effect, end of the path, and a part
of the name of a function that the finding reaches. `NOTHING` stands for a change that reaches no line of the
layer.
"""

import json
from collections.abc import Callable
from typing import Any, Final, TypeAlias

Spec: TypeAlias = dict[str, Any]
Expected: TypeAlias = tuple[tuple[str, str, str], ...]

NOTHING: Final[Expected] = ()

RUNS, RUN = "/v1/runs", "/v1/runs/{run_id}"
ITEMS = "/v1/runs/{run_id}/items"


def operation(spec: Spec, path: str, method: str = "get") -> Any:
    return spec["paths"][path][method]


def parameter(spec: Spec, path: str, name: str) -> Any:
    return next(one for one in operation(spec, path)["parameters"] if one["name"] == name)


def schema(spec: Spec, name: str) -> Any:
    return spec["components"]["schemas"][name]


def rename_parameter(path: str, old: str, new: str) -> Callable[[Spec], object]:
    return lambda spec: parameter(spec, path, old).update(name=new)


def bound(path: str, name: str, **keywords: int) -> Callable[[Spec], object]:
    return lambda spec: parameter(spec, path, name)["schema"].update(keywords)


def rename_property(name: str, old: str, new: str) -> Callable[[Spec], object]:
    def edit(spec: Spec) -> None:
        found = schema(spec, name)
        found["properties"] = {new if key == old else key: one for key, one in found["properties"].items()}
        found["required"] = [new if key == old else key for key in found.get("required", [])]

    return edit


def remove_property(name: str, old: str) -> Callable[[Spec], object]:
    def edit(spec: Spec) -> None:
        found = schema(spec, name)
        del found["properties"][old]
        found["required"] = [key for key in found.get("required", []) if key != old]

    return edit


def set_property(
    name: str, property_: str, content: Any, *, required: bool | None = None
) -> Callable[[Spec], object]:
    def edit(spec: Spec) -> None:
        found = schema(spec, name)
        found["properties"][property_] = content
        if required is not None:
            rest = [key for key in found.get("required", []) if key != property_]
            found["required"] = [*rest, property_] if required else rest

    return edit


def make_optional(name: str, property_: str) -> Callable[[Spec], object]:
    return lambda spec: schema(spec, name)["required"].remove(property_)


def enum(name: str, edit: Callable[[list[str]], object]) -> Callable[[Spec], object]:
    return lambda spec: edit(schema(spec, name)["enum"])


def rename_value(name: str, old: str, new: str) -> Callable[[Spec], object]:
    def edit(spec: Spec) -> None:
        found = schema(spec, name)
        found["enum"] = [new if value == old else value for value in found["enum"]]

    return edit


def remove_operation(path: str, method: str) -> Callable[[Spec], object]:
    return lambda spec: spec["paths"][path].pop(method)


def move_path(old: str, new: str) -> Callable[[Spec], object]:
    def edit(spec: Spec) -> None:
        spec["paths"] = {new if key == old else key: item for key, item in spec["paths"].items()}

    return edit


def rename_schema(old: str, new: str) -> Callable[[Spec], object]:
    def edit(spec: Spec) -> None:
        text = json.dumps(spec["paths"]).replace(f'schemas/{old}"', f'schemas/{new}"')
        spec["paths"] = json.loads(text)
        text = json.dumps(spec["components"]).replace(f'schemas/{old}"', f'schemas/{new}"')
        spec["components"] = json.loads(text)
        found = spec["components"]["schemas"]
        spec["components"]["schemas"] = {new if key == old else key: one for key, one in found.items()}

    return edit


def set_status(path: str, method: str, old: str, new: str) -> Callable[[Spec], object]:
    def edit(spec: Spec) -> None:
        found = operation(spec, path, method)
        found["responses"] = {new if key == old else key: one for key, one in found["responses"].items()}

    return edit


def add_parameter(path: str, method: str, **content: Any) -> Callable[[Spec], object]:
    return lambda spec: operation(spec, path, method).setdefault("parameters", []).append(content)


def to_api_key(spec: Spec) -> None:
    key = {"type": "apiKey", "in": "header", "name": "X-API-Key"}
    spec["components"]["securitySchemes"]["OAuth2AuthorizationCodeBearer"] = key


TEXT = {"type": "string"}
NULLABLE_TEXT = {"anyOf": [TEXT, {"type": "null"}]}

CHANGES: Final[tuple[tuple[str, Callable[[Spec], object], Expected], ...]] = (
    (
        "a query parameter renamed, used",
        rename_parameter(RUNS, "external_id", "item_external_id"),
        (("breaks", "runs.py", "list"),),
    ),
    (
        "a page parameter renamed",
        rename_parameter(RUNS, "page", "page_number"),
        (("breaks", "runs.py", "list"),),
    ),
    (
        "a page size renamed",
        rename_parameter(ITEMS, "page_size", "limit"),
        (("breaks", "run.py", "results"),),
    ),
    (
        "the most of a page size lowered",
        bound(RUNS, "page_size", maximum=50),
        (("breaks", "runs.py", "list"),),
    ),
    (
        "the least of a page size raised",
        bound(RUNS, "page_size", minimum=10),
        # Nothing in the layer repeats the bound: the generated operation has it, and pages check it.
        (("alters", "runs.py", "list"),),
    ),
    (
        "a state added to a wait",
        enum("RunState", lambda values: values.append("PAUSED")),
        (("alters", "states.py", "RunState"),),
    ),
    (
        "a state gone",
        enum("RunState", lambda values: values.remove("PENDING")),
        (("stale", "states.py", "RunState"),),
    ),
    (
        "a state of a filter gone",
        enum("ItemState", lambda values: values.remove("PENDING")),
        (("breaks", "states.py", "ItemState"),),
    ),
    (
        "a reason renamed",
        enum(
            "RunTerminationReason",
            lambda values: values.__setitem__(values.index("CANCELED_BY_USER"), "CANCELLED_BY_USER"),
        ),
        (("breaks", "states.py", "RunTerminationReason"),),
    ),
    ("bearer becomes an API key", to_api_key, (("breaks", "", ""),)),
    (
        "a field may be null",
        set_property("RunReadResponse", "version_number", NULLABLE_TEXT),
        (("breaks", "models.py", "RunData.from_wire"),),
    ),
    (
        "a field of a field may be null",
        set_property("RunItemStatistics", "item_count", {"anyOf": [{"type": "integer"}, {"type": "null"}]}),
        (("breaks", "models.py", "RunStatistics.from_wire"),),
    ),
    (
        "a field may be null that the layer guards",
        set_property("RunReadResponse", "organization_id", NULLABLE_TEXT),
        NOTHING,
    ),
    (
        "a field gone",
        remove_property("RunReadResponse", "submitted_by"),
        (("breaks", "models.py", "RunData.from_wire"),),
    ),
    (
        "a field renamed",
        rename_property("RunReadResponse", "statistics", "item_statistics"),
        (("breaks", "models.py", "RunData.from_wire"),),
    ),
    (
        "a sent field renamed",
        rename_property("RunCreationRequest", "custom_metadata", "metadata"),
        (("breaks", "submission.py", ""),),
    ),
    (
        "the type of a field changed",
        set_property("RunReadResponse", "submitted_by", {"type": "integer"}),
        (("breaks", "models.py", "RunData.from_wire"),),
    ),
    (
        "the format of a field gone",
        set_property("RunReadResponse", "submitted_at", TEXT),
        (("breaks", "models.py", "RunData.from_wire"),),
    ),
    (
        "a field became optional",
        make_optional("RunReadResponse", "output"),
        (("breaks", "models.py", "RunData.from_wire"),),
    ),
    (
        "a parameter of a read gone",
        lambda spec: operation(spec, RUN)["parameters"].remove(parameter(spec, RUN, "share_token")),
        (("breaks", "run.py", "details"), ("breaks", "runs.py", "get")),
    ),
    (
        "an operation gone",
        remove_operation("/v1/runs/{run_id}/cancel", "post"),
        (("breaks", "run.py", "cancel"),),
    ),
    ("an operation moved", move_path("/v1/me", "/v1/users/me"), (("breaks", "account.py", "me"),)),
    (
        "only an operationId changed",
        lambda spec: operation(spec, RUN).update(operationId="fetch_run"),
        NOTHING,
    ),
    (
        "an operation deprecated",
        lambda spec: operation(spec, RUN).update(deprecated=True),
        (("stale", "runs.py", "get"),),
    ),
    (
        "a new required field of a body",
        set_property("RunCreationRequest", "project", TEXT, required=True),
        (("breaks", "submission.py", ""),),
    ),
    (
        "a new required parameter",
        add_parameter(RUNS, "post", name="project", **{"in": "query"}, required=True, schema=TEXT),
        (("breaks", "runs.py", "submit"),),
    ),
    (
        "a new required header",
        add_parameter(RUNS, "post", name="Idempotency-Key", **{"in": "header"}, required=True, schema=TEXT),
        (("breaks", "runs.py", "submit"),),
    ),
    ("a success status changed", set_status(RUNS, "post", "201", "202"), (("alters", "runs.py", "submit"),)),
    (
        "the path of the server changed",
        lambda spec: spec["servers"][0].update(url="/api/v2"),
        (("breaks", "", ""),),
    ),
    (
        "a new field of an answer",
        set_property("RunReadResponse", "priority", {"type": "integer"}),
        (("offer", "", ""),),
    ),
    (
        "a new optional parameter",
        add_parameter(RUNS, "get", name="label", **{"in": "query"}, schema=TEXT),
        (("offer", "", ""),),
    ),
    (
        "a new operation",
        lambda spec: spec["paths"].update(
            {"/v1/labels": {"get": {"operationId": "list_labels", "responses": {"200": {"description": ""}}}}}
        ),
        (("offer", "", ""),),
    ),
    (
        "a schema renamed",
        rename_schema("RunReadResponse", "RunDetails"),
        (("breaks", "models.py", "RunData.from_wire"),),
    ),
    ("a description changed", lambda spec: operation(spec, RUN).update(description="Other words."), NOTHING),
    (
        "properties in another order",
        lambda spec: schema(spec, "RunReadResponse").update(
            properties=dict(reversed(schema(spec, "RunReadResponse")["properties"].items()))
        ),
        NOTHING,
    ),
    ("a bound of an unused parameter", bound("/v1/applications", "page", minimum=0), NOTHING),
)
