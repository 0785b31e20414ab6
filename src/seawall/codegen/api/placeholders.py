"""Placeholders in place of a spec's own text while the parser processes it.

The parser rewrites names and values, and drops an operation if two of them become equal. A placeholder needs
no rewriting and is unique.
"""

import json

__all__ = ["Placeholders"]


class Placeholders:
    """Placeholders of one kind: `prefix` and a number. Equal values share a placeholder."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._values: list[str | int] = []
        self._placeholders: dict[str, str] = {}

    def placeholder(self, value: str | int) -> str:
        """The placeholder for `value`; a new one if the value is new."""
        # As JSON the number 1 and the text "1" are different keys.
        key = json.dumps(value)
        if key not in self._placeholders:
            self._placeholders[key] = f"{self._prefix}{len(self._values)}"
            self._values.append(value)
        return self._placeholders[key]

    def value(self, placeholder: str) -> str | int:
        """The value of a placeholder."""
        return self._values[int(placeholder.removeprefix(self._prefix))]

    def text(self, placeholder: str) -> str:
        """The value of a placeholder, as text."""
        return str(self.value(placeholder))
