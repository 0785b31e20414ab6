"""Fixtures of the older client."""

import logging
from collections.abc import Iterator

import pytest


@pytest.fixture
def _log_level() -> Iterator[None]:
    """The older client sets the level of the logger of this package."""
    log = logging.getLogger("seawall")
    before = log.level
    yield
    log.setLevel(before)
