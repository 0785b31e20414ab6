"""The body of a call, in its media type: JSON, a form, multipart, text, bytes or a file. Pure."""

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from seawall.core.engine.argument_values import content_text, is_given, text_value
from seawall.core.engine.call import Call
from seawall.core.engine.operation import PartEncoding
from seawall.core.engine.parameter_text import parameter_text
from seawall.core.errors import InputError
from seawall.core.http.media_types import charset_of, essence, is_json, is_json_lines
from seawall.core.http.multipart import FilePart, Part, Piece, multipart_pieces
from seawall.core.http.styles import StyleError, TextValue, default_explode, form_pairs
from seawall.core.redaction.secret import hidden
from seawall.core.redaction.tracebacks import strip_tracebacks
from seawall.core.validation.arguments import wrong_type
from seawall.core.wire.codec import encode
from seawall.core.wire.model_fields import is_model, wire_items

__all__ = ["CallBody", "body_of"]

_FORM = "application/x-www-form-urlencoded"
_NO_ENCODING = PartEncoding()


@frozen
class CallBody:
    """The body of a request: its Content-Type, and its pieces, of which some may be files."""

    content_type: str
    pieces: tuple[Piece, ...]


def body_of(call: Call[object], media_type: str, boundary: str) -> CallBody:
    """Return the body of `call`, which has one; `boundary` separates the parts of a multipart body.

    Raises InputError if it can not be sent in that media type. It does not show the body.
    """
    try:
        return _body(call, media_type, boundary)
    except InputError as error:
        # Without its traceback: the frames show the body.
        raise InputError(
            f"{call.operation.id}: the body can not be sent: {error}", problems=error.problems
        ) from strip_tracebacks(error)


def _body(call: Call[object], media_type: str, boundary: str) -> CallBody:
    name, encodings = essence(media_type), call.operation.body_encodings.get(media_type, {})
    if name == _FORM:
        return CallBody(media_type, (_form(call.body, encodings),))
    if name.startswith("multipart/"):
        pieces = multipart_pieces(_parts(call.body, encodings), boundary)
        return CallBody(f"{media_type}; boundary={boundary}", tuple(pieces))
    return _whole(call.body, media_type)


def _whole(body: object, media_type: str) -> CallBody:
    """A body without parts."""
    if isinstance(body, FilePart):
        return CallBody(body.media_type or _concrete(media_type, "application/octet-stream"), (body,))
    is_raw = isinstance(body, str | bytes | bytearray)
    if is_json(media_type) or (essence(media_type) == "*/*" and not is_raw):
        return CallBody(_concrete(media_type, "application/json"), (encode(body, "body"),))
    if isinstance(body, bytes | bytearray):
        return CallBody(_concrete(media_type, "application/octet-stream"), (bytes(body),))
    if isinstance(body, str):
        return CallBody(_concrete(media_type, "text/plain; charset=utf-8"), (_text(body, media_type),))
    if is_json_lines(media_type) and isinstance(body, list | tuple):
        return CallBody(media_type, (b"".join(encode(item, "body") + b"\n" for item in body),))
    raise wrong_type(body, "body", f"text, bytes or a FilePart, because it is sent as {essence(media_type)}")


def _concrete(media_type: str, otherwise: str) -> str:
    """The media type of a body if the spec gives a range, such as `*/*`."""
    return otherwise if "*" in media_type else media_type


def _text(body: str, media_type: str) -> bytes:
    try:
        return body.encode(charset_of(media_type) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        # Not as the cause, which shows the text.
        raise InputError("body has characters that its charset does not have. Use UTF-8.") from None


def _items(body: object) -> Iterator[tuple[str, object, frozenset[type]]]:
    """The properties of a form: name on the wire, value, and declared types; absent ones and null not."""
    if isinstance(body, Mapping):
        items: Iterable[tuple[str, object, frozenset[type]]] = (
            (parameter_text(key, "a key of body"), body[key], frozenset()) for key in body
        )
    elif is_model(body):
        items = wire_items(body)
    else:
        raise wrong_type(body, "body", "a dict or a model")
    return ((name, hidden(value), declared) for name, value, declared in items if is_given(value))


def _form(body: object, encodings: Mapping[str, PartEncoding]) -> bytes:
    texts: list[str] = []
    for name, value, declared in _items(body):
        encoding, place = encodings.get(name, _NO_ENCODING), f"body.{name}"
        as_json = encoding.media_type is not None and is_json(encoding.media_type)
        text = (
            content_text(value, place, "application/json") if as_json else text_value(value, place, declared)
        )
        texts += _form_texts(name, text, encoding)
    return "&".join(texts).encode()


def _form_texts(name: str, value: TextValue, encoding: PartEncoding) -> list[str]:
    # Objects in a form are nested unless the spec names a style: `a[b]=1`, as most servers read it.
    style = encoding.style or ("deepObject" if isinstance(value, dict) else "form")
    explode = default_explode(style) if encoding.explode is None else encoding.explode
    try:
        return form_pairs(name, value, style, explode=explode, allow_reserved=encoding.allow_reserved)
    except StyleError as error:
        raise InputError(f"body.{name} {error}. Give flat values.") from None


def _parts(body: object, encodings: Mapping[str, PartEncoding]) -> Iterator[Part]:
    for name, value, _ in _items(body):
        media_type = encodings.get(name, _NO_ENCODING).media_type
        # Each item of a list is a part of its own, unless the list as a whole is JSON.
        is_list = isinstance(value, list | tuple | set | frozenset) and not is_json(media_type or "")
        items: Iterable[object] = value if is_list else (value,)  # type: ignore[assignment]
        for item in items:
            yield _part(name, hidden(item), media_type)


def _part(name: str, value: object, media_type: str | None) -> Part:
    place = f"body.{name}"
    if isinstance(value, FilePart):
        return Part(name, value, media_type)
    if isinstance(value, bytes | bytearray):
        return Part(name, FilePart(bytes(value)), media_type)
    if is_json(media_type or "") or isinstance(value, Mapping | list | tuple) or is_model(value):
        return Part(name, encode(value, place), media_type or "application/json")
    return Part(name, parameter_text(value, place).encode(), media_type)
