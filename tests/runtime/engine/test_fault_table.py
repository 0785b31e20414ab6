from tests.contract.source import ROOT
from tests.runtime.engine.faults import published


def test_the_published_fault_matrix_is_the_tested_one() -> None:
    assert published() in (ROOT / "docs" / "transports.md").read_text(encoding="utf-8")
