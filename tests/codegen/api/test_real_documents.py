"""Real specs and small cases of every kind, through the doctor: every operation is read, no part is lost."""

from pathlib import Path
from typing import Any

import pytest

from seawall.codegen.api.reach import every_schema, reach, resolve
from seawall.codegen.effective_spec import effective_spec
from seawall.codegen.fetch.fetch import fetch
from seawall.codegen.spec.document import load_document
from tests.codegen.generating import SPECS

METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
CASES = SPECS.parent / "cases" / "specs"
REAL = sorted(path for path in SPECS.glob("*/[0-9][0-9]_*") if path.suffix in {".json", ".yaml", ".yml"})
# Their header or path must not be sent.
REFUSED = {"header-name-crlf", "path-dotdot"}
pytestmark = pytest.mark.slow


def operations_in(path: Path) -> int:
    """The number of operations in a document, counted without doctor and reader."""
    document: Any = load_document(path.read_bytes(), path.name)
    return sum(len(METHODS & item.keys()) for item in (document.get("paths") or {}).values())


def is_whole(path: Path) -> bool:
    """Read a document, check that all its schemas are there, and say if no part of it is lost."""
    effective = effective_spec(fetch(str(path)))
    document: Any = effective.document
    api = effective.api
    assert api.schemas.keys() == document.get("components", {}).get("schemas", {}).keys()
    for schema in every_schema(api):
        resolve(api, schema)
    found = reach(api)
    assert found.sent | found.received <= api.schemas.keys()
    has_all = len(api.operations) == operations_in(path)
    return has_all and not any(finding.is_error for finding in api.findings)


@pytest.mark.skipif(not SPECS.is_dir(), reason=f"the real specs are not at {SPECS}")
@pytest.mark.exhaustive
@pytest.mark.parametrize("path", REAL, ids=lambda path: f"{path.parent.name}-{path.name[:2]}")
def test_a_real_spec_is_read_whole(path: Path) -> None:
    assert is_whole(path)


@pytest.mark.skipif(not CASES.is_dir(), reason=f"the small cases are not at {CASES}")
def test_every_small_case_is_read_whole() -> None:
    assert {path.stem for path in CASES.glob("*.yaml") if not is_whole(path)} == REFUSED
