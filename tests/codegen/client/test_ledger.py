"""The ledger: every operation and schema is generated, or waived by a person; anything else is an error."""

import json
from pathlib import Path
from typing import Any

import pytest

from seawall.codegen.errors import SettingsError, UnsupportedSpecError
from seawall.codegen.spec.document import load_document
from seawall.codegen.spec.overlay import apply_overlay
from seawall.codegen.spec.pointers import json_path
from tests.codegen.generating import client, error_message, make, operation, spec

BAD_PARAMETER = {"name": "X-A\r\nX-B", "in": "header", "schema": {"type": "string"}}


def document(**schemas: Any) -> bytes:
    paths = {
        "/fine": {"get": operation(operationId="fine")},
        "/../out": {"get": operation(operationId="out")},
        "/part": {"get": operation(operationId="part", parameters=[BAD_PARAMETER])},
    }
    return spec(paths, schemas)


def waiving(*targets: str) -> tuple[tuple[str, bytes], ...]:
    actions = [
        {"target": target, "description": "not needed", "update": {"x-seawall-waive": "not needed"}}
        for target in targets
    ]
    return (("fix.json", json.dumps({"overlay": "1.0.0", "actions": actions}).encode()),)


def test_a_lost_part_is_an_error_with_a_ready_overlay_action() -> None:
    with pytest.raises(UnsupportedSpecError) as caught:
        make(document())
    assert [part.name for part in caught.value.parts] == ["GET /../out", "GET /part"]
    lines = str(caught.value).splitlines()
    start = next(index for index, line in enumerate(lines) if "add these actions" in line)
    written = "\n".join(["overlay: 1.0.0", "actions:", *lines[start + 1 :]])
    as_printed = apply_overlay(
        load_document(document(), "spec"), load_document(written.encode(), "overlay"), "overlay"
    )
    with pytest.raises(UnsupportedSpecError, match=r"GET /\.\./out"):
        make(json.dumps(as_printed).encode())
    overlay = written.replace("\u2026", "the server has no such path").encode()
    effective = apply_overlay(load_document(document(), "spec"), load_document(overlay, "overlay"), "overlay")
    result = make(json.dumps(effective).encode())
    assert {key: list(fact) for key, fact in result.ledger.operations.items()} == {
        "GET /fine": ["generated"],
        "GET /../out": ["waived"],
        "GET /part": ["generated"],
    }


def test_the_rest_is_kept_on_request() -> None:
    result = make(document(), keep_rest=True)
    ledger = json.loads(result.ledger.content())
    assert ledger["operations"]["GET /fine"] == {"generated": "fine"}
    assert set(ledger["operations"]["GET /part"]) == {"generated", "lost"}
    assert set(ledger["operations"]["GET /../out"]) == {"lost"}
    assert [part.name for part in result.ledger.losses] == ["GET /../out", "GET /part"]
    assert b"def part(" in result.files["calls.py"]


def test_a_person_can_waive_a_part_in_an_overlay_or_in_the_settings(tmp_path: Path) -> None:
    holder = {"type": "object", "properties": {"x": {"$ref": "#/components/schemas/Secret"}}}
    plain = spec(
        {"/a": {"get": operation(operationId="a")}}, {"Secret": {"type": "string"}, "Holder": holder}
    )
    result = make(
        plain, overlays=waiving("$.components.schemas.Secret"), waive={"GET /a": "covered elsewhere"}
    )
    assert result.ledger.operations["GET /a"] == {"waived": "covered elsewhere"}
    assert result.ledger.schemas["Secret"] == {"waived": "not needed"}
    assert b"x: Any" in result.files["models/holder.py"]
    message = error_message(lambda: make(plain, waive={"GET /b": "why"}), SettingsError)
    assert "'GET /b'" in message


def test_only_prunes_to_what_an_operation_needs(tmp_path: Path) -> None:
    ref = {"$ref": "#/components/schemas/Pet"}
    pet = {"type": "object", "properties": {"tag": {"$ref": "#/components/schemas/Tag"}}}
    schemas = {"Pet": pet, "Tag": {"type": "object", "properties": {"x": {}}}, "Other": pet}
    paths = {f"/{name}": {"get": operation(operationId=name, answer=ref)} for name in ("one", "two")}
    whole = make(spec(paths, schemas))
    for wanted in ("one", "GET /one"):
        result = make(spec(paths, schemas), only=(wanted,))
        assert {"models/pet.py", "models/tag.py"} <= set(result.files)
        assert "models/other.py" not in result.files
        assert result.ledger.operations["GET /two"] == {"left out": "not selected"}
        assert result.ledger.schemas["Other"] == {"left out": "not selected"}
        # The selection changes no name.
        assert result.names == whole.names
    assert "did you mean `one`?" in error_message(lambda: make(spec(paths), only=("ones",)), SettingsError)
    assert client(spec(paths, schemas), tmp_path, only=("one",)).calls.one()


def test_a_json_path_leads_to_the_place_of_a_pointer() -> None:
    pointers = {
        "#/paths/~1pets~1{id}/get/parameters/0": '$.paths["/pets/{id}"].get.parameters[0]',
        "/components/schemas/A-b": '$.components.schemas["A-b"]',
        "/paths/~1a/get/responses/200": '$.paths["/a"].get.responses["200"]',
    }
    assert {pointer: json_path(pointer) for pointer in pointers} == pointers
