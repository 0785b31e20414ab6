"""Amounts in texts of a server: memory with a unit, counts of cores. Pure."""

import math
import re

__all__ = ["count", "gigabytes"]

# Quantities of Kubernetes match digits[.digits][E|P|T|G|M|K][i]; with `i` the unit is a power of 1024.
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)([EPTGMK]?)(i?)B?", re.ASCII)
_POWERS = {"": 0, "K": 1, "M": 2, "G": 3, "T": 4, "P": 5, "E": 6}
_GIGABYTE = 1000**3


def count(text: str | None) -> float | None:
    """A number, e.g. of cores; None for `<none>` and for what is no number."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def gigabytes(text: str | None) -> float | None:
    """An amount of memory in GB; a number without a unit is in GB. None for what is no amount."""
    found = _AMOUNT.fullmatch(text or "")
    if not found:
        return None
    number, unit, binary = found.groups()
    if not unit:
        return float(number)
    base = 1024.0 if binary else 1000.0
    return float(number) * math.pow(base, _POWERS[unit]) / _GIGABYTE
