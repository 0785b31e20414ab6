"""The requests and the decoded answers of a generated client, as short texts."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Union, cast, get_args, get_origin, get_type_hints

import attrs

from seawall.core.engine.answer import decoded_answer, error_value, result_type
from seawall.core.engine.call import Call
from seawall.core.engine.request import request_for
from seawall.core.http.message import Headers, Request, Response
from seawall.core.http.multipart import Piece
from seawall.core.wire.codec import encode
from seawall.core.wire.unset import UNSET
from tests.codegen.generating import JSON

__all__ = ["answer", "error_of", "given", "sent", "sent_again", "shown"]

_OWN_HEADERS = {"accept", "content-type"}


def request(call: Call[Any]) -> Request:
    """The request of `call`, whose multipart parts are separated by `--B`."""
    return request_for(call, "https://api.test", {}, boundary="B", open_files=_opened)


def _opened(pieces: tuple[Piece, ...]) -> tuple[Iterable[bytes], int]:
    return [piece if isinstance(piece, bytes) else b"<file>" for piece in pieces], 6


def sent(call: Call[Any]) -> str:
    """Method, target, headers that the call sets, and body of the request, in one line."""
    made = request(call)
    headers = [f"{name}: {made.headers[name]}" for name in made.headers if name not in _OWN_HEADERS]
    parts = [f"{made.method} {made.url.removeprefix('https://api.test')}", *headers]
    if made.body is not None:
        body = made.body if isinstance(made.body, bytes) else b"".join(cast("Iterable[bytes]", made.body))
        # The lines of a multipart body end with CRLF.
        parts.append(f"{made.headers['content-type']} {body.decode()}".replace("\r\n", "~"))
    return " | ".join(parts)


def given(function: Any, argument: str, **fields: Any) -> Any:
    """An instance of the first class in the annotation of `argument` that has these fields."""
    for cls in _classes(get_type_hints(function, include_extras=True)[argument]):
        # Another class of the union may have these fields.
        with suppress(TypeError):
            return cls(**fields)
    raise AssertionError(f"no class of {argument} takes the fields {sorted(fields)}")


def _classes(type_: Any) -> Iterable[type]:
    if isinstance(type_, type) and attrs.has(type_):
        yield type_
    if get_origin(type_) in {Annotated, Union, UnionType, list, dict}:
        for part in get_args(type_):
            yield from _classes(part)


def answer(
    call: Call[Any], body: Any, *, status: int = 200, media_type: str = JSON, tolerant: bool = False
) -> str:
    """The decoded answer of `call`, as text; `body` is encoded as JSON if it is no bytes."""
    return shown(_decoded(call, body, status, media_type, tolerant))


def _decoded(call: Call[Any], body: Any, status: int, media_type: str, tolerant: bool) -> Any:
    response = _response(body, status, media_type)
    type_ = result_type(call.operation, status)
    return decoded_answer(call.operation, response, type_, tolerant=tolerant).value


def _response(body: Any, status: int, media_type: str) -> Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Response(status, Headers({"content-type": media_type}), content)


def error_of(call: Call[Any], body: Any, *, status: int) -> str:
    """The typed body of an error, as text."""
    return shown(error_value(call.operation, _response(body, status, JSON)))


def sent_again(call: Call[Any], body: Any, *, tolerant: bool = False) -> Any:
    """The JSON of the decoded answer, encoded again."""
    return json.loads(encode(_decoded(call, body, 200, JSON, tolerant)))


def shown(value: Any) -> str:
    """A value as Python text, without the fields that are absent or do not fit."""
    if attrs.has(type(value)):
        names = [field.name for field in attrs.fields(type(value)) if _is_given(field.name, value)]
        fields = [f"{name}={shown(getattr(value, name))}" for name in names]
        return f"{type(value).__name__}({', '.join(fields)})"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name!r}: {shown(value[name])}" for name in value) + "}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(shown, value))}]"
    if isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return f"<{value.value!r}>"
    return repr(value)


def _is_given(name: str, value: Any) -> bool:
    found = getattr(value, name, UNSET)
    return found is not UNSET and not (name == "additional_properties" and not found)
