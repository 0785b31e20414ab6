"""Whole specs, real ones among them: each becomes canonical, and canonical form stays as it is."""

from pathlib import Path

import pytest

from seawall.codegen.doctor.document import CanonicalSpec, canonical_spec
from seawall.codegen.errors import SpecError
from seawall.codegen.fetch.documents import Documents
from seawall.codegen.spec.document import parse_document
from seawall.codegen.spec.plain_data import Json
from tests.codegen.doctor.canonical_form import METHODS, faults, items
from tests.codegen.doctor.converting import converted, openapi, swagger
from tests.codegen.generating import SPECS
from tests.rows import row

REAL = sorted(SPECS.glob("*/[0-9]*.[jy]*"))
SPLIT = sorted(SPECS.glob("*/*.src"))
NEEDED = pytest.mark.skipif(not SPECS.is_dir(), reason=f"the real specs are not at {SPECS}")


def read(path: Path) -> Json:
    return parse_document(path.read_bytes(), path.name).content


def operations(document: Json) -> list[str]:
    """List the operations of the paths as `get /pets`; those of references are followed elsewhere."""
    assert isinstance(document, dict)
    return [
        f"{method} {path}"
        for path, item in items(document.get("paths"))
        if isinstance(item, dict)
        for method in item
        if method in METHODS
    ]


def has_place(document: Json, pointer: str) -> bool:
    """Return whether `pointer` leads to a value, or to where one is missing in an object."""
    value, keys = document, pointer.split("/")[1:]
    for number, key in enumerate(keys):
        name = key.replace("~1", "/").replace("~0", "~")
        if isinstance(value, list):
            value = value[int(name)]
        elif isinstance(value, dict) and name in value:
            value = value[name]
        else:
            return isinstance(value, dict) and number == len(keys) - 1
    return True


def check(spec: CanonicalSpec) -> None:
    assert faults(spec.document) == []
    assert converted(spec.document).document == spec.document


@NEEDED
@pytest.mark.slow
@pytest.mark.exhaustive
def test_every_real_spec_becomes_canonical_and_loses_no_operation() -> None:
    assert REAL
    for path in REAL:
        with row(str(path)):
            document = read(path)
            spec = canonical_spec(Documents(root=str(path), documents={str(path): document}))
            check(spec)
            assert operations(spec.document) == operations(document)
            assert [fix for fix in spec.fixes if fix.severity == "error"] == []
            assert converted(spec.document).fixes == ()
            assert [fix.pointer for fix in spec.fixes if not has_place(document, fix.pointer)] == []


@NEEDED
@pytest.mark.slow
@pytest.mark.parametrize("folder", SPLIT, ids=lambda folder: folder.stem)
def test_a_spec_of_many_files_becomes_the_bundle(folder: Path) -> None:
    files = {str(path): read(path) for path in folder.glob("**/*.yaml")}
    root = next(str(path) for path in folder.glob("**/openapi.yaml"))
    spec = canonical_spec(Documents(root=root, documents=files))
    check(spec)
    bundle = read(folder.with_suffix(".json"))
    assert sorted(operations(spec.document)) == sorted(operations(bundle))


def test_a_document_of_another_kind_is_refused() -> None:
    refused: list[tuple[Json, str]] = [
        ({"swagger": "1.2"}, "`swagger` is '1.2'"),
        ({"openapi": "4.0.0", "paths": {}}, "`openapi` is '4.0.0'"),
        ({"openapi": None}, "`openapi` is None"),
        ({"asyncapi": "2.0.0"}, "`asyncapi` is '2.0.0'"),
        ({"paths": {}}, "no `openapi` and no `swagger`"),
        ([], "top level is not an object"),
        ("text", "top level is not an object"),
    ]
    for document, reason in refused:
        with row(document), pytest.raises(SpecError, match=reason):
            converted(document)


def test_versions_that_are_read() -> None:
    for version in ("3.0.0", "3.0.4", "3.1.0", "3.1.2", "3.2.0", 3.1, 3.0, "3.1"):
        with row(version):
            document = openapi()
            document["openapi"] = version
            check(converted(document))
    for version in ("2.0", 2.0, 2):
        with row(version):
            document = swagger()
            document["swagger"] = version
            check(converted(document))


def test_a_document_with_nothing_in_it_is_converted() -> None:
    for version in ("3.0.0", "3.1.0", "3.2.0"):
        with row(version):
            check(converted({"openapi": version}))
    check(converted({"swagger": "2.0"}))


def test_extensions_stay_everywhere() -> None:
    x: Json = {"$ref": "gone", "nullable": True}
    answer: Json = {
        "description": "",
        "x-e": x,
        "content": {"a/b": {"x-e": x}},
        "headers": {"X-A": {"schema": {}, "x-e": x}},
    }
    parameter: Json = {"name": "q", "in": "query", "schema": {}, "x-e": x}
    get: Json = {
        "operationId": "op",
        "parameters": [{"$ref": "#/components/parameters/P", "x-e": x}],
        "responses": {"200": answer, "x-e": x},
        "x-e": x,
    }
    document: dict[str, Json] = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1", "x-e": x},
        "servers": [{"url": "/", "x-e": x}],
        "tags": [{"name": "t", "x-e": x}],
        "paths": {"/a": {"x-e": x, "get": get}, "x-e": x},
        "components": {"parameters": {"P": parameter}, "schemas": {"S": {"x-e": x}}, "x-e": x},
        "x-e": x,
    }
    spec = converted(document)
    assert spec.document == document
    assert spec.fixes == ()
