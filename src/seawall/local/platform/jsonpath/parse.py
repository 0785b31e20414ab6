"""Recursive descent parser for JSONPath, with a depth limit of MAX_DEPTH."""

import re
from collections.abc import Callable

from seawall.local.platform.jsonpath.lex import JsonPathError, Lexeme, lexemes
from seawall.local.platform.jsonpath.nodes import (
    And,
    AnyElement,
    AnyMember,
    Comparison,
    Exists,
    Filter,
    IsUnknown,
    LikeRegex,
    Literal,
    Member,
    Node,
    Not,
    Or,
    Path,
    Predicate,
    Scalar,
    Slice,
    StartsWith,
    Step,
)
from seawall.local.platform.jsonpath.pattern import compile_pattern, required_prefix

__all__ = ["MAX_DEPTH", "MAX_LENGTH", "JsonPathError", "parse"]

MAX_LENGTH = 1000
MAX_DEPTH = 32  # the parser and the evaluation recurse once or more per level
_COMPARISONS = {"==": "==", "!=": "!=", "<>": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_CONSTANTS: dict[str, Scalar] = {"true": True, "false": False, "null": None}
_BARE_FIELD = re.compile(r'\s*(?!(?:lax|strict)\s|exists\s*\(|(?:true|false|null)\b)[^\W\d"]')


def parse(expression: str) -> Node:
    """Parse an expression; the `$.` before a field at its start is optional.

    Raises JsonPathError; its text is for the caller of the API.
    """
    if len(expression) > MAX_LENGTH:
        raise JsonPathError(f"longer than {MAX_LENGTH} characters")
    if _BARE_FIELD.match(expression):
        expression = f"$.{expression.lstrip()}"
    return _Parser(expression).parse()


class _Parser:
    def __init__(self, expression: str) -> None:
        self._lexemes = list(lexemes(expression))
        self._next = 0
        self._depth = 0

    def parse(self) -> Node:
        if self._take_name("strict"):
            raise JsonPathError("strict mode is not supported; remove `strict` to use lax mode")
        self._take_name("lax")
        node = self._or_rule()
        if self._peek().kind != "end":
            raise self._syntax_error("the end")
        return node

    # lexemes

    def _peek(self) -> Lexeme:
        return self._lexemes[self._next]

    def _advance(self) -> Lexeme:
        lexeme = self._lexemes[self._next]
        self._next += lexeme.kind != "end"
        return lexeme

    def _take(self, *symbols: str) -> str | None:
        lexeme = self._peek()
        return self._advance().text if lexeme.kind == "symbol" and lexeme.text in symbols else None

    def _take_name(self, name: str) -> bool:
        lexeme = self._peek()
        if lexeme.kind != "name" or lexeme.text != name:
            return False
        self._advance()
        return True

    def _expect(self, symbol: str) -> None:
        if not self._take(symbol):
            raise self._syntax_error(f"`{symbol}`")

    def _expect_string(self) -> str:
        if self._peek().kind != "string":
            raise self._syntax_error("a string in double quotes")
        return self._advance().string()

    def _syntax_error(self, expected: str) -> JsonPathError:
        lexeme = self._peek()
        found = f"`{lexeme.text}`" if lexeme.text else "the end"
        return JsonPathError(f"expected {expected} at position {lexeme.position}, found {found}")

    # conditions

    def _nested(self, rule: Callable[[], Node]) -> Node:
        if self._depth >= MAX_DEPTH:
            raise JsonPathError(f"nested deeper than {MAX_DEPTH} levels")
        self._depth += 1
        node = rule()
        self._depth -= 1
        return node

    def _or_rule(self) -> Node:
        node = self._and_rule()
        while self._take("||"):
            node = Or(_condition(node), _condition(self._and_rule()))
        return node

    def _and_rule(self) -> Node:
        node = self._unary()
        while self._take("&&"):
            node = And(_condition(node), _condition(self._unary()))
        return node

    def _unary(self) -> Node:
        if self._take("!"):
            return Not(_condition(self._nested(self._unary)))
        if self._take_name("exists"):
            return Exists(self._in_parentheses())
        if self._peek().text == "(" and self._peek().kind == "symbol":
            return self._group()
        return self._predicate(self._operand())

    def _group(self) -> Node:
        node = self._in_parentheses()
        if self._take_name("is"):
            if not self._take_name("unknown"):
                raise self._syntax_error("`unknown`")
            return IsUnknown(_condition(node))
        return node if isinstance(node, Predicate) else self._predicate(node)

    def _in_parentheses(self) -> Node:
        self._expect("(")
        node = self._nested(self._or_rule)
        self._expect(")")
        return node

    def _predicate(self, operand: Node) -> Node:
        operator = self._take(*_COMPARISONS)
        if operator:
            return Comparison(_COMPARISONS[operator], operand, self._operand())
        if self._take_name("like_regex"):
            pattern = self._expect_string()
            flags = self._expect_string() if self._take_name("flag") else ""
            return LikeRegex(operand, compile_pattern(pattern, flags), required_prefix(pattern, flags))
        if self._take_name("starts"):
            if not self._take_name("with"):
                raise self._syntax_error("`with`")
            return StartsWith(operand, self._expect_string())
        return operand

    # operands

    def _operand(self) -> Node:
        symbol = self._take("$", "@")
        if symbol:
            return Path(symbol == "$", self._steps())
        lexeme = self._peek()
        if lexeme.kind == "string":
            return Literal(self._advance().string())
        if lexeme.kind == "number":
            return Literal(self._advance().number())
        if lexeme.kind == "name" and lexeme.text in _CONSTANTS:
            return Literal(_CONSTANTS[self._advance().text])
        raise self._syntax_error("a path, a string, a number, true, false or null")

    def _steps(self) -> tuple[Step, ...]:
        steps: list[Step] = []
        while symbol := self._take(".", "[", "?"):
            if symbol == ".":
                steps.append(self._member())
            elif symbol == "[":
                steps.append(self._subscript())
            else:
                steps.append(Filter(_condition(self._in_parentheses())))
        return tuple(steps)

    def _member(self) -> Step:
        if self._take("*"):
            return AnyMember()
        lexeme = self._peek()
        if lexeme.kind not in {"name", "string"}:
            raise self._syntax_error("a field name")
        self._advance()
        if self._take("("):
            raise JsonPathError(f"the method `{lexeme.text}()` is not supported")
        return Member(lexeme.string() if lexeme.kind == "string" else lexeme.text)

    def _subscript(self) -> Step:
        if self._take("*"):
            self._expect("]")
            return AnyElement()
        first = self._index()
        last = self._index() if self._take_name("to") else first
        self._expect("]")
        return Slice(first, last)

    def _index(self) -> int:
        if self._take_name("last"):
            return -1
        lexeme = self._peek()
        if lexeme.kind != "number" or not lexeme.text.isdigit():
            raise self._syntax_error("an index, `last` or `*`")
        return int(self._advance().text)


def _condition(node: Node) -> Node:
    if not isinstance(node, Predicate):
        raise JsonPathError("expected a condition such as `@ == 1` or `exists (@.field)`, found a value")
    return node
