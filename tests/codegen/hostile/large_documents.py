"""Documents that are small to write and large to work on, by name."""

# ruff: noqa: E501 - one document on each line

import json
from collections.abc import Callable, Mapping
from typing import Any

from tests.codegen.generating import JSON, operation, spec, spec_with

__all__ = ["CYCLES", "GROWING", "HUGE", "NESTED", "PARSED"]

TEXT = {"type": "string"}
Schema = Any
Schemas = dict[str, Schema]


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def model(**properties: Any) -> Schema:
    return {"type": "object", "properties": properties}


def document(schemas: Schemas, **more: Any) -> bytes:
    """A document with one operation, which returns the first of `schemas`."""
    get = operation(operationId="get", answer=ref(next(iter(schemas))))
    return spec({"/a": {"get": get}}, schemas, **more)


def with_operation(path: str = "/a", **more: Any) -> bytes:
    return spec({path: {"get": operation(operationId="get") | more}})


def with_parameter(**parameter: Any) -> bytes:
    return with_operation(parameters=[{"name": "q", "in": "query", "schema": TEXT, **parameter}])


# Each keyword that holds schemas, around another schema.
NESTED: Mapping[str, Callable[[Schema], Schema]] = {
    "allOf": lambda inner: {"allOf": [inner]},
    "anyOf": lambda inner: {"anyOf": [inner, {"type": "integer"}]},
    "oneOf": lambda inner: {"oneOf": [inner, TEXT]},
    "not": lambda inner: {"not": inner},
    "items": lambda inner: {"type": "array", "items": inner},
    "prefixItems": lambda inner: {"prefixItems": [inner]},
    "properties": lambda inner: model(a=inner),
    "additionalProperties": lambda inner: {"type": "object", "additionalProperties": inner},
    "patternProperties": lambda inner: {"type": "object", "patternProperties": {"a": inner}},
    "if": lambda inner: {"if": inner},
    "then": lambda inner: {"if": {}, "then": inner},
    "contains": lambda inner: {"type": "array", "contains": inner},
    "propertyNames": lambda inner: {"type": "object", "propertyNames": inner},
    "dependentSchemas": lambda inner: {"type": "object", "dependentSchemas": {"a": inner}},
    "$defs": lambda inner: {"$defs": {"a": inner}},
    "default": lambda inner: {"default": inner},
    "example": lambda inner: {"example": inner},
    "x-own": lambda inner: {"x-own": inner},
    "const": lambda inner: {"const": inner},
    "enum": lambda inner: {"enum": [inner, 1]},
    "unevaluatedProperties": lambda inner: {"unevaluatedProperties": inner},
    "discriminator": lambda inner: {
        "oneOf": [inner, model(kind={"const": "b"})],
        "discriminator": {"propertyName": "kind"},
    },
}

LONG = "N" * 10_000_000

# A text of 10 MB in each place for text: a name that long is refused, any other text is not worked on.
HUGE: Mapping[str, Callable[[], bytes]] = {
    "title": lambda: spec_with({"title": LONG, **model(a=TEXT)}),
    "description": lambda: spec_with({"description": LONG, **model(a=TEXT)}),
    "words": lambda: spec_with({"description": "A word. " * 1_000_000, **model(a=TEXT)}),
    "property": lambda: spec_with(model(**{LONG: TEXT})),
    "required": lambda: spec_with({**model(a=TEXT), "required": [LONG]}),
    "schema": lambda: spec({}, {LONG: TEXT}),
    "enum": lambda: spec_with({"enum": [LONG, "b"]}),
    "const": lambda: spec_with(model(a={"const": LONG})),
    "default": lambda: spec_with(model(a={"type": "string", "default": LONG})),
    "operationId": lambda: with_operation(operationId=LONG),
    "summary": lambda: with_operation(summary=LONG, description=LONG),
    "path": lambda: with_operation("/" + LONG),
    "segments": lambda: with_operation("/a" * 5_000_000),
    "placeholders": lambda: with_operation("".join(f"/{{p{n}}}" for n in range(5_000))),
    "braces": lambda: with_operation("/" + "{a" * 300_000),
    "query in the path": lambda: with_operation("/a?" + "&".join(f"q{n}={n}" for n in range(10_000))),
    "tag": lambda: with_operation(tags=[LONG]),
    "parameter": lambda: with_parameter(name=LONG),
    "header": lambda: with_parameter(name=LONG, **{"in": "header"}),
    "pattern": lambda: with_parameter(schema={**TEXT, "pattern": "(a+)+" * 2_000_000}),
    "media type": lambda: with_operation(responses={"200": {"content": {f"a/{LONG}": {"schema": TEXT}}}}),
    "status": lambda: with_operation(responses={"2" * 10_000_000: {"description": ""}}),
    "server": lambda: document({"A": TEXT}, servers=[{"url": f"https://x/{LONG}"}]),
    "version": lambda: document({"A": TEXT}, info={"title": "t", "version": LONG}),
    "openapi": lambda: document({"A": TEXT}, openapi="3" * 10_000_000),
    "reference": lambda: spec_with(ref(LONG)),
    "pointer": lambda: spec_with({"$ref": "#" + "/a" * 5_000_000}),
    "security": lambda: with_operation(security=[{LONG: []}]),
    "discriminator": lambda: spec_with(
        {"oneOf": [ref("B"), ref("C")], "discriminator": {"propertyName": LONG, "mapping": {LONG: LONG}}},
        B=model(a=TEXT),
        C=model(b=TEXT),
    ),
}


