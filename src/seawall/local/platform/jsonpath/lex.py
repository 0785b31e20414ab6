"""Lexer for JSONPath."""

import json
import re
from collections.abc import Iterator

from attrs import frozen

__all__ = ["JsonPathError", "Lexeme", "lexemes"]

_LEXEME = re.compile(
    r"""\s*(?:
        (?P<number>-?(?:\d+(?:\.\d+)?(?:[eE][+-]?\d+)?))
      | (?P<string>"(?:[^"\\]|\\.)*")
      | (?P<name>[^\W\d]\w*)
      | (?P<symbol>&&|\|\||==|!=|<>|<=|>=|[<>!?$@.*()\[\],])
    )""",
    re.VERBOSE | re.DOTALL,
)


class JsonPathError(ValueError):
    """The expression is not valid JSONPath, or uses a part of it that this server does not support."""


@frozen
class Lexeme:
    """Lexeme: its kind (number, string, name, symbol or end), text and start position."""

    kind: str
    text: str
    position: int

    def string(self) -> str:
        """Decode a string lexeme."""
        try:
            value = json.loads(self.text)
        except ValueError as error:
            raise JsonPathError(f"invalid escape in the string at position {self.position}") from error
        assert isinstance(value, str)
        return value

    def number(self) -> int | float:
        """Decode a number lexeme."""
        return int(self.text) if self.text.lstrip("-").isdigit() else float(self.text)


def lexemes(expression: str) -> Iterator[Lexeme]:
    """Split an expression into lexemes; the last one has the kind `end`."""
    position = 0
    end = len(expression.rstrip())
    while position < end:
        match = _LEXEME.match(expression, position)
        if match is None or match.lastgroup is None:
            raise JsonPathError(f"unexpected character at position {position}")
        yield Lexeme(match.lastgroup, match[match.lastgroup], match.start(match.lastgroup))
        position = match.end()
    yield Lexeme("end", "", position)
