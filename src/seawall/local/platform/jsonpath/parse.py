"""JSONPath text to nodes, by recursive descent, never deeper than MAX_DEPTH."""

import re
from collections.abc import Callable

from seawall.local.platform.jsonpath.lex import JsonPathError, Token, lexemes
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
from seawall.local.platform.jsonpath.pattern import compile_pattern

__all__ = ["MAX_DEPTH", "MAX_LENGTH", "JsonPathError", "parse"]

MAX_LENGTH = 1000
MAX_DEPTH = 32
_COMPARISONS = {"==": "==", "!=": "!=", "<>": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_CONSTANTS: dict[str, Scalar] = {"true": True, "false": False, "null": None}
_BARE_FIELD = re.compile(r'\s*(?!(?:lax|strict)\s|exists\s*\(|(?:true|false|null)\b)[^\W\d"]')


def parse(expression: str) -> Node:
    """The nodes of an expression; a field at its start gets its `$.` if that is missing.

    Raises JsonPathError, whose text may be shown to the caller.
    """
    if len(expression) > MAX_LENGTH:
        raise JsonPathError(f"longer than {MAX_LENGTH} characters")
    if _BARE_FIELD.match(expression):
        expression = f"$.{expression.lstrip()}"
    return _Parser(expression).whole()


class _Parser:
    def __init__(self, expression: str) -> None:
        self._tokens = list(lexemes(expression))
        self._next = 0
        self._depth = 0

    def whole(self) -> Node:
        if self._take_name("strict"):
            raise JsonPathError("strict mode is not supported; leave the word out for lax mode")
        self._take_name("lax")
        node = self._or_rule()
        if self._peek().kind != "end":
            raise self._application_failure("the end")
        return node

    # tokens

    def _peek(self) -> Token:
        return self._tokens[self._next]

    def _advance(self) -> Token:
        token = self._tokens[self._next]
        self._next += token.kind != "end"
        return token

    def _take(self, *symbols: str) -> str | None:
        token = self._peek()
        return self._advance().text if token.kind == "symbol" and token.text in symbols else None

    def _take_name(self, name: str) -> bool:
        token = self._peek()
        if token.kind != "name" or token.text != name:
            return False
        self._advance()
        return True

    def _expect(self, symbol: str) -> None:
        if not self._take(symbol):
            raise self._application_failure(f"`{symbol}`")

    def _expect_string(self) -> str:
        if self._peek().kind != "string":
            raise self._application_failure("a string in double quotes")
        return self._advance().string()

    def _application_failure(self, wanted: str) -> JsonPathError:
        token = self._peek()
        found = f"`{token.text}`" if token.text else "the end"
        return JsonPathError(f"expected {wanted} at position {token.position}, found {found}")

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
                raise self._application_failure("`unknown`")
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
            return LikeRegex(operand, compile_pattern(pattern, flags))
        if self._take_name("starts"):
            if not self._take_name("with"):
                raise self._application_failure("`with`")
            return StartsWith(operand, self._expect_string())
        return operand

    # operands

    def _operand(self) -> Node:
        symbol = self._take("$", "@")
        if symbol:
            return Path(symbol == "$", self._steps())
        token = self._peek()
        if token.kind == "string":
            return Literal(self._advance().string())
        if token.kind == "number":
            return Literal(self._advance().number())
        if token.kind == "name" and token.text in _CONSTANTS:
            return Literal(_CONSTANTS[self._advance().text])
        raise self._application_failure("a path, a string, a number, true, false or null")

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
        token = self._peek()
        if token.kind not in {"name", "string"}:
            raise self._application_failure("a field name")
        self._advance()
        if self._take("("):
            raise JsonPathError(f"the method `{token.text}()` is not supported")
        return Member(token.string() if token.kind == "string" else token.text)

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
        token = self._peek()
        if token.kind != "number" or not token.text.isdigit():
            raise self._application_failure("an index, `last` or `*`")
        return int(self._advance().text)


def _condition(node: Node) -> Node:
    if not isinstance(node, Predicate):
        raise JsonPathError("expected a condition such as `@ == 1` or `exists (@.field)`, found a value")
    return node
