"""Hostile specs: text of a spec only ever becomes string constants and docstrings."""

import ast
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from seawall.codegen.client.declarations import EnumDecl
from seawall.codegen.client.docstrings import docstring, first_sentence
from seawall.codegen.client.literals import text_literal
from seawall.codegen.client.safety_check import check_declarations
from seawall.codegen.errors import GenerationError, UnsafeOutputError, UnsupportedSpecError
from seawall.core.wire.codec import decoder_for
from tests.codegen.generating import JSON, Client, client, make, operation, spec

TEXTS = [
    '"',
    '"""',
    "'''",
    "\\",
    '\\"""',
    "x\\",
    "\n",
    "\r\n    import os\n",
    '"""\nimport os\nos.abort()\n"""',
    "__import__('os').abort()",
    "{{ 7 * 7 }}{% raw %}{{ config }}",
    "${jndi:x} %s {0} {x!r}",
    "\u2028import os\u2029",
    "\x00\x07\x1b[31m\x7f\x85",
    "\u202eimport\u2066\u200b\ufeff",
    "\U0001f600 caf\u00e9 \u65e5\u672c",
    "# type: ignore",
    "N" * 1_500,
]  # fmt: skip


def hostile(text: str) -> bytes:
    """A spec with `text` in every place that allows text."""
    properties = {
        text: {"type": "string", "description": text, "title": text, "default": text, "pattern": text},
        "state": {"enum": [text, "b"], "title": text, "description": text, "default": text},
        "one": {"const": text},
        "inner": {"type": "object", "properties": {text: {"type": "object", "properties": {text: {}}}}},
        "either": {
            "oneOf": [{"title": text, "type": "object", "properties": {text: {}}}, {"type": "string"}]
        },
    }
    thing = {
        "type": "object",
        "title": text,
        "description": text,
        "properties": properties,
        "required": [text],
    }
    # The name of a header must be a token; every other text may be anything.
    parameters = [
        {"name": name, "in": place, "description": text, "schema": {"type": "string", "default": text}}
        for name, place in ((text, "query"), ("X-Header", "header"))
    ]
    post = operation(
        operationId=text,
        summary=text,
        description=text,
        tags=[text],
        parameters=parameters,
        answer={"$ref": f"#/components/schemas/{_pointer(text)}"},
        body={"type": "array", "items": {"enum": [text]}},
    )
    post["responses"]["200"]["content"] = {f"{JSON}; x={text}": post["responses"]["200"]["content"][JSON]}
    return spec(
        {f"/{text.replace('{', '').replace('}', '')}": {"post": post}},
        {text: thing},
        info={"title": text, "version": text},
        servers=[{"url": f"https://x/{text}"}],
        tags=[{"name": text, "description": text}],
    )


def _pointer(text: str) -> str:
    return text.replace("~", "~0").replace("/", "~1").replace("%", "%25")


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_hostile_text_becomes_a_constant_everywhere(text: str, tmp_path: Path) -> None:
    result = make(hostile(text))
    for content in result.files.values():
        assert content.isascii()
        assert content.count(b"\n") == len(content.decode().splitlines())
        assert b"49" not in content
    generated = Client(result, tmp_path)
    function = getattr(generated.calls, result.declarations.calls[0].name)
    assert text in function(body=[]).query
    assert text == generated.package.SPEC_VERSION
    assert text in [
        member.value
        for module in result.declarations.modules
        for item in module.declarations
        if isinstance(item, EnumDecl)
        for member in getattr(generated.models, item.name)
    ]
    value = json.dumps({text: "v", "state": text}).encode()
    assert decoder_for(function(body=[]).operation.result_types[200]).decode(value)


def test_literals_and_docstrings_are_constants() -> None:
    assert [text for text in TEXTS if ast.literal_eval(text_literal(text)) != text] == []
    for text in TEXTS:
        assert type(ast.literal_eval(docstring(text))) is str
        assert len(docstring(first_sentence(text))) < 2000


