"""Placeholders that stand for text of a spec while the parser has it.

The parser changes names and values on their way, and loses an operation where two of them come out alike.
It has nothing to change in a token.
"""

import json

__all__ = ["Placeholders"]


class Placeholders:
    """Placeholders of one kind, each `prefix` and a number; the same value has the same token."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._values: list[str | int] = []
        self._tokens: dict[str, str] = {}

    def token(self, value: str | int) -> str:
        """The token of `value`."""
        key = json.dumps(value)
        if key not in self._tokens:
            self._tokens[key] = f"{self._prefix}{len(self._values)}"
            self._values.append(value)
        return self._tokens[key]

    def value(self, token: str) -> str | int:
        """The value that `token` stands for."""
        return self._values[int(token.removeprefix(self._prefix))]

    def text(self, token: str) -> str:
        """The text that `token` stands for."""
        return str(self.value(token))