def chain(length: int, link: Callable[[Schema, int], Schema], last: Schema = TEXT) -> bytes:
    """Schemas that each refer to the next one."""
    schemas = {f"C{n}": link(ref(f"C{n + 1}"), n) for n in range(length)}
    return document({**schemas, f"C{length}": last})


def mesh(size: int, make: Callable[[list[Schema], int], Schema]) -> bytes:
    """Schemas that each refer to all others."""
    every = range(size)
    return document({f"M{n}": make([ref(f"M{k}") for k in every if k != n], n) for n in every})


def nested(levels: int, wrap: Callable[[Schema], Schema], inner: Schema = TEXT) -> Schema:
    for _ in range(levels):
        inner = wrap(inner)
    return inner


def alternatives(name: str, count: int) -> Schema:
    return {"oneOf": [model(**{f"{name}{n}": TEXT}) for n in range(count)]}


def listed(count: int) -> list[str]:
    return [f"v{n}" for n in range(count)]


SHARED: Schema = {
    "description": "",
    "content": {JSON: {"schema": model(**{f"p{n}": TEXT for n in range(50)})}},
}

# What grows faster than the document if nothing bounds it, and what is merely long.
GROWING: Mapping[str, Callable[[], bytes]] = {
    "references": lambda: chain(5_000, lambda following, _: following),
    "allOf of references": lambda: chain(
        2_000, lambda following, n: {"allOf": [following, model(**{f"p{n}": TEXT})]}, model(a=TEXT)
    ),
    "doubled allOf": lambda: chain(60, lambda following, _: {"allOf": [following, following]}, model(a=TEXT)),
    "doubled allOf inline": lambda: spec_with(nested(13, lambda inner: {"allOf": [inner, inner]}, model(a=TEXT))),
    "doubled oneOf inline": lambda: spec_with(nested(11, lambda inner: {"oneOf": [inner, inner]}, model(a=TEXT))),
    "doubled properties": lambda: chain(60, lambda following, _: model(a=following, b=following)),
    "doubled lists and maps": lambda: chain(
        60,
        lambda following, _: {
            "oneOf": [
                {"type": "array", "items": following},
                {"type": "object", "additionalProperties": following},
            ]
        },
    ),
    "unions of unions": lambda: chain(
        2_000, lambda following, n: {"oneOf": [following, model(**{f"p{n}": TEXT})]}, model(a=TEXT)
    ),
    "lists of lists": lambda: chain(2_000, lambda following, _: {"type": "array", "items": following}),
    "mesh of unions": lambda: mesh(50, lambda others, n: {"oneOf": [*others, model(**{f"p{n}": TEXT})]}),
    "mesh of tagged unions": lambda: mesh(
        30,
        lambda others, n: {
            "oneOf": [*others, model(kind={"const": f"k{n}"})],
            "discriminator": {"propertyName": "kind"},
        },
    ),
    "mesh of allOf": lambda: mesh(50, lambda others, n: {"allOf": [*others, model(**{f"p{n}": TEXT})]}),
    "bases of bases": lambda: document(
        {
            f"B{n}": {
                "allOf": [*(ref(f"B{k}") for k in range(n)), model(**{f"p{n}": TEXT})],
                "discriminator": {"propertyName": "p0"},
            }
            for n in range(40)
        }
    ),
    "unions that multiply": lambda: spec_with({"allOf": [alternatives(name, 40) for name in "abcde"]}),
    "pairs that multiply": lambda: spec_with({"allOf": [alternatives(f"p{n}x", 2) for n in range(40)]}),
    "wide union": lambda: spec_with(alternatives("p", 2_000)),
    "wide tagged union": lambda: document(
        {
            "T": {"oneOf": [ref(f"S{n}") for n in range(1_000)]},
            **{f"S{n}": {**model(kind={"const": f"k{n}"}), "required": ["kind"]} for n in range(1_000)},
        }
    ),
    "wide allOf": lambda: spec_with({"allOf": [model(**{f"p{n}": TEXT}) for n in range(1_000)]}),
    "the same base 20,000 times": lambda: spec_with({"allOf": [ref("B")] * 20_000}, B=model(a=TEXT)),
    "enum of 100,000": lambda: spec_with({"enum": listed(100_000)}),
    "enum of 10,000 with one Python name": lambda: spec_with({"enum": [f"a{chr(0x4E00 + n)}" for n in range(10_000)]}),
    "required of 100,000": lambda: spec_with({**model(a=TEXT), "required": listed(100_000)}),
    "10,000 properties with one Python name": lambda: spec_with(
        model(**{f"a{chr(0x4E00 + n)}": TEXT for n in range(10_000)})
    ),
    "1,000 schemas with one Python name": lambda: spec({}, {f"a{'-' * (n % 100)}{'.' * (n // 100)}": model(a=TEXT) for n in range(1_000)}),
    "1,000 operations with one id": lambda: spec({f"/{n}": {"get": operation(operationId="x")} for n in range(1_000)}),
    "5,000 parameters": lambda: with_operation(
        parameters=[{"name": f"p{n}", "in": "query", "schema": TEXT} for n in range(5_000)]
    ),
    "mapping of 20,000": lambda: spec_with(
        {
            "oneOf": [ref("A"), ref("B")],
            "discriminator": {"propertyName": "kind", "mapping": dict.fromkeys(listed(20_000), "A")},
        },
        A=model(kind=TEXT),
        B=model(kind=TEXT),
    ),
    "1,000 media types": lambda: with_operation(
        responses={"200": {"content": {f"application/x{n}+json": {"schema": model(a=TEXT)} for n in range(1_000)}}},
        requestBody={"content": {f"application/x{n}+json": {"schema": model(a=TEXT)} for n in range(1_000)}},
    ),
    "a shared answer 10,000 times": lambda: spec(
        {
            f"/{n}": {"get": {"responses": {f"{200 + k}": {"$ref": "#/components/responses/R"} for k in range(100)}}}
            for n in range(100)
        },
        components={"responses": {"R": SHARED}},
    ),
    "a shared path item 2,000 times": lambda: spec(
        {f"/{n}": {"$ref": "#/components/pathItems/P"} for n in range(1_000)},
        components={"pathItems": {"P": {"get": {"responses": {"200": SHARED}}, "put": {"responses": {"200": SHARED}}}}},
    ),
    "references into each level": lambda: spec_with(
        model(**{f"p{n}": {"$ref": "#/components/schemas/A" + "/properties/a" * n} for n in range(59)}),
        A=nested(60, lambda inner: model(a=inner)),
    ),
    "server variables": lambda: document(
        {"A": TEXT},
        servers=[{"url": "/" + "{a}" * 600_000, "variables": {"a": {"default": "{a}" * 600_000}}}],
    ),
    "server variables within limits": lambda: document(
        {"A": TEXT},
        servers=[{"url": "/" + "{a}" * 600, "variables": {"a": {"default": "{a}" * 600}}}],
    ),
    "types": lambda: spec_with({"type": ["string", "object", "array", "null"] * 20_000}),
    "dynamic references": lambda: document(
        {f"S{n}": {"$dynamicAnchor": "n", "$dynamicRef": "#n"} for n in range(1_000)}
    ),
    "nested callbacks": lambda: with_operation(
        callbacks=nested(40, lambda inner: {"c": {"{$url}": {"post": {"callbacks": inner, "responses": {}}}}}, {})
    ),
    "pattern without end": lambda: with_parameter(schema={**TEXT, "pattern": "^(a+)+$", "minLength": 10**6}),
    "patterns of answers": lambda: spec_with(
        model(a={"oneOf": [{**TEXT, "pattern": "(x{1000}){1000}"}, model(b={**TEXT, "pattern": "^(a|a)*b$"})]})
    ),
    "answers of a billion": lambda: spec_with(
        model(
            a={
                "oneOf": [
                    {"type": "array", "items": TEXT, "minItems": 10**9},
                    {**TEXT, "minLength": 10**9},
                    model(b={"type": "object", "minProperties": 10**9}),
                ]
            }
        )
    ),
    "numbers": lambda: spec_with(
        model(
            a={"type": "integer", "default": 10**4200, "maximum": 10**4200, "multipleOf": 10**4200},
            b={"type": "number", "minimum": -(10**4200), "maximum": 5e-324, "multipleOf": 5e-324},
            c={"type": "integer", "enum": [10**4200, 1]},
            d={"type": "number", "exclusiveMinimum": 10**4200, "exclusiveMaximum": -(10**4200)},
            e={"oneOf": [{"type": "number", "multipleOf": 10**4200}, {"type": "integer", "exclusiveMinimum": 10**4200}]},
        )
    ),
}  # fmt: skip

