"""Styles of parameters (OpenAPI 3.1, section 4.8.12.6): paths, queries, headers, cookies, forms. Pure.

One table for all places; `docs/calls.md` shows it. A value is text, or a list or dict of values: the caller
has converted numbers, dates and models to text. An empty list or dict is not sent.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Literal, TypeAlias
from urllib.parse import quote, quote_plus

__all__ = [
    "Place",
    "Style",
    "StyleError",
    "TextValue",
    "cookie_pairs",
    "default_explode",
    "default_style",
    "form_pairs",
    "header_text",
    "path_text",
    "query_text",
]

Place: TypeAlias = Literal["path", "query", "header", "cookie"]
"""The part of a request that holds a parameter."""

Style: TypeAlias = Literal[
    "simple", "label", "matrix", "form", "spaceDelimited", "pipeDelimited", "deepObject"
]
"""The way in which a list or an object is written as text."""

TextValue: TypeAlias = "str | list[TextValue] | dict[str, TextValue]"
"""A value of which each part is text."""

_Encode: TypeAlias = Callable[[str], str]

# Reserved characters (RFC 3986, section 2.2) that a query may hold as they are, and that do not separate its
# parameters.
_SAFE_IF_RESERVED = ":/?@!$'()*,;"
_ESCAPE = re.compile(r"(%[0-9A-Fa-f]{2})")
# The characters of a cookie value (RFC 6265, section 4.1.1), without those that are letters or digits.
_SAFE_IN_COOKIE = "!#$&'()*+-./:<=>?@[]^_`{|}~"
_DELIMITERS: Mapping[str, str] = {"spaceDelimited": "%20", "pipeDelimited": "%7C"}


class StyleError(ValueError):
    """A style has no form for a value; the text says what it can not hold."""


def default_style(place: Place) -> Style:
    """Return the style of a place if the spec names none."""
    return "simple" if place in {"path", "header"} else "form"


def default_explode(style: Style) -> bool:
    """Return whether a style repeats the parameter for each item if the spec does not say."""
    return style in {"form", "deepObject"}


def path_text(name: str, value: TextValue, style: Style, *, explode: bool) -> str:
    """Return the percent-encoded text of a path parameter. Raises StyleError."""
    if style == "matrix":
        return _matrix(name, value, explode=explode)
    prefix = "." if style == "label" else ""
    separator = "." if style == "label" and explode else ","
    return prefix + _joined(value, separator, _encode, explode=explode)


def header_text(value: TextValue, *, explode: bool) -> str:
    """Return the text of a header, which has the style `simple`. Raises StyleError."""
    return _joined(value, ",", str, explode=explode)


def cookie_pairs(name: str, value: TextValue, *, explode: bool) -> list[tuple[str, str]]:
    """Return the cookies of a parameter, in the style `form`; what a cookie can not hold is encoded."""
    pairs = _pairs(name, value, "form", explode=explode, encode=partial(quote, safe=_SAFE_IN_COOKIE))
    # The comma between the items of a list is not allowed either.
    return [(key, text.replace(",", "%2C")) for key, text in pairs]


def query_text(
    name: str, value: TextValue, style: Style, *, explode: bool, allow_reserved: bool = False
) -> list[str]:
    """Return the percent-encoded `name=value` texts of a query parameter. Raises StyleError.

    If `allow_reserved`, reserved characters that can not end the value stay as they are, and so do escapes.
    """
    encode = _encode_reserved if allow_reserved else _encode
    pairs = _pairs(name, value, style, explode=explode, encode=encode)
    return [f"{_encode(key)}={text}" for key, text in pairs]


def form_pairs(
    name: str, value: TextValue, style: Style, *, explode: bool, allow_reserved: bool = False
) -> list[str]:
    """Return the encoded `name=value` texts of a property of a form; a space is `+`. Raises StyleError."""
    encode = _encode_reserved if allow_reserved else quote_plus
    pairs = _pairs(name, value, style, explode=explode, encode=encode)
    return [f"{quote_plus(key)}={text}" for key, text in pairs]


def _encode(text: str) -> str:
    return quote(text, safe="")


def _encode_reserved(text: str) -> str:
    parts = _ESCAPE.split(text)
    return "".join(part if _ESCAPE.fullmatch(part) else quote(part, safe=_SAFE_IF_RESERVED) for part in parts)


def _pairs(
    name: str, value: TextValue, style: Style, *, explode: bool, encode: _Encode
) -> list[tuple[str, str]]:
    """The names, as they are, and the encoded texts of a parameter that has names on the wire."""
    if isinstance(value, str):
        return [(name, encode(value))]
    if not value:
        return []
    if style == "deepObject":
        return list(_nested(name, value, encode))
    if not explode or (style in _DELIMITERS and isinstance(value, dict)):
        separator = _DELIMITERS.get(style, ",")
        return [(name, _joined(value, separator, encode, explode=False))]
    if isinstance(value, dict):
        return [pair for key, item in value.items() for pair in _nested(key, item, encode)]
    return [pair for item in value for pair in _item(name, item, encode)]


def _item(name: str, value: TextValue, encode: _Encode) -> Iterator[tuple[str, str]]:
    # An item of a list that is itself a list or an object has no form of its own: it is nested.
    return iter([(name, encode(value))]) if isinstance(value, str) else _nested(f"{name}[]", value, encode)


def _nested(name: str, value: TextValue, encode: _Encode) -> Iterator[tuple[str, str]]:
    """The pairs of a value in another one: `a[b]=1`, `a[]=1` for texts in a list, `a[0][b]=1` for others."""
    if isinstance(value, str):
        yield name, encode(value)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _nested(f"{name}[{key}]", item, encode)
    else:
        has_parts = any(not isinstance(item, str) for item in value)
        for number, item in enumerate(value):
            yield from _nested(f"{name}[{number if has_parts else ''}]", item, encode)


def _joined(value: TextValue, separator: str, encode: _Encode, *, explode: bool) -> str:
    """The texts of a value in one text: `a,b`, or `k,v` and `k=v` for an object."""
    if isinstance(value, str):
        return encode(value)
    if isinstance(value, dict):
        between = "=" if explode else separator
        return separator.join(f"{encode(key)}{between}{encode(_flat(item))}" for key, item in value.items())
    return separator.join(encode(_flat(item)) for item in value)


def _matrix(name: str, value: TextValue, *, explode: bool) -> str:
    if explode and isinstance(value, list):
        return "".join(_matrix_part(name, _flat(item)) for item in value)
    if explode and isinstance(value, dict):
        return "".join(_matrix_part(key, _flat(item)) for key, item in value.items())
    text = _joined(value, ",", _encode, explode=False)
    return f";{_encode(name)}={text}" if text else f";{_encode(name)}"


def _matrix_part(name: str, text: str) -> str:
    return f";{_encode(name)}={_encode(text)}" if text else f";{_encode(name)}"


def _flat(value: TextValue) -> str:
    if isinstance(value, str):
        return value
    raise StyleError("holds a list or an object in a list or an object, for which its style has no form")
