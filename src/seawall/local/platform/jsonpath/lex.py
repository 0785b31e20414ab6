"""JSONPath text to tokens."""

import json
import re
from collections.abc import Iterator

from attrs import frozen

__all__ = ["JsonPathError", "Token", "lexemes"]

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<number>-?(?:\d+(?:\.\d+)?(?:[eE][+-]?\d+)?))
      | (?P<string>"(?:[^"\\]|\\.)*")
      | (?P<name>[^\W\d]\w*)
      | (?P<symbol>&&|\|\||==|!=|<>|<=|>=|[<>!?$@.*()\[\],])
    )""",
    re.VERBOSE | re.DOTALL,
)


class JsonPathError(ValueError):
    """An expression that is no JSONPath, or more of it than this server knows."""


@frozen
class Token:
    """One token: its kind (number, string, name, symbol or end), its text and where it begins."""

    kind: str
    text: str
    position: int

    def string(self) -> str:
        """The text that a string token stands for."""
        try:
            value = json.loads(self.text)
        except ValueError as error:
            raise JsonPathError(f"bad escape in the string at position {self.position}") from error
        assert isinstance(value, str)
        return value

    def number(self) -> int | float:
        """The value that a number token stands for."""
        return int(self.text) if self.text.lstrip("-").isdigit() else float(self.text)


def lexemes(expression: str) -> Iterator[Token]:
    """Cut an expression into tokens; the last one has the kind `end`."""
    position = 0
    end = len(expression.rstrip())
    while position < end:
        match = _TOKEN.match(expression, position)
        if match is None or match.lastgroup is None:
            raise JsonPathError(f"unexpected character at position {position}")
        yield Token(match.lastgroup, match[match.lastgroup], match.start(match.lastgroup))
        position = match.end()
    yield Token("end", "", position)
