"""Round trips: any value that satisfies a schema decodes, and is encoded as it was."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seawall.codegen.client.directions import directions_of
from seawall.codegen.generate import GenerationResult, generate, load_inputs
from seawall.codegen.mock.samples import Samples
from seawall.core.wire.codec import decoder_for, encode
from tests.codegen.generating import SPECS, Client, config, make, spec_with

REF = "#/components/schemas/"
PET = {
    "type": "object",
    "required": ["@kind", "born"],
    "properties": {"@kind": {"type": "string"}, "born": {"type": "string", "format": "date"}, "class": {}},
}
THING = {
    "type": "object",
    "required": ["id", "pet", "either"],
    "properties": {
        "id": {"type": "integer"},
        "pet": {"$ref": f"{REF}Pet"},
        "pets": {"type": "array", "items": {"$ref": f"{REF}Pet"}},
        "either": {
            "anyOf": [
                {"type": "string", "format": "date-time"},
                {"type": "integer"},
                {"$ref": f"{REF}Leaf"},
                {"type": "array", "items": {"$ref": f"{REF}Leaf"}},
                {"type": "null"},
            ]
        },
        "level": {"type": "integer", "enum": [1, 2, -3]},
        "camelCase": {"type": ["string", "null"], "format": "uuid"},
        "data": {"type": "string", "format": "byte"},
        "amount": {"type": "string", "format": "decimal"},
        "free": {"type": "object"},
        "map": {"type": "object", "additionalProperties": {"$ref": f"{REF}Leaf"}},
        "self": {"$ref": f"{REF}Thing"},
    },
    "additionalProperties": {"type": "number"},
}
SCHEMAS = {
    "Pet": {
        "oneOf": [{"$ref": f"{REF}Cat"}, {"$ref": f"{REF}Dog"}],
        "discriminator": {
            "propertyName": "@kind",
            "mapping": {"cat": f"{REF}Cat", "kitten": f"{REF}Cat", "dog": f"{REF}Dog"},
        },
    },
    "Cat": PET,
    "Dog": {
        "allOf": [{"$ref": f"{REF}Cat"}, {"type": "object", "properties": {"barks": {"type": "boolean"}}}]
    },
    "Leaf": {"type": "object", "required": ["leaf-id"], "properties": {"leaf-id": {"type": "string"}}},
}


def received(result: GenerationResult) -> list[tuple[str, Any]]:
    """The name and the schema of each type that the client receives."""
    names, found = result.chosen, directions_of(result.api).received
    classes = {
        names.class_of(place): place.schema for place in names.places.values() if id(place.schema) in found
    }
    aliases = {
        names.schemas[name]: schema
        for name, schema in result.api.schemas.items()
        if id(schema) in found and names.place(schema) is None
    }
    return sorted({**classes, **aliases}.items(), key=lambda item: item[0])


def differences(client: Client, seed: int) -> list[tuple[str, object, object]]:
    """The samples that are not encoded as they were decoded."""
    wrong: list[tuple[str, object, object]] = []
    samples = Samples(client.result.api, seed, exact=True)
    for name, schema in received(client.result):
        value = samples.sample(schema, name)
        decoded = decoder_for(getattr(client.models, name)).decode(msgspec.json.encode(value))
        # Compared as Python values: 1 and 1.0 are one number in JSON.
        if (encoded := json.loads(encode(decoded))) != value:
            wrong.append((name, value, encoded))
    return wrong


@pytest.fixture(scope="module")
def things(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return Client(make(spec_with(THING, **SCHEMAS)), tmp_path_factory.mktemp("things"))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_any_value_of_a_schema_survives_a_round_trip(things: Client, seed: int) -> None:
    assert differences(things, seed) == []


NEWEST = sorted(
    max(folder.glob("[0-9]*.[jy]*"))
    for folder in (SPECS.glob("*") if SPECS.is_dir() else ())
    if folder.is_dir()
)


@pytest.mark.exhaustive
@pytest.mark.slow
@pytest.mark.skipif(not SPECS.is_dir(), reason=f"the real specs are not at {SPECS}")
@pytest.mark.parametrize("path", NEWEST, ids=lambda path: path.parent.name)
def test_values_of_every_schema_of_a_real_spec_survive_a_round_trip(path: Path, tmp_path: Path) -> None:
    client = Client(generate(load_inputs(config(path.parent, spec=path.name))), tmp_path)
    assert [found for seed in range(2) for found in differences(client, seed)] == []
