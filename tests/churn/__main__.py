"""`python -m tests.churn FOLDER`: replay every history in FOLDER, and write the reports there."""

import sys
from pathlib import Path

from seawall.codegen.bump.page import bump_page
from tests.churn.history import AGENTS, PLATFORM, History
from tests.churn.replay import replay
from tests.churn.report import page, table


def main() -> str:
    """Replay the histories whose specs are here; return what is wrong."""
    if len(sys.argv) != 2:
        return "usage: python -m tests.churn FOLDER"
    folder = Path(sys.argv[1])
    for history in (PLATFORM, AGENTS):
        if not history.versions:
            return f"The specs of {history.title} are not at {history.specs}."
        print(f"The history of {history.title}\n\n{_replayed(history, folder)}")  # noqa: T201
    return ""


def _replayed(history: History, folder: Path) -> str:
    steps = []
    for step in replay(history, folder / history.name):
        name = f"{history.name}-{step.name.replace(' to ', '-')}.html"
        (folder / name).write_text(bump_page(step.report), "utf-8")
        steps.append(step)
    (folder / f"{history.name}-history.md").write_text(page(history, steps), "utf-8")
    return table(steps)


if __name__ == "__main__":
    sys.exit(main() or 0)
