"""A call becomes a request: the path filled in, the query encoded, the body encoded. Pure."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime
from enum import Enum
from functools import lru_cache
from urllib.parse import quote, urlencode

from seawall.core.engine.call import Call
from seawall.core.errors import InputError
from seawall.core.http.message import Request
from seawall.core.validation.arguments import wrong_type
from seawall.core.wire.codec import encode

__all__ = ["request_for"]

# What stands in an address as it is; no dot in front, so that it is no `..` either.
_PLAIN = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def request_for(call: Call[object], base_url: str, headers: Mapping[str, str]) -> Request:
    """The request that `call` describes, below `base_url` (no trailing slash), with `headers` in front.

    Raises InputError where an argument can not be put on the wire.
    """
    try:
        url = base_url + _path(call) + _query(call)
    except (UnicodeEncodeError, OverflowError) as error:
        raise InputError(
            f"{call.operation.id}: an argument of the path or the query has no form on the wire: it holds "
            "half a character, or a time that no calendar has."
        ) from error
    fields = {**headers, "accept": "application/json", **_header_fields(call)}
    if call.media_type is None:
        return Request(call.operation.method, url, fields)
    fields["content-type"] = call.media_type
    return Request(call.operation.method, url, fields, _body(call, call.media_type))


def _path(call: Call[object]) -> str:
    path = ""
    for fixed, name in _parts_of(call.operation.path):
        path += fixed
        if name is not None:
            path += _segment(call, name)
    return path


@lru_cache(maxsize=1024)
def _parts_of(template: str) -> tuple[tuple[str, str | None], ...]:
    """What stands before each placeholder of a template, and its name; what stands behind them, with None."""
    parts = _PLACEHOLDER.split(template)
    return tuple(zip(parts[::2], [*parts[1::2], None], strict=True))


def _segment(call: Call[object], name: str) -> str:
    try:
        value = call.path[name]
    except KeyError as error:
        raise InputError(f"{call.operation.id}: {name} of the path is not given. Give it.") from error
    text = value if value.__class__ is str else _text(value, name)
    if _PLAIN.fullmatch(text):
        return text
    # Dots survive percent-encoding: such a segment would name another resource.
    if text in {"", ".", ".."}:
        raise InputError(f"{call.operation.id}: {name} is {text!r}, which names nothing. Give an id.")
    return quote(text, safe="")


def _query(call: Call[object]) -> str:
    pairs = [(name, text) for name, value in call.query.items() for text in _texts(value, name)]
    return f"?{urlencode(pairs, quote_via=quote)}" if pairs else ""


def _header_fields(call: Call[object]) -> dict[str, str]:
    # Names in lower case, so that no field can stand there twice.
    fields = {name.lower(): _text(value, name) for name, value in call.headers.items() if value is not None}
    for name, text in fields.items():
        if not (text.isascii() and text.isprintable()):
            raise InputError(f"{call.operation.id}: header {name} must be printable ASCII on one line.")
    return fields


def _body(call: Call[object], media_type: str) -> bytes:
    try:
        encoded = encode(call.body)
    except ValueError as error:
        raise InputError(f"{call.operation.id}: the body can not be sent: {error}.") from error
    if media_type != "application/x-www-form-urlencoded":
        return encoded
    # By way of JSON, so that names on the wire and absent keys are the codec's business alone.
    from msgspec.json import decode  # noqa: PLC0415

    fields: dict[str, object] = decode(encoded)
    return urlencode(
        [(name, text) for name, value in fields.items() for text in _texts(value, name)]
    ).encode()


def _texts(value: object, name: str) -> Iterable[str]:
    """A value as the texts of a repeated parameter; none where it was not given."""
    if value is None:
        return ()
    if isinstance(value, list | tuple | set | frozenset):
        return tuple(_text(item, name) for item in value)
    return (_text(value, name),)


def _text(value: object, name: str) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case Enum():
            return str(value.value)
        case str():
            return value
        case datetime():
            aware = value if value.tzinfo else value.astimezone()
            return aware.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case None | Collection():
            # They have no text: `None` and `b'one'` would name something else.
            raise wrong_type(value, name, "text or a number")
        case _:
            return str(value)
