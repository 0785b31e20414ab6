from tests.contract.source import ROOT
from tests.runtime.engine.faults import published


def test_the_fault_matrix_is_published_as_it_is_tested() -> None:
    assert published() in (ROOT / "docs" / "transports.md").read_text(encoding="utf-8")
