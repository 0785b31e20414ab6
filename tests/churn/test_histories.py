"""Real histories, replayed: at each step the layer's own tests and one unchanged user script pass."""

from pathlib import Path

import pytest

from tests.churn.history import AGENTS, PLATFORM, History
from tests.churn.replay import replay
from tests.churn.report import page, table

DOCS = Path(__file__).parents[2] / "docs"
# Each step generates a client, starts a mock server, and runs the tests and the script in processes.
pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("history", "steps"), [(PLATFORM, 3), (AGENTS, 7)], ids=["platform", "agents"])
def test_the_user_script_passes_unchanged_over_the_whole_history(
    history: History, steps: int, tmp_path: Path
) -> None:
    if not history.versions:
        pytest.skip(f"the real specs are not at {history.specs}")
    found = list(replay(history, tmp_path / history.name))
    assert len(found) == steps
    assert all(step.output for step in found)
    assert [step.user_lines for step in found] == [0] * steps
    shown = DOCS / f"{history.name}-history.md"
    text = shown.read_text("utf-8") if shown.exists() else page(history, found)
    # The other figures are those of the day on which the page was made.
    assert figures(text) == figures(table(found))


def figures(text: str) -> list[list[str]]:
    """The changes and the lines of people in the table of a page, with the name of each step."""
    rows = [[cell.strip() for cell in line.split("|")] for line in text.splitlines()]
    return [[*row[1:4], *row[-4:-1]] for row in rows if len(row) > 9]
