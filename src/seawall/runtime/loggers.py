"""The loggers of Seawall: `seawall`, and one child for each part, such as `seawall.retry`."""

import logging

__all__ = ["LOGGER_NAMES", "part_logger"]

LOGGER_NAMES = (
    "seawall.auth",
    "seawall.cache",
    "seawall.deprecation",
    "seawall.drift",
    "seawall.http",
    "seawall.observer",
    "seawall.rate_limit",
    "seawall.retry",
    "seawall.settings",
    "seawall.transfer",
    "seawall.vosi",
    "seawall.waiting",
    "seawall.webhook",
)
"""The names of all loggers below `seawall`."""


def part_logger(name: str) -> logging.Logger:
    """Return the logger `name`, one of LOGGER_NAMES. The filters of the logger `seawall` apply to it too.

    In `logging`, they would apply to the records of `seawall` itself only. A filter against secrets must not
    miss those of a part.
    """
    if name not in LOGGER_NAMES:
        raise ValueError(f"{name} is not in LOGGER_NAMES.")
    logger = logging.getLogger(name)
    # A filter that is there already is not added again.
    logger.addFilter(logging.getLogger("seawall").filter)
    return logger
