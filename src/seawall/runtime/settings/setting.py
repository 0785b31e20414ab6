"""The annotation of a setting."""

from collections.abc import Callable
from typing import Any

from attrs import field, frozen

__all__ = ["Setting", "SettingCheck"]

SettingCheck = Callable[[type[Any], Any], object]
"""Receives the settings class and a value; returns the value to store, or raises ValueError."""


@frozen(eq=False)
class Setting:
    """Facts about a setting: `attempts: Annotated[int, Setting("Attempts per call.", least=1, most=10)] = 4`.

    `least` and `most` bound a number. `check` sees values other than None, after conversion.
    """

    description: str = ""
    least: float | None = None
    most: float | None = None
    check: SettingCheck | None = field(default=None, repr=False)