NAMES = [
    "None",
    "class",
    "__import__",
    "Call",
    "Operation",
    "Aux",
    "Parameter",
    "Any",
    "UUID",
    "frozen",
    "OpenEnum",
    "UNSET",
    "object",
    "str",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_may_have_a_name_that_generated_code_uses(name: str, tmp_path: Path) -> None:
    kinds = {
        "a": {"type": "string"},
        "b": {"type": "string", "format": "uuid"},
        "c": {},
        "d": {"enum": ["x"]},
    }
    schema = {"type": "object", "properties": kinds | {name: {"type": "string"}}}
    get = operation(operationId=name, answer={"$ref": f"#/components/schemas/{name}"})
    generated = client(spec({"/x": {"get": get}}, {name: schema}), tmp_path)
    assert decoder_for(
        generated.calls.__dict__[generated.result.declarations.calls[0].name.upper()].result_types[200]
    ).decode(b"{}")


def test_a_hostile_path_parameter_becomes_a_constant(tmp_path: Path) -> None:
    name = 'x"]; import os; ["'
    get = operation(operationId="f", parameters=[{"name": name, "in": "path", "schema": {"type": "string"}}])
    call = client(spec({"/{" + name + "}": {"get": get}}), tmp_path).calls.f("v")
    assert list(call.path.values()) == ["v"]


@pytest.mark.parametrize("part", ["/x", "info", "responses", "parameters", "requestBody", "components"])
@pytest.mark.parametrize(
    "junk", [None, 1, "x", [], [None], {}, {"$ref": 1}, {"$ref": "#"}, {"$ref": "#/paths"}]
)
def test_malformed_parts_raise_a_generation_error_or_generate(part: str, junk: Any) -> None:
    document: dict[str, Any] = json.loads(spec({"/x": {"get": operation()}}))
    owner = {"/x": document["paths"], "info": document, "components": document}.get(
        part, document["paths"]["/x"]["get"]
    )
    owner[part] = junk
    # Any other exception fails the test.
    with suppress(GenerationError):
        assert make(json.dumps(document).encode()).files


MALICIOUS = [
    "import os",
    "from os import abort",
    "from seawall.core.engine.call import Call as X",
    "from .. import secrets",
    "import datetime",
    "print(1)",
    "x = print(1)",
    "x: int = print(1)",
    "X: Operation[int] = Operation(id=print(1))",
    "X: Operation[int] = Operation(**{})",
    "X: Operation[print(1)] = Operation()",
    "X: Operation[int] = Operation(result_types=lambda x: int)",
    "X: Operation[int] = Operation(result_types=lambda x, /: int)",
    "X: Operation[int] = Operation(result_types=lambda x=print(1): int)",
    "X: Operation[int] = Operation(result_types=lambda *x: int)",
    "X: Operation[int] = Operation(result_types=lambda *, x=print(1): int)",
    "X: Operation[int] = Operation(result_types=lambda **x: int)",
    "X: Operation[int] = Operation(result_types=lambda: print(1))",
    "@frozen(kw_only=True)\nclass A:\n    'doc'\n    x: int = print(1)",
    "@frozen(kw_only=True)\nclass A:\n    'doc'\n    x: print(1)",
    "@frozen(kw_only=True)\nclass A:\n    'doc'\n    x: int = field(default=print(1))",
    "@frozen(kw_only=True)\nclass A:\n    'doc'\n    x: int = field(converter=print)",
    "@frozen(kw_only=True)\nclass A:\n    'doc'\n    def f(self): ...",
    "@frozen(kw_only=False)\nclass A:\n    'doc'",
    "@frozen(kw_only=1)\nclass A:\n    'doc'",
    "@frozen(kw_only=True, init=False)\nclass A:\n    'doc'",
    "@frozen(print(1), kw_only=True)\nclass A:\n    'doc'",
    "@frozen(**{'kw_only': True})\nclass A:\n    'doc'",
    "@field(kw_only=True)\nclass A:\n    'doc'",
    "@frozen.f(kw_only=True)\nclass A:\n    'doc'",
    "class A(print(1)):\n    'doc'",
    "class A(OpenEnum, metaclass=X):\n    'doc'",
    "class A(OpenEnum):\n    'doc'\n    X = print(1)",
    "class A(OpenEnum):\n    'doc'\n    __class__ = 'x'",
    "class A[T](OpenEnum):\n    'doc'",
    "def f() -> Call[int]:\n    'doc'\n    print(1)\n    return Call(F)",
    "def f() -> Call[int]:\n    'doc'\n    return print(1)",
    "def f() -> Call[int]:\n    'doc'\n    return Call(print(1))",
    "def f() -> Call[int]:\n    'doc'\n    return Call(F, path={'a': print(1)})",
    "def f() -> Call[int]:\n    'doc'\n    return Call(F, path={**x})",
    "def f() -> Call[int]:\n    'doc'\n    return Call(F, body=x.y)",
    "def f() -> Call[int]:\n    f'{print(1)}'\n    return Call(F)",
    "def f(*, x: int = print(1)) -> Call[int]:\n    'doc'\n    return Call(F)",
    "def f(x: int = 1) -> Call[int]:\n    'doc'\n    return Call(F)",
    "def f(*args: int) -> Call[int]:\n    'doc'\n    return Call(F)",
    "@print\ndef f() -> Call[int]:\n    'doc'\n    return Call(F)",
    "async def f() -> Call[int]:\n    'doc'\n    return Call(F)",
    "def f[T]() -> Call[int]:\n    'doc'\n    return Call(F)",
    "def f() -> Call[[x for x in y]]:\n    'doc'\n    return Call(F)",
    "if True:\n    pass",
    "x",
    "lambda: 0",
    "del x",
    "(",
    "x = '\x00'",
]  # fmt: skip


def test_code_that_is_not_a_declaration_is_refused() -> None:
    accepted = []
    for source in MALICIOUS:
        with suppress(UnsafeOutputError):
            check_declarations("calls.py", source.encode())
            accepted.append(source)
    assert accepted == []
    with pytest.raises(UnsafeOutputError, match=r"Line 2 of the generated calls\.py"):
        check_declarations("calls.py", b"import datetime as dt\nprint(1)")


def test_each_unsupported_part_is_one_line_without_control_characters() -> None:
    with pytest.raises(UnsupportedSpecError) as caught:
        make(spec({"/../a\n\x1b[31m\u202e": {"get": operation()}}))
    lines = str(caught.value).splitlines()
    assert all(line.isprintable() for line in lines)
    assert len(lines) == 4


def test_a_very_long_name_is_an_error() -> None:
    with pytest.raises(GenerationError, match="the limit is"):
        make(hostile("N" * 100_000))
