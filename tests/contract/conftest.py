"""Garbage collection while the contract tests run.

The syntax trees of all modules are half a million objects. A collection takes 0.5 s while they exist, and
many would happen while they are made.
"""

import gc

import pytest

from tests.contract.source import forget_trees


def pytest_runtest_setup() -> None:
    gc.disable()


def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    if nextitem is None or nextitem.path.parent != item.path.parent:
        forget_trees()
        gc.enable()
