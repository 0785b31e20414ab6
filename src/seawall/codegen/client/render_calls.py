"""Renders operations and the functions that build their calls."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from seawall.codegen.api.model import ApiParameter, Encoding
from seawall.codegen.api.shapes import Array, Integer, Number, Schema, Text
from seawall.codegen.client.declarations import AnswerType, BodyDecl, CallDecl, ParameterDecl
from seawall.codegen.client.docstrings import docstring
from seawall.codegen.client.layout import Bracketed, Code, between, fits, laid_out
from seawall.codegen.client.literals import literal, text_literal
from seawall.codegen.client.type_exprs import (
    ANY,
    NONE,
    UNSET_TYPE,
    LiteralOf,
    Plain,
    TypeExpr,
    code,
    union,
    without_tags,
)
from seawall.codegen.names.classes import core_of

__all__ = ["render_calls"]

_OBJECT = Plain("object")
_DEFAULT_STYLES = {"path": "simple", "header": "simple", "query": "form", "cookie": "form"}
_DEFAULT_ACCEPT = ("application/json",)


def render_calls(calls: Sequence[CallDecl]) -> str:
    """Render the operations of `calls` and their functions, without imports."""
    operations = "".join(f"{_operation(call)}\n" for call in calls)
    return operations + "".join(f"\n\n{_function(call)}\n" for call in calls)


def _function(call: CallDecl) -> str:
    signature = Bracketed(f"def {call.name}(", tuple(_arguments(call)), ")")
    head = laid_out([signature, " -> ", _returned(call), ":"])
    return f"{head}\n    {docstring(call.doc, call.note)}\n{laid_out(['return ', _built(call)], 4)}"


def _returned(call: CallDecl) -> Code:
    result = code(_result(call))
    if call.items:
        return Bracketed("StreamCall[", (result, code(_item(call))), "]")
    return Bracketed("Call[", (result,), "]")


def _result(call: CallDecl) -> TypeExpr:
    """The result type of the call: the union over its successful statuses and their media types."""
    found = [type_expr for _, answer in call.results for type_expr in _types_of(answer)]
    return _annotation(union(found or [NONE]))


def _item(call: CallDecl) -> TypeExpr:
    return _annotation(union([type_expr for _, type_expr in call.items]))


def _types_of(answer: AnswerType) -> Iterator[TypeExpr]:
    if answer is None:
        yield NONE
    elif isinstance(answer, tuple):
        yield from (type_expr for _, type_expr in answer)
    else:
        yield answer


def _annotation(type_expr: TypeExpr) -> TypeExpr:
    # `object`, not Any: the caller must narrow the type before use.
    return _OBJECT if type_expr == ANY else without_tags(type_expr)


def _operation(call: CallDecl) -> str:
    annotation = Bracketed("Operation[", (code(_result(call)),), "]")
    value = Bracketed("Operation(", tuple(_facts(call)), ")")
    head: list[Code] = [f"{call.name.upper()}: ", annotation, " = "]
    # A long annotation moves the value to lines of its own.
    if fits([*head, "("]) and not fits([*head, "Operation("]):
        return laid_out([*head, Bracketed("(", (value,), ")")])
    return laid_out([*head, value])


def _facts(call: CallDecl) -> "Iterator[Code]":
    yield f"id={text_literal(call.name)}"
    yield f"method={text_literal(call.method)}"
    yield f"path={text_literal(call.path)}"
    yield _type_map("result_types", [(_status(status), _answer(answer)) for status, answer in call.results])
    if call.errors:
        yield _type_map("error_types", [(_status(status), _answer(answer)) for status, answer in call.errors])
    if call.items:
        yield _type_map("item_types", [(text_literal(key), code(value)) for key, value in call.items])
    parameters = tuple(map(_parameter, call.parameters))
    # One parameter needs a comma to be a tuple.
    yield "parameters=()" if not parameters else _tuple("parameters=", parameters)
    if call.body is not None and call.body.encodings:
        pairs = [
            Bracketed(f"{text_literal(media_type)}: {{", tuple(map(_encoding, found.items())), "}")
            for media_type, found in call.body.encodings.items()
        ]
        yield Bracketed("body_encodings={", tuple(pairs), "}")
    if call.accept and call.accept != _DEFAULT_ACCEPT:
        yield _tuple("accept=", tuple(map(text_literal, call.accept)))
    if call.security:
        yield _tuple("security=", tuple(map(_alternative, call.security)))
    if call.deprecated:
        yield "deprecated=True"
    if call.idempotency_header is not None:
        yield f"idempotency_header={text_literal(call.idempotency_header)}"


def _tuple(before: str, parts: "tuple[Code, ...]") -> Code:
    return Bracketed(f"{before}(", parts, ")", is_tuple=True)


def _type_map(name: str, pairs: "Iterable[tuple[str, Code]]") -> Code:
    return Bracketed(f"{name}=lambda: {{", tuple(between(f"{key}: ", value) for key, value in pairs), "}")


def _status(status: str) -> str:
    return status if status.isdecimal() else text_literal(status if status == "default" else status.upper())


def _answer(answer: AnswerType) -> Code:
    if answer is None:
        return "None"
    if isinstance(answer, tuple):
        pairs = tuple(
            between(f"{text_literal(media_type)}: ", code(type_expr)) for media_type, type_expr in answer
        )
        return Bracketed("ByMediaType({", pairs, "})")
    return code(answer)


def _alternative(alternative: Mapping[str, tuple[str, ...]]) -> Code:
    pairs: list[Code] = []
    for scheme, scopes in alternative.items():
        if scopes:
            pairs.append(_tuple(f"{text_literal(scheme)}: ", tuple(map(text_literal, scopes))))
        else:
            pairs.append(f"{text_literal(scheme)}: ()")
    return Bracketed("{", tuple(pairs), "}")


def _parameter(parameter: ParameterDecl) -> Code:
    facts = parameter.facts
    return Bracketed("Parameter(", tuple(_parameter_facts(facts)), ")")


def _parameter_facts(facts: ApiParameter) -> "Iterator[Code]":
    yield text_literal(facts.name)
    yield text_literal(facts.location)
    if facts.required:
        yield "required=True"
    if facts.media_type is not None:
        yield f"media_type={text_literal(facts.media_type)}"
    else:
        if facts.style != _DEFAULT_STYLES[facts.location]:
            yield f"style={text_literal(facts.style)}"
        if facts.explode != (facts.style == "form"):
            yield f"explode={facts.explode}"
    if facts.allow_reserved:
        yield "allow_reserved=True"
    if facts.deprecated:
        yield "deprecated=True"
    limits = list(_limits(facts.schema))
    if limits:
        yield Bracketed("limits=Limits(", tuple(limits), ")")


def _limits(schema: Schema) -> "Iterator[str]":
    shape = core_of(schema).shape
    if isinstance(shape, Integer | Number):
        names: tuple[str, ...] = (
            "minimum",
            "maximum",
            "exclusive_minimum",
            "exclusive_maximum",
            "multiple_of",
        )
    elif isinstance(shape, Text):
        names = ("min_length", "max_length", "pattern")
    elif isinstance(shape, Array):
        names = ("min_items", "max_items")
    else:
        return
    for name in names:
        value = getattr(shape, name)
        if value is not None and not (isinstance(value, float) and not math.isfinite(value)):
            yield f"{name}={literal(value)}"


def _encoding(item: tuple[str, Encoding]) -> Code:
    name, encoding = item
    arguments = []
    if encoding.content_type is not None:
        arguments.append(f"media_type={text_literal(encoding.content_type)}")
    if encoding.style is not None:
        arguments.append(f"style={text_literal(encoding.style)}")
    if encoding.explode is not None:
        arguments.append(f"explode={encoding.explode}")
    if encoding.allow_reserved:
        arguments.append("allow_reserved=True")
    return Bracketed(f"{text_literal(name)}: PartEncoding(", tuple(arguments), ")")


def _arguments(call: CallDecl) -> "Iterator[Code]":
    for parameter in call.of("path"):
        yield _argument(parameter.name, _annotation(parameter.type_expr))
    rest = [item for location in ("query", "header", "cookie") for item in call.of(location)]
    if call.body is not None or rest:
        yield "*"
    if call.body is not None:
        yield from _body_arguments(call.body)
    for parameter in rest:
        if parameter.facts.required:
            # The only value is the default: `/items?version=2` has a parameter that is always the same.
            yield _argument(
                parameter.name, _annotation(parameter.type_expr), _only_value(parameter.type_expr)
            )
        else:
            # An optional parameter is left out of the request if it is None.
            yield _argument(parameter.name, _annotation(union([parameter.type_expr, NONE])), "None")


def _argument(name: str, type_expr: TypeExpr, default: str | None = None) -> Code:
    return between(f"{name}: ", code(type_expr), "" if default is None else f" = {default}")


def _only_value(type_expr: TypeExpr) -> str | None:
    if isinstance(type_expr, LiteralOf) and len(type_expr.values) == 1:
        return literal(type_expr.values[0])
    return None


def _body_arguments(body: BodyDecl) -> "Iterator[Code]":
    if body.required:
        yield _argument("body", _annotation(body.type_expr))
    else:
        yield _argument("body", _annotation(union([body.type_expr, UNSET_TYPE])), "UNSET")
    if len(body.media_types) > 1:
        yield _argument("media_type", LiteralOf(body.media_types), text_literal(body.media_types[0]))


def _built(call: CallDecl) -> Code:
    arguments: list[Code] = [call.name.upper()]
    for keyword, location in (
        ("path", "path"),
        ("query", "query"),
        ("headers", "header"),
        ("cookies", "cookie"),
    ):
        parameters = call.of(location)
        if parameters:
            pairs = tuple(f"{text_literal(item.facts.name)}: {item.name}" for item in parameters)
            arguments.append(Bracketed(f"{keyword}={{", pairs, "}"))
    if call.body is not None:
        is_choice = len(call.body.media_types) > 1
        arguments.append("body=body")
        media_type = "media_type" if is_choice else text_literal(call.body.media_types[0])
        arguments.append(f"media_type={media_type}")
    return Bracketed("StreamCall(" if call.items else "Call(", tuple(arguments), ")")
