"""Decode the body of an answer: by its status, then by its media type. Pure."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any, Final

from seawall.core.engine.call import Operation
from seawall.core.engine.operation import ByMediaType, Status
from seawall.core.http.media_types import best_match, charset_of, is_json
from seawall.core.http.message import Response
from seawall.core.wire.codec import NotJsonError, Tolerant, UndecodableTypeError, decoder_for

__all__ = ["NO_TYPE", "decoded_answer", "error_value", "result_type", "type_for"]

_FIRST_ERROR = 400
# Statuses without a body (RFC 9110, section 15); 304 is the answer to a conditional read.
_WITHOUT_BODY = frozenset({204, 205, 304})


_RANGES: Mapping[int, Status] = {1: "1XX", 2: "2XX", 3: "3XX", 4: "4XX", 5: "5XX"}


class _NoType:
    """The type of `NO_TYPE`; None is the type of an answer without a body."""


NO_TYPE: Final = _NoType()
"""Stands for a status that the spec does not name."""


def type_for(types: Mapping[Status, Hashable], status: int) -> Hashable:
    """Return the type of a status, or of its range, or of `default`; NO_TYPE if there is none."""
    if status in types:
        return types[status]
    return types.get(_RANGES.get(status // 100, "default"), types.get("default", NO_TYPE))


def result_type(operation: Operation[object], status: int) -> Hashable:
    """Return the type of a successful status; NO_TYPE if the spec does not name it, or it is an error."""
    found = operation.result_types.get(status, NO_TYPE)
    if found is NO_TYPE and status < _FIRST_ERROR:
        return type_for(operation.result_types, status)
    return found


def decoded_answer(
    operation: Operation[object],
    response: Response,
    type_: Hashable,
    *,
    tolerant: bool,
    name: Callable[[], str] | None = None,
) -> Tolerant[object]:
    """Decode the body of `response` into `type_`, which may be a ByMediaType.

    `name` returns the name of the call for the errors of fields, by default that of the operation. Raises
    NotJsonError or ValueError; see `Decoder`.
    """
    media_type = "application/json"
    if isinstance(type_, ByMediaType):
        media_type, type_ = _choice(type_.types, response.headers.get("content-type", ""))
    if type_ is None or not (response.body or _must_have_body(operation, response, type_)):
        return _NOTHING
    if (type_ is str or type_ is bytes) and not is_json(media_type):
        return Tolerant(response.body if type_ is bytes else _text(response))
    decoder = decoder_for(type_)
    try:
        return Tolerant(decoder.decode(response.body))
    except NotJsonError:
        raise
    except ValueError:
        if not tolerant:
            raise
    shown = f"{operation.method} {operation.path}" if name is None else name()
    return decoder.decode_tolerant(response.body, shown)


_NOTHING: Tolerant[object] = Tolerant(None)


def _must_have_body(operation: Operation[object], response: Response, type_: Hashable) -> bool:
    # A type of Any means that the spec names no schema: the body may be empty.
    return not (type_ is Any or response.status in _WITHOUT_BODY or operation.method == "HEAD")


def _choice(types: Mapping[str, Hashable], received: str) -> tuple[str, Hashable]:
    """The media type of a body and its type; the first of `types` if the server names none of them."""
    found = best_match(types, received) or next(iter(types), "*/*")
    # Of a range, the header says which one it is.
    media_type = received if found.partition(";")[0].endswith("*") and received else found
    return media_type, types.get(found, bytes)


def _text(response: Response) -> str:
    charset = charset_of(response.headers.get("content-type", "")) or "utf-8"
    try:
        return response.body.decode(charset.replace("utf-8", "utf-8-sig"), "replace")
    except LookupError:
        return response.body.decode("utf-8-sig", "replace")


def error_value(operation: Operation[object], response: Response) -> object:
    """Return the body of an error as the type of the spec; None without one, or if the body does not fit."""
    type_ = type_for(operation.error_types, response.status)
    if type_ is NO_TYPE or type_ is None:
        return None
    try:
        return decoded_answer(operation, response, type_, tolerant=True).value
    except (ValueError, UndecodableTypeError):
        return None
