"""The exported documents of 2025-05 to 2025-07, compared with those of the real platform."""

import json
from pathlib import Path

import pytest

from seawall.codegen.diff.change import Level
from seawall.codegen.diff.compare import compare_specs
from seawall.codegen.effective_spec import EffectiveSpec, effective_spec
from seawall.codegen.fetch.fetch import fetch
from seawall.local import platform as local_platform

# The whole platform: its server alone takes a second to import.
pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[4]
REAL = ROOT.parent / "shared/specs/aignostics"
FILES = {
    "2025-05": "01_1.0.0_2025-05-22.json",
    "2025-06": "02_1.0.0_2025-06-25.json",
    "2025-07": "03_1.0.0_2025-07-10.json",
}
# The login server is our own; `user_payload` is for internal use, optional, and never sent here.
RISKY = {"security-flow-changed", "optional-property-removed"}


def exported(version: str) -> EffectiveSpec:
    return effective_spec(fetch(version, content=local_platform.export_openapi(version)))


@pytest.mark.parametrize("version", FILES)
def test_a_client_of_the_real_api_can_use_ours(version: str) -> None:
    if not REAL.exists():
        pytest.skip(f"the real specs are missing: {REAL}")
    real = effective_spec(fetch(str(REAL / FILES[version])))
    diff = compare_specs(real, exported(version))
    assert [change.place for change in diff.changes if change.level is Level.BREAKING] == []
    assert {change.rule for change in diff.changes if change.level is Level.RISKY} == RISKY
    assert [one.key for one in real.api.operations] == [one.key for one in exported(version).api.operations]


def test_the_committed_spec_is_the_export_of_2025_07() -> None:
    committed = (ROOT / "codegen/specs/platform-2025-07.json").read_bytes()
    assert committed == local_platform.export_openapi("2025-07")
    assert json.loads(committed)["info"]["version"] == "1.0.0"


def test_2025_05_and_2025_06_lack_the_account_and_differ_from_each_other() -> None:
    changes = compare_specs(exported("2025-06"), exported("2025-07")).changes
    assert {change.rule for change in changes if change.operations} == {"operation-added"}
    changes = compare_specs(exported("2025-05"), exported("2025-06")).changes
    assert {change.level for change in changes} >= {Level.BREAKING}
