"""Texts that try to become code, and a spec that has one of them in each place for text."""

import ast
from typing import Any

from tests.codegen.generating import JSON

__all__ = ["TEXTS", "WORD", "escaped_code", "hostile_document"]

WORD = "hijacked"
"""A name that only hostile texts contain: it must not become one in generated code."""

CALL = f"{WORD}.run(13)"
TEXTS: tuple[str, ...] = (
    CALL,
    f'"{CALL}"',
    f'""";{CALL};"""',
    f'"""\n{CALL}\n"""',
    f"'''\n{CALL}\n'''",
    f"\\\n{CALL}",
    f'\\"""\n{CALL}\n"""',
    f'\\\\"""\n{CALL}\n"""',
    f'""""{CALL}',
    f'x"\n{CALL}\n"',
    f"x'\n{CALL}\n'",
    f'"+{CALL}+"',
    f"'+{CALL}+'",
    f'" if {CALL} else "',
    f"{{{CALL}}}",
    f"{{{{ {CALL} }}}}",
    f"{{% for x in [1] %}}{CALL}{{% endfor %}}",
    f"#\n{CALL}",
    f"x\r{CALL}\r",
    f"x\u2028{CALL}\u2029",
    f"x\x0c{CALL}\x0b\x1c{CALL}\x85{CALL}",
    f"]); {CALL}; (lambda: [",
    f"): {CALL}  #",
    f", x={CALL}",
    f"import {WORD}",
    f"__class__.{WORD}",
    f"\x1b[31m{WORD}\x1b]0;{WORD}\x07\x9b31m",
    f"\u202e{WORD}\u2066\u200b\ufeff\U000e0001",
    f"\\N{{BULLET}}\\x41\\u0041{CALL}\\",
    f"../../{WORD}",
    f"..\\..\\{WORD}",
    f"/etc/{WORD}",
    f"file:///etc/{WORD}",
    f"\x00{WORD}",
    f"%s {{0}} $({CALL}) `{CALL}`",
    "\\",
    '"',
    '"""',
    "'''",
    "\\'\\\"",
    "\n\n    \n",
    "N" * 900,
)  # fmt: skip


def hostile_document(text: str) -> dict[str, Any]:
    """A valid document with `text` in every place for text."""
    path = "/" + text.replace("{", "").replace("}", "").replace("?", "").replace("..", "")
    return {
        "openapi": "3.1.0",
        "info": {"title": text, "version": text, "description": text, "x-info": text},
        "servers": [
            {
                "url": "https://x/{v}",
                "description": text,
                "variables": {"v": {"default": text, "enum": [text]}},
            }
        ],
        "tags": [{"name": text, "description": text, "externalDocs": {"url": text}}],
        "paths": {
            f"{path}/{{id}}": {"summary": text, "post": _operation(text)},
            f"{path}/b/{{{'' if _has_braces(text) else text}}}": {"get": _operation(text)},
        },
        "webhooks": {text: {"post": _operation(text)}},
        "security": [{text: [text]}],
        "components": {
            "schemas": {text: _schema(text), f"{text}2": _base(text), "Other": _child(text)},
            "securitySchemes": {
                text: {"type": "apiKey", "in": "query", "name": text, "description": text},
            },
            "parameters": {text: _parameter(text, "query")},
            "responses": {text: {"description": text}},
            f"x-{text}": text,
        },
        f"x-{text}": {text: text},
    }


def _has_braces(text: str) -> bool:
    return "{" in text or "}" in text


def _reference(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name.replace('~', '~0').replace('/', '~1').replace('%', '%25')}"}


def _operation(text: str) -> dict[str, Any]:
    content = {
        "schema": _reference(text),
        "example": text,
        "examples": {text: {"value": text, "summary": text}},
    }
    inline = {"schema": {"type": "object", "title": text, "properties": {text: {"enum": [text, "b"]}}}}
    return {
        "operationId": text,
        "summary": text,
        "description": text,
        "tags": [text],
        "deprecated": True,
        "parameters": [
            _parameter(text, "query"),
            {**_parameter(text, "cookie"), "name": "safe"},
            {**_parameter(text, "header"), "name": "X-Safe"},
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}, "description": text},
        ],
        "requestBody": {
            "description": text,
            "content": {
                JSON: content,
                f"text/plain; x={text}": {"schema": {"type": "string", "description": text}},
                "multipart/form-data": {**inline, "encoding": {text: {"contentType": text}}},
            },
        },
        "responses": {
            "200": {
                "description": text,
                "content": {f"{JSON}; profile={text}": content},
                "headers": {text: {"description": text, "schema": {"type": "string"}}},
                "links": {text: {"operationId": text, "description": text}},
            },
            "4XX": {"description": text, "content": {JSON: inline}},
        },
        "callbacks": {text: {text: {"post": {"operationId": f"{text} called", "responses": {}}}}},
        "security": [{text: [text]}],
        "externalDocs": {"description": text, "url": text},
        f"x-{text}": text,
    }


def _parameter(text: str, place: str) -> dict[str, Any]:
    schema = {"type": "string", "default": text, "pattern": text, "description": text, "enum": [text, "b"]}
    return {"name": text, "in": place, "description": text, "schema": schema, "example": text}


def _schema(text: str) -> dict[str, Any]:
    return {
        "type": "object",
        "title": text,
        "description": text,
        "required": [text],
        "example": {text: text},
        "properties": {
            text: {"type": "string", "description": text, "title": text, "default": text, "pattern": text},
            "state": {"enum": [text, "b"], "title": text, "description": text, "default": text},
            "one": {"const": text, "x-enum-varnames": [text]},
            "number": {"type": "integer", "enum": [1, 2], "x-enum-varnames": [text, f"{text}2"]},
            "inner": {"type": "object", "properties": {text: {"type": "object", "properties": {text: {}}}}},
            "either": {
                "oneOf": [{"title": text, "type": "object", "properties": {text: {}}}, {"type": "string"}]
            },
            "format": {"type": "string", "format": text},
            "strange": {"type": text},
            "pet": _reference(f"{text}2"),
            "gone": {"$ref": f"#/components/schemas/Gone{text.replace('%', '%25')}"},
            "chosen": {"type": "string", "x-seawall-type": text},
        },
        "patternProperties": {text: {"type": "string"}},
    }


def _base(text: str) -> dict[str, Any]:
    discriminator = {"propertyName": text, "mapping": {text: "Other"}}
    return {"type": "object", "properties": {text: {"type": "string"}}, "discriminator": discriminator}


def _child(text: str) -> dict[str, Any]:
    return {"allOf": [_reference(f"{text}2"), {"type": "object", "properties": {"a": {"const": text}}}]}


def escaped_code(source: bytes) -> list[str]:
    """The parts of Python `source` that come from the code in a hostile text; string constants are none."""
    return [ast.dump(node)[:200] for node in ast.walk(ast.parse(source)) if _is_escaped(node)]


def _is_escaped(node: ast.AST) -> bool:
    match node:
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            return (owner, name) in {(WORD, "run"), ("__class__", WORD)}
        case ast.Import(names=names):
            return any(alias.name == WORD for alias in names)
    return False
