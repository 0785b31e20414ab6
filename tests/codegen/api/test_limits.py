"""Documents that grow: each is read in time, or refused with a SpecError; none overflows the stack."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from seawall.codegen.api.reader import read_api
from seawall.codegen.api.source import MOST_LEVELS
from seawall.codegen.errors import SpecError
from tests.codegen.api.schema_reading.schema_rows import obj, ref

STR = {"type": "string"}
Wrap = Callable[[Any], Any]
WRAPS: Mapping[str, Wrap] = {
    "arrays": lambda inner: {"type": "array", "items": inner},
    "objects": lambda inner: obj(a=inner),
    "maps": lambda inner: {"type": "object", "additionalProperties": inner},
    "unions": lambda inner: {"oneOf": [inner, {"type": "integer"}]},
    "tuples": lambda inner: {"prefixItems": [inner]},
}


def read(schemas: Mapping[str, Any]) -> Any:
    return read_api({"components": {"schemas": dict(schemas)}})


def nested(wrap: Wrap, levels: int) -> Any:
    schema: Any = STR
    for _ in range(levels):
        schema = wrap(schema)
    return schema


@pytest.mark.parametrize("name", WRAPS)
def test_schemas_in_schemas_are_read_up_to_the_limit(name: str) -> None:
    read({"X": nested(WRAPS[name], MOST_LEVELS - 1)})
    with pytest.raises(SpecError, match="nested deeper than 100 levels"):
        read({"X": nested(WRAPS[name], MOST_LEVELS)})


def chain(length: int, link: Callable[[int], Any], last: Any = STR) -> dict[str, Any]:
    return {f"C{n}": link(n) for n in range(length)} | {f"C{length}": last}


def following(number: int) -> dict[str, str]:
    return ref(f"C{number + 1}")


CHAINS: Mapping[str, dict[str, Any]] = {
    "allOf in allOf": {"X": nested(lambda inner: {"allOf": [inner]}, 2000)},
    "references": chain(2000, following),
    "doubled allOf": chain(
        60, lambda n: {"allOf": [following(n), following(n), obj(**{f"p{n}": STR})]}, obj()
    ),
    "unions": chain(1000, lambda n: {"oneOf": [following(n), obj(**{f"p{n}": STR})]}, obj(a=STR)),
    "unions with tags": chain(
        300,
        lambda n: {
            "oneOf": [following(n), obj(kind={"const": n})],
            "discriminator": {"propertyName": "kind"},
        },
        obj(kind={"const": "last"}),
    ),
    "bases": chain(
        50, lambda n: {"allOf": [following(n)], "discriminator": {"propertyName": "a"}}, obj(a=STR)
    ),
}


@pytest.mark.parametrize("name", CHAINS)
def test_a_chain_is_read(name: str) -> None:
    assert read(CHAINS[name]).schemas.keys() == CHAINS[name].keys()


def many(count: int, prefix: str) -> list[Any]:
    return [obj(**{f"{prefix}{n}": STR}) for n in range(count)]


GROWING: Mapping[str, Any] = {
    "unions that multiply": {"X": {"allOf": [{"oneOf": many(50, name)} for name in "abc"]}},
    "unions of merged unions": chain(
        200, lambda n: {"oneOf": [following(n), {"allOf": [following(n), obj(**{f"p{n}": STR})]}]}, obj()
    ),
    "properties beside many members": {
        "X": {**obj(**{f"p{n}": STR for n in range(700)}), "oneOf": many(700, "a")}
    },
}


@pytest.mark.slow
@pytest.mark.parametrize("name", GROWING)
def test_schemas_that_multiply_are_refused(name: str) -> None:
    with pytest.raises(SpecError, match=r"grow without bounds|more than 10,000 members"):
        read(GROWING[name])


LONG = "\x1b[31m" + "a" * 10_000


def test_names_of_the_spec_are_cut_and_escaped_in_messages() -> None:
    parameters = [
        *({"name": LONG, "in": place} for place in ("path", "query", "query", "header", LONG)),
        {"name": "a", "in": "query", "style": LONG, "content": {LONG: {}, "b": {}}},
    ]
    operation = {
        "parameters": parameters,
        "security": [{LONG: []}],
        "responses": {LONG: {}, "200": {"$ref": LONG}},
    }
    schemas = {
        "X": {"type": LONG, LONG: 1, "allOf": [ref(LONG)], "required": [LONG]},
        LONG: {"allOf": [ref(LONG)]},
        "Y": {
            "oneOf": [ref("X"), ref("Z")],
            "discriminator": {"propertyName": LONG, "mapping": {LONG: LONG, "a": "Gone" + LONG}},
        },
        "Z": ref(LONG + "gone"),
    }
    document: Any = {
        "paths": {"/{" + LONG + "}": {"get": operation}, LONG: {}},
        "components": {"schemas": schemas},
    }
    messages = [finding.message for finding in read_api(document).findings]
    assert len(messages) > 12
    assert [message for message in messages if len(message) > 300 or not message.isprintable()] == []
