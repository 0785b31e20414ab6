"""The stock style: openapi-python-client makes the whole client, also of what it refuses elsewhere."""

import importlib
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from seawall.codegen.api.reader import read_api
from seawall.codegen.errors import SettingsError
from seawall.codegen.stock.generate import StockClient, generate_stock
from tests.codegen.generating import SPECS

JSON = "application/json"
MARKER = "# DO NOT EDIT."
REF = "#/components/schemas/"


def answer(schema: Any, media_type: str = JSON) -> dict[str, Any]:
    return {"200": {"description": "", "content": {media_type: {"schema": schema}}}}


def parameter(name: str, place: str, schema: Any, **more: Any) -> dict[str, Any]:
    return {"name": name, "in": place, "schema": schema, "required": place == "path", **more}


def spec(paths: Any, schemas: Any = None) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": "Demo", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas or {}},
    }


def operation(operation_id: str, *parameters: Any, **more: Any) -> dict[str, Any]:
    return {
        "operationId": operation_id,
        "parameters": list(parameters),
        "responses": {"204": {"description": ""}},
        **more,
    }


TEXT = {"type": "string"}
DATE = {"type": "string", "format": "date"}
LIST = {"type": "array", "items": TEXT}
FILTERS = (parameter("f", "query", TEXT), parameter("f[]", "query", TEXT))

# Each of these operations is refused, lost or overwritten when the generator reads it as it stands.
QUIRKS = spec(
    {
        "/dates": {"get": operation("dates", parameter("since", "header", DATE))},
        "/lists": {"get": operation("lists", parameter("ids", "header", LIST))},
        "/a/{x.y}/{x.y}": {"get": operation("dots", parameter("x.y", "path", TEXT))},
        "/one": {"get": operation("sameName")},
        "/two": {"get": operation("same_name")},
        "/three": {"get": operation("filters", *FILTERS)},
        "/four": {
            "post": operation(
                "bodies",
                requestBody={
                    "content": {
                        "text/plain": {"schema": TEXT},
                        "application/xml": {"schema": {"type": "object"}},
                        "application/x-www-form-urlencoded": {"schema": LIST},
                        "multipart/form-data": {"schema": {"$ref": REF + "Upload"}},
                    }
                },
            )
        },
        "/five": {"get": operation("csv", responses=answer(TEXT, "text/csv"))},
        "/six": {"get": operation("png", responses=answer(TEXT, "image/png"))},
        "/seven": {"get": operation("tree", responses=answer({"$ref": REF + "Tree"}))},
        "/eight": {"get": operation("mixed", responses=answer({"$ref": REF + "Quirks"}))},
        "/nine": {"get": operation("object", parameter("object", "query", {"type": "object"}))},
        "/ten": {
            "get": operation("content", {"name": "c", "in": "query", "content": {JSON: {"schema": {}}}})
        },
        "/eleven": {"get": operation("clash", responses=answer({"$ref": REF + "pet_API"}))},
    },
    {
        "Upload": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}},
        "Tree": {"anyOf": [TEXT, {"type": "array", "items": {"$ref": REF + "Tree"}}]},
        "Quirks": {
            "type": "object",
            "required": ["mixed"],
            "properties": {
                "mixed": {"enum": ["a", 1]},
                "sign": {"enum": ["+1", "-1", "x", "X"]},
                "createdAt": TEXT,
                "created_at": TEXT,
                "a-b": TEXT,
                "a_b": TEXT,
                "to_dict": TEXT,
                "inner": {"title": "Inner", "type": "object", "properties": {"n": {"type": "integer"}}},
                "other": {"title": "Inner", "type": "object", "properties": {"n": {"type": "string"}}},
                "kind": {"type": "string", "enum": ["a", "b"], "default": "c"},
                "flag": {"type": "boolean", "enum": [True]},
            },
        },
        "PetApi": {"type": "object", "properties": {"a": TEXT}},
        "pet_API": {"type": "object", "properties": {"b": TEXT}},
    },
)


