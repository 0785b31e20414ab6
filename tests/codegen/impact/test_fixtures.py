"""Fixtures and pins: those that no longer fit are stale, and nothing else is."""

import json

from seawall.codegen.impact.finding import Effect, Impact
from seawall.codegen.names.names import read_pins
from seawall.codegen.spec.plain_data import Json
from tests.codegen.generating import operation, spec
from tests.codegen.impact.small_layers import Source, impact_of
from tests.rows import row

TEXT = {"type": "string"}
LAYER = Source("").layer()


def pets(path: str = "/pets", **properties: object) -> bytes:
    """A spec with one operation that returns a pet."""
    known = {"name": TEXT, "kind": {"type": "string", "enum": ["cat", "dog"]}} | properties
    pet = {
        "type": "object",
        "properties": {name: schema for name, schema in known.items() if schema},
        "required": [name for name, schema in known.items() if schema],
    }
    found = operation(answer={"$ref": "#/components/schemas/Pet"}, operationId="get_pet")
    return spec({path: {"get": found}}, {"Pet": pet})


PET = {"name": "Tom", "kind": "cat"}
CASSETTE = {"exchanges": [{"url": "/pets", "body": json.dumps(PET)}]}
NEW = pets(kind=None, species={"type": "string", "enum": ["cat"]})


def fixture_impact(name: str, text: str, new: bytes = NEW) -> Impact:
    return impact_of(pets(), new, LAYER, fixtures={name: text})


ROWS = (
    ("tests/pet.json", json.dumps(PET), True),
    ("tests/pets.json", json.dumps([PET]), True),
    ("tests/cassette.json", json.dumps(CASSETTE), True),
    ("tests/pet.yaml", "name: Tom\nkind: dog\n", True),
    ("tests/other.json", json.dumps({"name": "Tom", "kind": "horse"}), False),
    ("tests/more.json", json.dumps(PET | {"price": 1}), False),
    ("tests/broken.json", "{", False),
)


def test_a_fixture_that_fits_the_old_spec_only_is_stale() -> None:
    for path, text, is_stale in ROWS:
        with row(path):
            found = [one for one in fixture_impact(path, text).findings if one.effect is Effect.STALE]
            assert [one.place.path for one in found if one.place] == ([path] if is_stale else [])


def test_a_stale_fixture_names_the_change_and_the_line() -> None:
    text = json.dumps(PET, indent=2)
    (finding,) = fixture_impact("pet.json", text, pets(kind={"type": "string", "enum": ["dog"]})).findings
    assert (
        finding.words == "pet.json has a Pet that does not fit the new spec: `kind` is no value of the enum."
    )
    assert finding.change is not None
    assert finding.change.rule == "enum-value-removed"
    assert finding.place is not None
    assert finding.place.line == 3


def test_a_fixture_that_fits_both_is_not_stale() -> None:
    assert fixture_impact("pet.json", json.dumps(PET), pets(age=None)).findings == ()


def test_a_dead_pin_names_its_successor() -> None:
    document: dict[str, Json] = {
        "operations": {"GET /pets": "get_pet", "GET /other": "get_other"},
        "schemas": {"Pet": "Pet"},
    }
    pins = read_pins(document, "names.json")
    impact = impact_of(pets(), pets("/all-pets"), LAYER, pins=pins)
    stale = [finding.words for finding in impact.findings if finding.effect is Effect.STALE]
    assert stale == [
        "The pin of the operation GET /pets as get_pet is dead. Its successor is probably GET /all-pets."
    ]
