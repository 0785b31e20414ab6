"""Fixtures: programs of the pages, and Celery's worker, set up logging for the whole process."""

import logging
from collections.abc import Iterator

import pytest

from seawall.runtime.loggers import LOGGER_NAMES

LOGGERS = ("", "seawall", *LOGGER_NAMES, "celery", "celery.task")


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    loggers = [logging.getLogger(name or None) for name in LOGGERS]
    before = [(one.level, one.handlers[:], one.propagate) for one in loggers]
    yield
    for one, (level, handlers, propagate) in zip(loggers, before, strict=True):
        one.setLevel(level)
        one.handlers[:] = handlers
        one.propagate = propagate
