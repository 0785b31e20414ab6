"""`python -m tests.churn FOLDER`: replay every history in FOLDER, and print the reports."""

import sys
from pathlib import Path

from tests.churn.history import AGENTS, PLATFORM
from tests.churn.replay import replay
from tests.churn.report import markdown


def main() -> str:
    """Replay the histories whose specs are here."""
    if len(sys.argv) != 2:
        return "usage: python -m tests.churn FOLDER"
    for history in (PLATFORM, AGENTS):
        if not history.versions:
            return f"The specs of {history.title} are not at {history.specs}."
        print(markdown(history, list(replay(history, Path(sys.argv[1]) / history.name))))  # noqa: T201
    return ""


if __name__ == "__main__":
    sys.exit(main() or 0)