REFERENCES = {
    **{key: ref("T") for key in ("items", "additionalProperties", "not", "if", "then", "contains")},
    **{key: [ref("T")] * 2 for key in ("allOf", "anyOf", "oneOf", "prefixItems")},
    **{key: {"a": ref("T")} for key in ("properties", "patternProperties", "dependentSchemas", "$defs")},
}


def component(kind: str, name: str) -> Schema:
    return {"$ref": f"#/components/{kind}/{name}"}


def of_components(kind: str, **more: Any) -> bytes:
    """Two components that refer to each other."""
    loop = {"A": component(kind, "B"), "B": component(kind, "A")}
    return spec({"/a": {"get": {"responses": {}} | more}}, components={kind: loop})


CYCLES: Mapping[str, Callable[[], bytes]] = {
    **{
        f"itself in {key}": lambda key=key: document({"T": {key: REFERENCES[key]}})  # type: ignore[misc]
        for key in REFERENCES
    },
    "itself": lambda: document({"T": ref("T")}),
    "itself everywhere": lambda: document({"T": REFERENCES}),
    "two": lambda: document({"T": ref("U"), "U": ref("T")}),
    "lists of each other": lambda: document(
        {
            name: {"oneOf": [TEXT, {"type": "array", "items": ref(other)}]}
            for name, other in (("T", "U"), ("U", "T"))
        }
    ),
    "into itself": lambda: document({"T": {"$ref": "#/components/schemas/T/properties/a"}}),
    "deeper and deeper": lambda: document(
        {"T": model(a={"$ref": "#/components/schemas/T/properties/a/properties/a"})}
    ),
    "the document": lambda: document({"T": {"$ref": "#"}}),
    "the components": lambda: document({"T": {"$ref": "#/components"}}),
    "a path": lambda: document({"T": {"$ref": "#/paths/~1a"}}),
    "a discriminator": lambda: document(
        {"T": {"oneOf": [ref("T"), ref("U")], "discriminator": {"propertyName": "k"}}, "U": {"allOf": [ref("T")]}}
    ),
    "parameters": lambda: of_components("parameters", parameters=[component("parameters", "A")]),
    "answers": lambda: of_components("responses", responses={"200": component("responses", "A")}),
    "bodies": lambda: of_components("requestBodies", requestBody=component("requestBodies", "A")),
    "headers": lambda: of_components(
        "headers", responses={"200": {"headers": {"X": component("headers", "A")}}}
    ),
    "callbacks": lambda: of_components("callbacks", callbacks={"c": component("callbacks", "A")}),
    "examples": lambda: of_components(
        "examples",
        responses={"200": {"content": {JSON: {"examples": {"e": component("examples", "A")}}}}},
    ),
    "links": lambda: of_components("links", responses={"200": {"links": {"l": component("links", "A")}}}),
    "security schemes": lambda: of_components("securitySchemes", security=[{"A": []}]),
    "path items": lambda: spec({"/a": {"$ref": "#/paths/~1b"}, "/b": {"$ref": "#/paths/~1a"}}),
    "a callback in itself": lambda: spec(
        {"/a": {"post": {"callbacks": {"c": component("callbacks", "A")}, "responses": {}}}},
        components={"callbacks": {"A": {"{$u}": {"post": {"callbacks": {"c": component("callbacks", "A")}}}}}},
    ),
}  # fmt: skip

