"""The table of single changes in docs/impact.md has the findings that tests/codegen/impact holds."""

from tests.codegen.impact.platform_changes import CHANGES
from tests.contract.source import ROOT

HEAD = "| change | type check | client | impact |"


def rows() -> dict[str, list[str]]:
    """The effects of each change in the table."""
    text = (ROOT / "docs" / "impact.md").read_text(encoding="utf-8")
    table = text.partition(HEAD)[2].partition("\n\n")[0]
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines()[2:]]
    return {name: impact.split(", ") if impact else [] for name, _, _, impact in cells}


def test_the_table_has_the_changes_and_their_effects() -> None:
    shown = rows()
    expected = {name: {effect for effect, _, _ in findings} for name, _, findings in CHANGES}
    assert len(shown) >= 29
    assert shown.keys() <= expected.keys()
    wrong = [name for name, effects in shown.items() if not expected[name] <= {*effects}]
    # A change that reaches nothing has no finding in the table either.
    wrong += [name for name, effects in shown.items() if bool(effects) != bool(expected[name])]
    assert wrong == []
