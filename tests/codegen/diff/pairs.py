"""Small pairs of specs: a table with one row or more for each rule."""

from collections.abc import Mapping
from typing import Any

from seawall.codegen.diff.change import Change, Diff
from seawall.codegen.diff.compare import compare_specs
from seawall.codegen.effective_spec import effective_spec
from seawall.codegen.fetch.documents import Documents

__all__ = ["ROWS", "answer", "body", "diff_of", "document", "found", "operation", "parameter"]

JSON = "application/json"
Document = dict[str, Any]


def document(paths: Mapping[str, Any] | None = None, **more: Any) -> Document:
    """A spec with these paths."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "servers": [{"url": "https://api.example.com/v1"}],
        "paths": {"/things": {"get": operation()}} if paths is None else paths,
    } | more


def operation(**more: Any) -> Document:
    """An operation with an answer without a body."""
    return {"operationId": "get_things", "responses": {"200": {"description": ""}}} | more


def only(**more: Any) -> Document:
    """A spec with one operation with these facts."""
    return document({"/things": {"get": operation(**more)}})


def body(schema: Any, **schemas: Any) -> Document:
    """A spec whose one operation sends `schema`."""
    content = {"required": True, "content": {JSON: {"schema": schema}}}
    paths = {"/things": {"post": operation(requestBody=content)}}
    return document(paths, components={"schemas": schemas})


def answer(schema: Any, **schemas: Any) -> Document:
    """A spec whose one operation receives `schema`."""
    return document(
        {"/things": {"get": operation(responses=answers(schema))}}, components={"schemas": schemas}
    )


def answers(schema: Any) -> Document:
    """An answer 200 with this schema."""
    return {"200": {"description": "", "content": {JSON: {"schema": schema}}}}


def parameter(name: str = "limit", schema: Any = None, **more: Any) -> Document:
    """A query parameter."""
    return {"name": name, "in": "query", "schema": schema or {"type": "integer"}} | more


def parameters(*found: Document) -> Document:
    """A spec whose one operation has these parameters."""
    return only(parameters=list(found))


def diff_of(old: Document, new: Document) -> Diff:
    """The diff of two specs."""
    return compare_specs(*(effective_spec(_one(each)) for each in (old, new)))


def _one(root: Document) -> Documents:
    return Documents(root="api.json", documents={"api.json": root})


def found(diff: Diff, rule: str) -> Change | None:
    """The first change of this rule."""
    return next((change for change in diff.changes if change.rule == rule), None)


def thing(required: tuple[str, ...] = (), closed: bool = False, **properties: Any) -> Document:
    """An object with these properties."""
    shape: Document = {"type": "object", "properties": properties, "required": list(required)}
    return shape | ({"additionalProperties": False} if closed else {})


TEXT: Document = {"type": "string"}
NUMBER: Document = {"type": "integer"}
OBJECTS = {
    "Cat": thing(("kind", "meow"), kind={"type": "string"}, meow=NUMBER),
    "Dog": thing(("kind", "bark"), kind={"type": "string"}, bark=TEXT),
}
REFS = [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]


def tagged(name: str = "kind", **mapping: str) -> Document:
    """A union of cats and dogs with a discriminator; `mapping` is by component."""
    return {
        "oneOf": REFS,
        "discriminator": {
            "propertyName": name,
            "mapping": {tag: f"#/components/schemas/{component}" for tag, component in mapping.items()},
        },
    }


def form(**encoding: Any) -> Document:
    """A spec whose one operation sends a form."""
    content = {"schema": thing(tags={"type": "array", "items": TEXT}), "encoding": {"tags": encoding}}
    sent = {"required": True, "content": {"application/x-www-form-urlencoded": content}}
    return document({"/things": {"post": operation(requestBody=sent)}})


def sending(**contents: Any) -> Document:
    """A spec whose one operation may send these, by media type with `_` for `/`."""
    found = {name.replace("_", "/"): {"schema": schema} for name, schema in contents.items()}
    return document({"/things": {"post": operation(requestBody={"required": True, "content": found})}})


def receiving(*contents: str, **more: Any) -> Document:
    """A spec whose one operation receives 200 in these media types."""
    content = {name: {"schema": TEXT} for name in contents}
    return only(responses={"200": {"description": "", "content": content} | more})


def statuses(*found: str) -> Document:
    """A spec whose one operation has answers of these statuses."""
    return only(responses={status: {"description": ""} for status in found})


def header(**facts: Any) -> Document:
    """A spec whose one operation answers with a header."""
    return receiving(JSON, headers={"X-Total": {"schema": NUMBER} | facts})


KEY = {"type": "apiKey", "in": "header", "name": "X-Key"}
BEARER = {"type": "http", "scheme": "bearer"}


def flow(url: str) -> Document:
    """An OAuth 2 scheme with this token URL."""
    flows = {"clientCredentials": {"tokenUrl": url, "scopes": {"read": "", "write": ""}}}
    return {"type": "oauth2", "flows": flows}


def secured(security: Any, **schemes: Any) -> Document:
    """A spec whose one operation needs this, with these schemes besides `key` and `bearer`."""
    known = {"key": KEY, "bearer": BEARER} | schemes
    return document(security=security, components={"securitySchemes": known})


def servers(*found: Any) -> Document:
    """A spec with these servers."""
    return document(servers=[each if isinstance(each, dict) else {"url": each} for each in found])


FIRST = "https://api.example.com/v1"
REGION = {"url": "https://{region}.example.com", "variables": {"region": {"default": "eu"}}}
US = REGION | {"variables": {"region": {"default": "us"}}}
ARRAY = {"type": "array", "items": TEXT}
BODY = {"content": {JSON: {"schema": TEXT}}}

# Rule, level, direction, old, new.
ROWS: tuple[tuple[str, str, str, Document, Document], ...] = (
    # Operations.
    (
        "operation-added",
        "safe",
        "request",
        document(),
        document({"/things": {"get": operation(), "delete": operation(operationId="clear")}}),
    ),
    ("operation-removed", "breaking", "request", document(), document({})),
    (
        "operation-moved",
        "breaking",
        "request",
        document(),
        document({"/v2/things": {"get": operation()}}),
    ),
    (
        "operation-path-renamed",
        "safe",
        "request",
        document({"/things/{id}": {"get": operation()}}),
        document({"/things/{thing_id}": {"get": operation()}}),
    ),
    ("operation-id-changed", "safe", "request", document(), only(operationId="list_things")),
    ("operation-tags-changed", "safe", "request", document(), only(tags=["things"])),
    ("operation-deprecated", "safe", "request", document(), only(deprecated=True)),
    ("operation-undeprecated", "safe", "request", only(deprecated=True), document()),
    ("sunset-added", "risky", "request", document(), only(**{"x-sunset": "2027-01-01"})),
    (
        "sunset-earlier",
        "risky",
        "request",
        only(**{"x-sunset": "2027-01-01"}),
        only(**{"x-sunset": "2026-12-01"}),
    ),
    ("sunset-later", "safe", "request", only(**{"x-sunset": "2027-01-01"}), document()),
    # Parameters.
    ("required-parameter-added", "breaking", "request", parameters(), parameters(parameter(required=True))),
    ("optional-parameter-added", "safe", "request", parameters(), parameters(parameter())),
    ("parameter-removed", "risky", "request", parameters(parameter()), parameters()),
    (
        "parameter-renamed",
        "breaking",
        "request",
        parameters(parameter("page_size")),
        parameters(parameter("pageSize")),
    ),
    (
        "parameter-renamed",
        "breaking",
        "request",
        parameters(parameter("after", TEXT)),
        parameters(parameter("cursor", TEXT)),
    ),
    (
        "parameter-moved",
        "breaking",
        "request",
        parameters(parameter("trace")),
        parameters(parameter("trace", **{"in": "header"})),
    ),
    (
        "path-parameter-renamed",
        "safe",
        "request",
        document({"/things/{id}": {"get": operation()}}),
        document({"/things/{thing_id}": {"get": operation()}}),
    ),
    (
        "parameter-became-required",
        "breaking",
        "request",
        parameters(parameter()),
        parameters(parameter(required=True)),
    ),
    (
        "parameter-became-optional",
        "safe",
        "request",
        parameters(parameter(required=True)),
        parameters(parameter()),
    ),
    (
        "parameter-style-changed",
        "breaking",
        "request",
        parameters(parameter(schema=ARRAY)),
        parameters(parameter(schema=ARRAY, explode=False)),
    ),
    (
        "parameter-style-changed",
        "breaking",
        "request",
        parameters(parameter()),
        parameters({"name": "limit", "in": "query", "content": {JSON: {"schema": NUMBER}}}),
    ),
    (
        "parameter-escaping-changed",
        "risky",
        "request",
        parameters(parameter()),
        parameters(parameter(allowReserved=True)),
    ),
    (
        "parameter-deprecated",
        "safe",
        "request",
        parameters(parameter()),
        parameters(parameter(deprecated=True)),
    ),
    (
        "parameter-undeprecated",
        "safe",
        "request",
        parameters(parameter(deprecated=True)),
        parameters(parameter()),
    ),
    # Bodies and answers.
    ("required-body-added", "breaking", "request", only(), only(requestBody=BODY | {"required": True})),
    ("optional-body-added", "safe", "request", only(), only(requestBody=BODY)),
    ("body-removed", "breaking", "request", only(requestBody=BODY), only()),
    (
        "body-became-required",
        "breaking",
        "request",
        only(requestBody=BODY),
        only(requestBody=BODY | {"required": True}),
    ),
    (
        "body-became-optional",
        "safe",
        "request",
        only(requestBody=BODY | {"required": True}),
        only(requestBody=BODY),
    ),
    ("media-type-added", "safe", "response", receiving(JSON), receiving(JSON, "text/csv")),
    ("media-type-removed", "breaking", "response", receiving(JSON, "text/csv"), receiving(JSON)),
    (
        "media-type-removed",
        "breaking",
        "request",
        sending(text_csv=TEXT, text_plain=TEXT),
        sending(text_csv=TEXT),
    ),
    (
        "media-type-renamed",
        "safe",
        "response",
        receiving("text/plain"),
        receiving("text/plain; charset=utf-8"),
    ),
    ("streaming-added", "breaking", "response", receiving(JSON), receiving(JSON, "text/event-stream")),
    ("streaming-removed", "breaking", "response", receiving(JSON, "text/event-stream"), receiving(JSON)),
    ("encoding-changed", "breaking", "request", form(), form(style="pipeDelimited", explode=False)),
    ("success-status-added", "risky", "response", statuses("200"), statuses("200", "202")),
    ("success-status-removed", "breaking", "response", statuses("200", "202"), statuses("200")),
    ("error-status-added", "safe", "response", statuses("200"), statuses("200", "404")),
    ("error-status-removed", "safe", "response", statuses("200", "404"), statuses("200")),
    ("status-generalized", "safe", "response", statuses("200", "404"), statuses("200", "4XX")),
    ("header-added", "safe", "response", receiving(JSON), header()),
    ("required-header-removed", "breaking", "response", header(required=True), receiving(JSON)),
    ("optional-header-removed", "risky", "response", header(), receiving(JSON)),
    ("header-became-required", "safe", "response", header(), header(required=True)),
    ("header-became-optional", "breaking", "response", header(required=True), header()),
    ("header-deprecated", "safe", "response", header(), header(deprecated=True)),
    # Authentication and servers.
    ("security-added", "breaking", "request", secured([]), secured([{"key": []}])),
    ("security-added", "breaking", "request", secured([{}, {"key": []}]), secured([{"key": []}])),
    ("security-removed", "safe", "request", secured([{"key": []}]), secured([])),
    (
        "security-alternative-added",
        "safe",
        "request",
        secured([{"key": []}]),
        secured([{"key": []}, {"bearer": []}]),
    ),
    (
        "security-alternative-removed",
        "breaking",
        "request",
        secured([{"key": []}, {"bearer": []}]),
        secured([{"key": []}]),
    ),
    (
        "security-alternative-removed",
        "breaking",
        "request",
        secured([{"bearer": []}]),
        secured([{"bearer": [], "key": []}]),
    ),
    (
        "security-scope-added",
        "breaking",
        "request",
        secured([{"login": ["read"]}], login=flow("https://a")),
        secured([{"login": ["read", "write"]}], login=flow("https://a")),
    ),
    (
        "security-scope-removed",
        "safe",
        "request",
        secured([{"login": ["read", "write"]}], login=flow("https://a")),
        secured([{"login": ["read"]}], login=flow("https://a")),
    ),
    (
        "security-scheme-changed",
        "breaking",
        "request",
        secured([{"login": []}], login=BEARER | {"scheme": "basic"}),
        secured([{"login": []}], login=KEY | {"name": "X-Login"}),
    ),
    (
        "security-scheme-renamed",
        "safe",
        "request",
        secured([{"login": []}], login=KEY | {"name": "X-Login"}),
        secured([{"loginKey": []}], loginKey=KEY | {"name": "X-Login"}),
    ),
    (
        "security-flow-changed",
        "risky",
        "request",
        secured([{"login": []}], login=flow("https://a.example.com")),
        secured([{"login": []}], login=flow("https://b.example.com")),
    ),
    ("server-added", "safe", "request", servers(FIRST), servers(FIRST, "https://eu.example.com/v1")),
    ("server-removed", "risky", "request", servers(FIRST, "https://eu.example.com/v1"), servers(FIRST)),
    ("server-changed", "risky", "request", servers(FIRST), servers("https://eu.example.com/v1")),
    ("server-path-changed", "breaking", "request", servers(FIRST), servers("https://api.example.com/v2")),
    ("server-variable-changed", "risky", "request", servers(REGION), servers(US)),
    # Types.
    ("type-changed", "breaking", "request", body(TEXT), body(NUMBER)),
    ("type-changed", "breaking", "response", answer(thing(a=TEXT)), answer(ARRAY)),
    ("type-widened", "safe", "request", body(NUMBER), body({"type": "number"})),
    ("type-widened", "breaking", "response", answer(NUMBER), answer({})),
    ("type-narrowed", "breaking", "request", body({"type": "number"}), body(NUMBER)),
    ("type-narrowed", "safe", "response", answer({}), answer(TEXT)),
    ("became-nullable", "safe", "request", body(TEXT), body({"type": ["string", "null"]})),
    ("became-nullable", "breaking", "response", answer(TEXT), answer({"type": ["string", "null"]})),
    ("became-not-nullable", "breaking", "request", body({"type": ["string", "null"]}), body(TEXT)),
    (
        "format-changed",
        "breaking",
        "request",
        body(TEXT | {"format": "date"}),
        body(TEXT | {"format": "uuid"}),
    ),
    (
        "format-widened",
        "breaking",
        "response",
        answer(NUMBER | {"format": "int32"}),
        answer(NUMBER | {"format": "int64"}),
    ),
    ("format-widened", "safe", "request", body(TEXT | {"format": "date"}), body(TEXT)),
    ("format-narrowed", "breaking", "request", body(TEXT), body(TEXT | {"format": "date-time"})),
    (
        "content-changed",
        "breaking",
        "response",
        answer(TEXT),
        answer(TEXT | {"contentEncoding": "base64"}),
    ),
    # Values.
    ("enum-value-added", "safe", "request", body({"enum": ["a", "b"]}), body({"enum": ["a", "b", "cc"]})),
    (
        "enum-value-added",
        "risky",
        "response",
        answer({"enum": ["a", "b"]}),
        answer({"enum": ["a", "b", "cc"]}),
    ),
    (
        "enum-value-removed",
        "breaking",
        "request",
        body({"enum": ["a", "b", "cc"]}),
        body({"enum": ["a", "b"]}),
    ),
    (
        "enum-value-renamed",
        "breaking",
        "response",
        answer({"enum": ["in_progress", "done"]}),
        answer({"enum": ["IN_PROGRESS", "done"]}),
    ),
    ("became-enum", "breaking", "request", body(TEXT), body(TEXT | {"enum": ["a", "b"]})),
    ("became-not-enum", "risky", "response", answer(TEXT | {"enum": ["a", "b"]}), answer(TEXT)),
    ("const-changed", "breaking", "response", answer({"const": "event"}), answer({"const": "event_message"})),
    ("bound-added", "breaking", "request", body(NUMBER), body(NUMBER | {"maximum": 100})),
    (
        "bound-tightened",
        "breaking",
        "request",
        body(NUMBER | {"maximum": 100}),
        body(NUMBER | {"maximum": 50}),
    ),
    ("bound-loosened", "safe", "request", body(TEXT | {"minLength": 3}), body(TEXT | {"minLength": 2})),
    (
        "bound-loosened",
        "breaking",
        "response",
        answer(TEXT | {"maxLength": 3}),
        answer(TEXT | {"maxLength": 4}),
    ),
    ("bound-removed", "safe", "request", body(ARRAY | {"maxItems": 3}), body(ARRAY)),
    ("pattern-added", "breaking", "request", body(TEXT), body(TEXT | {"pattern": "^a"})),
    ("pattern-changed", "risky", "request", body(TEXT | {"pattern": "^b"}), body(TEXT | {"pattern": "^a"})),
    ("pattern-removed", "safe", "request", body(TEXT | {"pattern": "^b"}), body(TEXT)),
    ("unique-items-added", "breaking", "request", body(ARRAY), body(ARRAY | {"uniqueItems": True})),
    ("unique-items-removed", "risky", "response", answer(ARRAY | {"uniqueItems": True}), answer(ARRAY)),
    (
        "tuple-changed",
        "breaking",
        "response",
        answer({"type": "array", "prefixItems": [TEXT]}),
        answer({"type": "array", "prefixItems": [TEXT, NUMBER]}),
    ),
    (
        "default-added",
        "risky",
        "request",
        parameters(parameter()),
        parameters(parameter(schema=NUMBER | {"default": 20})),
    ),
    (
        "default-changed",
        "breaking",
        "request",
        parameters(parameter(schema=NUMBER | {"default": 10})),
        parameters(parameter(schema=NUMBER | {"default": 20})),
    ),
    ("default-changed", "safe", "response", answer(NUMBER | {"default": 1}), answer(NUMBER | {"default": 2})),
    ("default-removed", "risky", "request", body(NUMBER | {"default": 1}), body(NUMBER)),
    # Objects.
    ("required-property-added", "breaking", "request", body(thing()), body(thing(("a",), a=TEXT))),
    ("required-property-added", "safe", "response", answer(thing()), answer(thing(("a",), a=TEXT))),
    ("optional-property-added", "safe", "request", body(thing()), body(thing(a=TEXT))),
    (
        "property-added-to-closed-object",
        "risky",
        "response",
        answer(thing(closed=True)),
        answer(thing(closed=True, a=TEXT)),
    ),
    ("required-property-removed", "risky", "request", body(thing(("a",), a=TEXT)), body(thing())),
    ("required-property-removed", "breaking", "response", answer(thing(("a",), a=TEXT)), answer(thing())),
    ("optional-property-removed", "risky", "response", answer(thing(a=TEXT)), answer(thing())),
    ("property-forbidden", "breaking", "request", body(thing(a=TEXT)), body(thing(closed=True))),
    ("property-renamed", "breaking", "request", body(thing(petName=TEXT)), body(thing(pet_name=TEXT))),
    ("property-became-required", "breaking", "request", body(thing(a=TEXT)), body(thing(("a",), a=TEXT))),
    (
        "property-became-optional",
        "breaking",
        "response",
        answer(thing(("a",), a=TEXT)),
        answer(thing(a=TEXT)),
    ),
    (
        "property-became-read-only",
        "risky",
        "request",
        body(thing(a=TEXT)),
        body(thing(a=TEXT | {"readOnly": True})),
    ),
    (
        "property-became-not-read-only",
        "safe",
        "request",
        body(thing(a=TEXT | {"readOnly": True})),
        body(thing(a=TEXT)),
    ),
    (
        "required-property-writable",
        "breaking",
        "request",
        body(thing(("a",), a=TEXT | {"readOnly": True})),
        body(thing(("a",), a=TEXT)),
    ),
    (
        "property-became-write-only",
        "breaking",
        "response",
        answer(thing(a=TEXT)),
        answer(thing(a=TEXT | {"writeOnly": True})),
    ),
    (
        "property-became-not-write-only",
        "safe",
        "response",
        answer(thing(a=TEXT | {"writeOnly": True})),
        answer(thing(a=TEXT)),
    ),
    ("deprecated", "safe", "request", body(thing(a=TEXT)), body(thing(a=TEXT | {"deprecated": True}))),
    ("undeprecated", "safe", "request", body(thing(a=TEXT | {"deprecated": True})), body(thing(a=TEXT))),
    (
        "additional-properties-forbidden",
        "breaking",
        "request",
        body(thing(a=TEXT)),
        body(thing(closed=True, a=TEXT)),
    ),
    (
        "additional-properties-allowed",
        "risky",
        "response",
        answer(thing(closed=True, a=TEXT)),
        answer(thing(a=TEXT)),
    ),
    (
        "type-changed",
        "breaking",
        "response",
        answer({"type": "object", "additionalProperties": TEXT}),
        answer({"type": "object", "additionalProperties": NUMBER}),
    ),
    # Unions.
    (
        "union-member-added",
        "breaking",
        "response",
        answer({"oneOf": REFS[:1]}, **OBJECTS),
        answer({"oneOf": REFS}, **OBJECTS),
    ),
    ("union-member-added", "safe", "request", body(TEXT), body({"type": ["string", "integer"]})),
    (
        "union-member-removed",
        "breaking",
        "request",
        body({"oneOf": REFS}, **OBJECTS),
        body(REFS[0], **OBJECTS),
    ),
    (
        "union-became-exclusive",
        "risky",
        "request",
        body({"anyOf": REFS}, **OBJECTS),
        body({"oneOf": REFS}, **OBJECTS),
    ),
    (
        "union-became-inclusive",
        "safe",
        "request",
        body({"oneOf": REFS}, **OBJECTS),
        body({"anyOf": REFS}, **OBJECTS),
    ),
    (
        "discriminator-added",
        "risky",
        "request",
        body({"oneOf": REFS}, **OBJECTS),
        body(tagged(cat="Cat", dog="Dog"), **OBJECTS),
    ),
    (
        "discriminator-removed",
        "risky",
        "response",
        answer(tagged(cat="Cat", dog="Dog"), **OBJECTS),
        answer({"oneOf": REFS}, **OBJECTS),
    ),
    (
        "discriminator-property-changed",
        "breaking",
        "request",
        body(
            tagged(cat="Cat", dog="Dog"),
            **{
                n: o | {"required": ["kind", "species"], "properties": o["properties"] | {"species": TEXT}}
                for n, o in OBJECTS.items()
            },
        ),
        body(
            tagged("species", cat="Cat", dog="Dog"),
            **{
                n: o | {"required": ["kind", "species"], "properties": o["properties"] | {"species": TEXT}}
                for n, o in OBJECTS.items()
            },
        ),
    ),
    (
        "discriminator-value-added",
        "risky",
        "response",
        answer(tagged(cat="Cat", dog="Dog"), **OBJECTS),
        answer(tagged(cat="Cat", dog="Dog", puppy="Dog"), **OBJECTS),
    ),
    (
        "discriminator-value-removed",
        "breaking",
        "request",
        body(tagged(cat="Cat", dog="Dog", puppy="Dog"), **OBJECTS),
        body(tagged(cat="Cat", dog="Dog"), **OBJECTS),
    ),
    (
        "discriminator-value-changed",
        "breaking",
        "response",
        answer(tagged(cat="Cat", dog="Dog", small="Dog"), **OBJECTS),
        answer(tagged(cat="Cat", dog="Dog", small="Cat"), **OBJECTS),
    ),
    (
        "discriminator-default-changed",
        "risky",
        "response",
        answer(tagged(cat="Cat", dog="Dog"), **OBJECTS),
        answer(
            {
                "oneOf": REFS,
                "discriminator": tagged(cat="Cat", dog="Dog")["discriminator"]
                | {"defaultMapping": "#/components/schemas/Dog"},
            },
            **OBJECTS,
        ),
    ),
    # Schemas as parts.
    ("keyword-changed", "risky", "request", body(TEXT), body(TEXT | {"not": {"enum": ["admin"]}})),
    (
        "keyword-changed",
        "risky",
        "response",
        answer(
            {"$ref": "#/components/schemas/Bag"}, Bag={"type": "object", "patternProperties": {"^a": TEXT}}
        ),
        answer(
            {"$ref": "#/components/schemas/Bag"}, Bag={"type": "object", "patternProperties": {"^b": TEXT}}
        ),
    ),
    ("schema-added", "safe", "both", answer(TEXT), answer(TEXT, **OBJECTS)),
    ("schema-removed", "safe", "both", answer(TEXT, **OBJECTS), answer(TEXT)),
    (
        "schema-renamed",
        "safe",
        "response",
        answer(REFS[0], Cat=OBJECTS["Cat"]),
        answer({"$ref": "#/components/schemas/CatRead"}, CatRead=OBJECTS["Cat"]),
    ),
)