def endpoints(client: StockClient) -> list[str]:
    return [name for name in client.files if name.startswith("api/") and not name.endswith("__init__.py")]


def write(client: StockClient, folder: Path) -> None:
    for name, content in client.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The package of QUIRKS, imported."""
    write(generate_stock(read_api(QUIRKS), package="quirks_api", marker=MARKER), tmp_path / "quirks_api")
    monkeypatch.syspath_prepend(tmp_path)
    for name in [name for name in sys.modules if name.startswith("quirks_api")]:
        monkeypatch.delitem(sys.modules, name)
    return importlib.import_module("quirks_api")


# It formats the package in another process: 1 s.
@pytest.mark.slow
def test_no_operation_is_lost() -> None:
    client = generate_stock(read_api(QUIRKS), package="quirks_api", marker=MARKER)
    assert len(endpoints(client)) == sum(len(item) for item in QUIRKS["paths"].values())
    assert [note.split(": ", 1)[0] for note in client.notes if "no name of its own" in note] == ["GET /three"]
    for name, content in client.files.items():
        if name.endswith(".py"):
            compile(content, name, "exec")


@pytest.mark.slow
def test_every_module_imports(package: ModuleType, tmp_path: Path) -> None:
    for path in sorted(Path(str(package.__file__)).parent.rglob("*.py")):
        importlib.import_module(".".join(path.relative_to(tmp_path).with_suffix("").parts))


@pytest.mark.slow
def test_a_property_without_a_name_of_its_own_is_kept(package: ModuleType) -> None:
    models = importlib.import_module(f"{package.__name__}.models")
    data = {
        "mixed": 1,
        "createdAt": "x",
        "created_at": "y",
        "a-b": "1",
        "a_b": "2",
        "to_dict": "z",
        "sign": "+1",
    }
    assert models.Quirks.from_dict(data).to_dict() == data


@pytest.mark.slow
def test_its_own_configuration_and_templates_count(tmp_path: Path) -> None:
    settings = tmp_path / "config.yaml"
    settings.write_text("literal_enums: true\npost_hooks: []\n")
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "package_init.py.jinja").write_text("MINE = 1\n")
    document = spec(
        {"/x": {"get": operation("x", responses=answer({"$ref": REF + "E"}))}},
        {"E": {"type": "string", "enum": ["a", "b"]}},
    )
    client = generate_stock(
        read_api(document), package="p", marker=MARKER, config_file=settings, templates=templates
    )
    assert client.files["__init__.py"] == b"# DO NOT EDIT.\nMINE = 1\n"
    assert b"Literal[" in client.files["models/e.py"]


def test_a_configuration_that_it_refuses_is_an_error(tmp_path: Path) -> None:
    settings = tmp_path / "config.yaml"
    settings.write_text("post_hooks: 5\n")
    for path in (settings, tmp_path / "missing.yaml"):
        with pytest.raises(SettingsError, match="is no configuration of openapi-python-client"):
            generate_stock(read_api(QUIRKS), package="p", marker=MARKER, config_file=path)


# Ten real specs of 3.1: 5 s.
@pytest.mark.slow
def test_real_specs_are_whole() -> None:
    from seawall.codegen.spec.document import load_document

    if not SPECS.is_dir():
        pytest.skip(f"{SPECS} is missing: it holds the real specs")
    wrong = []
    newest = [max((SPECS / name).glob("[0-9]*.*")) for name in ("aignostics", "museum")]
    # All versions of the API of which all versions are replayed, by `tests.churn`.
    for path in [*newest, *sorted((SPECS / "codegen-sh").glob("[0-9]*.*"))]:
        api = read_api(load_document(path.read_bytes(), path.name))
        found = len(endpoints(generate_stock(api, package="p", marker=MARKER)))
        if found != len(api.operations):
            wrong.append((path.name, found, len(api.operations)))
    assert wrong == []
