"""Real histories, replayed: at each step the layer's own tests and one unchanged user script pass."""

from pathlib import Path

import pytest

from tests.churn.history import AGENTS, PLATFORM, History
from tests.churn.replay import Lines, replay
from tests.churn.report import page

# Each step generates a client, starts a mock server, and runs the tests and the script in processes.
pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]


# Ten operations go at the first of these steps of agent runs, four come at the second.
@pytest.mark.parametrize(
    ("history", "steps", "untouched"),
    [(PLATFORM, 3, set()), (AGENTS, 7, {"04 to 05", "06 to 07", "07 to 08"})],
    ids=["platform", "agents"],
)
def test_the_user_script_passes_unchanged_over_the_whole_history(
    history: History, steps: int, untouched: set[str], tmp_path: Path
) -> None:
    if not history.versions:
        pytest.skip(f"the real specs are not at {history.specs}")
    found = list(replay(history, tmp_path / history.name))
    assert len(found) == steps
    assert all(step.output for step in found)
    assert [step.user_lines for step in found] == [0] * steps
    assert untouched <= {step.name for step in found if not step.adapted and step.fixed == Lines()}
    # The other figures are those of the day on which the page was made.
    assert figures(history.shown.read_text("utf-8")) == figures(page(history, found)) != []


def figures(text: str) -> list[str]:
    """The lines of a page's table with the changes, and with the lines of people."""
    rows = ("changes of the API", "breaking", "lines that a person", "lines for new", "lines of user code")
    return [line for line in text.splitlines() if line.startswith(tuple(f"| {row}" for row in rows))]