START = b"openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {}\n"


def many(text: bytes, count: int) -> bytes:
    return b"".join(text.replace(b"#", b"%d" % n) for n in range(count))


# Texts for the parsers.
PARSED: Mapping[str, Callable[[], bytes]] = {
    "lists": lambda: b"[" * 1_000_000,
    "objects": lambda: b'{"a":' * 200_000 + b"1" + b"}" * 200_000,
    "objects to the limit": lambda: b'{"a":' * 100_000,
    "flow lists": lambda: START + b"a: " + b"[" * 100_000,
    "flow mappings": lambda: START + b"a: " + b"{a: " * 100_000,
    "block mappings": lambda: b"".join(b" " * n + b"a:\n" for n in range(2_000)),
    "block lists": lambda: b"- " * 100_000 + b"a",
    "explicit keys": lambda: b"? " * 100_000 + b"a",
    "aliases that multiply": lambda: b"a0: &a0 [x]\n" + b"".join(
        b"a%d: &a%d [%s]\n" % (n, n, b",".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 20)
    ),
    "merges that multiply": lambda: b"a0: &a0 {x: 1}\n" + b"".join(
        b"a%d: &a%d {<<: [%s], y%d: 1}\n" % (n, n, b",".join([b"*a%d" % (n - 1)] * 9), n) for n in range(1, 40)
    ),
    "merges of a wide mapping": lambda: b"a: &a {" + many(b"x#: 1,", 1_000) + b"}\nb:\n"
    + b"  - {<<: *a}\n" * 20_000,
    "one merge of many": lambda: b"a: &a {" + many(b"x#: 1,", 1_000) + b"}\nb: {<<: ["
    + b"*a," * 20_000 + b"]}\n",
    "an alias of itself": lambda: START + b"a: &a [*a]\n",
    "anchors": lambda: START + many(b"x-#: &a# x\n", 50_000),
    "documents": lambda: b"--- a\n" * 100_000,
    "repeated keys": lambda: START + b"a: {b: 1}\n" * 50_000,
    "repeated objects": lambda: b'{"openapi":"3.1.0",' + many(b'"a":{"b#":1},', 20_000) + b'"paths":{}}',
    "a key of 5 MB": lambda: START + b"a" * 5_000_000 + b": 1\n",
    "escapes": lambda: START + b'a: "' + b"\\x41" * 1_000_000 + b'"\n',
    "digits": lambda: START + b"x-a: " + b"9" * 1_000_000 + b"\n",
    "hexadecimal digits": lambda: START + b"x-a: 0x" + b"9" * 1_000_000 + b"\n",
    "octal digits": lambda: START + b"x-a: 0o" + b"7" * 1_000_000 + b"\n",
    "digits of a limit": lambda: START
    + b"components: {schemas: {A: {type: integer, maximum: 0x" + b"f" * 5_000 + b", default: 0x" + b"f" * 5_000 + b"}}}\n",
    "digits of JSON": lambda: b'{"openapi":"3.1.0","x-a":' + b"9" * 1_000_000 + b"}",
    "exponent": lambda: b'{"openapi":"3.1.0","x-a":1e' + b"9" * 1_000_000 + b"}",
    "infinity": lambda: START + b"x-a: .inf\n",
    "not a number": lambda: b'{"openapi":"3.1.0","x-a":NaN}',
    "a Python tag": lambda: START + b"a: !!python/object/apply:os.system ['hijacked']\n",
    "a local tag": lambda: START + b"a: !hijacked x\n",
    "a long tag": lambda: START + b"a: !" + b"h" * 1_000_000 + b" x\n",
    "a binary tag": lambda: START + b"a: !!binary aGk=\n",
    "a directive": lambda: b"%TAG ! tag:hijacked,2000:\n---\n" + START + b"a: !x 1\n",
    "values": lambda: json.dumps({"openapi": "3.1.0", "x-a": [0] * 2_500_000}).encode(),
    "null characters": lambda: b"\x00" * 1_000,
    "UTF-16": lambda: spec({}).decode().encode("utf-16"),
    "UTF-32": lambda: spec({}).decode().encode("utf-32"),
    "half a character": lambda: b'{"openapi":"3.1.0","info":{"title":"\\ud800"}}',
    "compressed": lambda: b"\x1f\x8b\x08\x00" + bytes(1_000),
    "nothing": lambda: b"",
    "a space": lambda: b" \n",
}  # fmt: skip
