"""The pytest command of a project of a user."""

import sys

__all__ = ["USERS_PYTEST"]

USERS_PYTEST = (
    *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
    # Plugins of this environment that the project does not install: each run would import them for 0.6 s.
    *("-p", "no:schemathesis", "-p", "no:hypothesispytest"),
)
"""pytest without the plugins that only this project needs."""
