"""The URL of a call: fill in the path, and encode the query. Pure."""

import re
from functools import lru_cache
from typing import cast
from urllib.parse import quote

from seawall.core.engine.argument_values import SCALARS, content_text, is_given, text_value
from seawall.core.engine.call import Call
from seawall.core.engine.operation import Parameter
from seawall.core.engine.parameter_text import parameter_text, parameter_texts
from seawall.core.errors import InputError
from seawall.core.http.outgoing import has_dot_segment
from seawall.core.http.styles import StyleError, default_explode, default_style, path_text, query_text
from seawall.core.redaction.secret import hidden
from seawall.core.wire.unset import UNSET

__all__ = ["path_of", "path_segment", "query_of", "style_fault", "template_parts"]

# Needs no percent-encoding. Without a leading dot, so that it can not be `..`.
_PLAIN = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*")
# A path of a spec may hold escapes, which stay; any other percent sign is encoded.
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SAFE_IN_PATH = "!$%&'()*+,;=:@/~"
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def path_of(call: Call[object]) -> str:
    """Return the percent-encoded path of `call`. Raises InputError for an argument that would change it."""
    path, styled, is_plain = "", call.operation.styled_path_parameters, True
    for literal, name in template_parts(call.operation.path):
        path += literal
        if name is not None:
            value = call.path.get(name)
            # Most arguments are ids of plain characters, which `path_segment` returns as they are.
            if type(value) is str and name not in styled and _PLAIN.fullmatch(value):
                path += value
            else:
                path += path_segment(call, name)
                is_plain = False
    # The template has no such segment, and plain arguments make none.
    if not is_plain and has_dot_segment(path):
        raise InputError(
            f"{call.operation.id}: the arguments of the path make a segment `.` or `..`. Give ids."
        )
    return path


@lru_cache(maxsize=1024)
def template_parts(template: str) -> tuple[tuple[str, str | None], ...]:
    """Split a template into (literal, placeholder) pairs; the placeholder of the last pair is None.

    The literals are percent-encoded. Raises InputError for a template that leads out of the base URL.
    """
    # Without the slash, `@host` or `.host` would continue the host of the base URL.
    if not template.startswith("/") or has_dot_segment(template):
        raise InputError(
            f"the path {template!r} of an operation leads out of the base URL. Write it with a leading slash "
            "and without the segments `.` and `..`."
        )
    parts = _PLACEHOLDER.split(template)
    literals = [quote(_STRAY_PERCENT.sub("%25", literal), safe=_SAFE_IN_PATH) for literal in parts[::2]]
    return tuple(zip(literals, [*parts[1::2], None], strict=True))


def path_segment(call: Call[object], name: str) -> str:
    """Return the percent-encoded argument `name` of the path of `call`. Raises InputError."""
    try:
        value = call.path[name]
    except KeyError as error:
        raise InputError(f"{call.operation.id}: the path argument {name} is missing. Give it.") from error
    parameter = call.operation.parameter("path", name)
    if parameter is not None and not (value.__class__ in SCALARS and parameter.has_default_style):
        return _styled_segment(call, parameter, value)
    text = value if type(value) is str and value.isascii() else parameter_text(hidden(value), name)
    if _PLAIN.fullmatch(text):
        return text
    # Percent-encoding keeps dots, and `..` would address another resource (RFC 3986, section 5.2.4).
    if text in {"", ".", ".."}:
        raise InputError(f"{call.operation.id}: {name} is {text!r}, which is not an id. Give an id.")
    return quote(text, safe="")


def _styled_segment(call: Call[object], parameter: Parameter, value: object) -> str:
    name = parameter.name
    if not is_given(value):
        raise InputError(f"{call.operation.id}: the path argument {name} is missing. Give it.")
    if parameter.media_type is not None:
        return quote(content_text(hidden(value), name, parameter.media_type), safe="")
    style = parameter.style or "simple"
    try:
        text = path_text(name, text_value(hidden(value), name), style, explode=bool(parameter.explode))
    except StyleError as error:
        raise style_fault(call, name, error) from None
    if text in {"", ".", ".."}:
        raise InputError(f"{call.operation.id}: {name} is empty or dots, which is not an id. Give an id.")
    return text


def query_of(call: Call[object]) -> str:
    """Return the query of `call` with its question mark; empty without arguments. Raises InputError."""
    texts: list[str] = []
    for name, value in call.query.items():
        # Most arguments are not given.
        if value is None or value is UNSET:
            continue
        parameter = call.operation.parameter("query", name)
        if parameter is None or (parameter.has_default_style and _is_flat(value)):
            texts += _plain_query(name, value)
        else:
            texts += _styled_query(call, parameter, value)
    return f"?{'&'.join(texts)}" if texts else ""


def _is_flat(value: object) -> bool:
    """Return whether a value is one text or number, or a list of these: most are, and are sent quickly."""
    if value.__class__ is list:
        return all([item.__class__ in SCALARS for item in cast("list[object]", value)])  # noqa: C419
    return value.__class__ in SCALARS


@lru_cache(maxsize=1024)
def _encoded_name(name: str) -> str:
    return quote(name, safe="")


def _plain_query(name: str, value: object) -> list[str]:
    key, texts = _encoded_name(name), parameter_texts(hidden(value), name)
    return [f"{key}={text if _PLAIN.fullmatch(text) else quote(text, safe='')}" for text in texts]


def _styled_query(call: Call[object], parameter: Parameter, value: object) -> list[str]:
    name, style = parameter.name, parameter.style or default_style("query")
    if parameter.media_type is not None:
        return _plain_query(name, content_text(hidden(value), name, parameter.media_type))
    explode = default_explode(style) if parameter.explode is None else parameter.explode
    try:
        return query_text(
            name,
            text_value(hidden(value), name),
            style,
            explode=explode,
            allow_reserved=parameter.allow_reserved,
        )
    except StyleError as error:
        raise style_fault(call, name, error) from None


def style_fault(call: Call[object], name: str, error: StyleError) -> InputError:
    """Return the error for an argument that its style can not hold."""
    return InputError(f"{call.operation.id}: {name} {error}. Give flat values.")
