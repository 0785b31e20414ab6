"""Real specs are read whole: every operation, and no part is lost."""

from pathlib import Path
from typing import Any

import pytest

from seawall.codegen.api.reach import every_schema, resolve
from seawall.codegen.api.reader import read_api
from seawall.codegen.spec.document import load_document
from tests.codegen.generating import SPECS

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
FILES = sorted(path for path in SPECS.glob("*/[0-9][0-9]_*") if path.suffix in {".json", ".yaml", ".yml"})
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SPECS.is_dir(), reason=f"the real specs are not at {SPECS}"),
]


def operations_in(document: dict[str, Any]) -> set[str]:
    """The operations of `document`, counted without the reader."""
    return {
        f"{method.upper()} {path}"
        for path, item in document.get("paths", {}).items()
        for method in METHODS
        if method in item
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name[:2]}")
def test_every_operation_and_schema_is_read(path: Path) -> None:
    document: Any = load_document(path.read_bytes(), path.name)
    if not str(document.get("openapi", "")).startswith("3."):
        pytest.skip("Swagger 2.0 is converted before it is read")
    api = read_api(document)
    assert {operation.key for operation in api.operations} == operations_in(document)
    assert api.schemas.keys() == document.get("components", {}).get("schemas", {}).keys()
    assert [finding for finding in api.findings if finding.is_error] == []
    for schema in every_schema(api):
        resolve(api, schema)
