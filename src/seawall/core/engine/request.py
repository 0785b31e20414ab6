"""Build the HTTP request of a call: its URL, header fields and body. Pure."""

from collections.abc import AsyncIterable, Callable, Iterable, Mapping
from typing import TypeAlias

from seawall.core.engine.argument_values import is_given
from seawall.core.engine.body import body_of
from seawall.core.engine.call import Call
from seawall.core.engine.header_fields import header_fields
from seawall.core.engine.url import path_of, query_of
from seawall.core.errors import InputError
from seawall.core.http.message import MAX_RESPONSE_BYTES, Request
from seawall.core.http.multipart import Piece
from seawall.core.redaction.secret import Secret, SecretMapping
from seawall.core.redaction.tracebacks import strip_tracebacks
from seawall.core.wire.unset import UNSET

__all__ = ["FileOpener", "needs_boundary", "request_for"]

FileOpener: TypeAlias = Callable[[tuple[Piece, ...]], tuple[Iterable[bytes] | AsyncIterable[bytes], int]]
"""Opens the files among the pieces of a body; returns an iterable to read more than once, and its size."""


# Parameters of these names are not sent as such (OpenAPI 3.1, section 4.8.12.2).
_LATER_HEADERS = frozenset({"accept", "authorization", "content-type"})


def needs_boundary(call: Call[object]) -> bool:
    """Return whether the body of `call` has parts that a boundary separates."""
    return call.media_type is not None and call.media_type.startswith("multipart/")


def request_for(
    call: Call[object],
    base_url: str,
    headers: Mapping[str, str],
    *,
    max_response_bytes: int = MAX_RESPONSE_BYTES,
    boundary: str = "",
    open_files: FileOpener | None = None,
) -> Request:
    """Build the request of `call`. Its own headers override `headers`; `base_url` has no trailing slash.

    Its response may have `max_response_bytes`. `boundary` separates the parts of a multipart body, and
    `open_files` opens the files in a body. Raises InputError if an argument can not be sent.
    """
    try:
        return _request(call, base_url, headers, max_response_bytes, boundary, open_files)
    except InputError as error:
        # The frames below hold the arguments, any of which may be secret.
        strip_tracebacks(error)
        raise error from error.__cause__


def _request(  # noqa: PLR0917 - the arguments of `request_for`
    call: Call[object],
    base_url: str,
    headers: Mapping[str, str],
    max_response_bytes: int,
    boundary: str,
    open_files: FileOpener | None,
) -> Request:
    if call.operation.required_parameters:
        _check_required(call, headers)
    try:
        url = Secret(base_url + path_of(call) + (query_of(call) if call.query else ""))
    except UnicodeEncodeError as error:
        raise InputError(
            f"{call.operation.id}: the name of a query parameter can not be encoded: it holds a lone "
            "surrogate. Correct the operation."
        ) from strip_tracebacks(error)
    fields = SecretMapping(headers)
    fields["accept"] = call.operation.accepted
    if call.headers or call.cookies:
        fields.update(header_fields(call))
    body: bytes | Iterable[bytes] | AsyncIterable[bytes] | None = None
    if call.media_type is not None and call.body is not UNSET:
        made = body_of(call, call.media_type, boundary)
        fields["content-type"] = made.content_type
        pieces = [piece for piece in made.pieces if isinstance(piece, bytes)]
        if len(pieces) == len(made.pieces):
            body = b"".join(pieces)
        else:
            assert open_files
            body, size = open_files(made.pieces)
            fields["content-length"] = str(size)
    return Request(call.operation.method, url, fields, body, max_response_bytes=max_response_bytes)


def _check_required(call: Call[object], headers: Mapping[str, str]) -> None:
    for parameter in call.operation.required_parameters:
        name, place = parameter.name, parameter.place
        if place == "header":
            # The engine gives some, such as an idempotency key, and the token comes later.
            present = {*headers, *(each.lower() for each in call.headers if is_given(call.headers[each]))}
            is_missing = name.lower() not in present | _LATER_HEADERS
        else:
            is_missing = not is_given((call.query if place == "query" else call.cookies).get(name))
        if is_missing:
            raise InputError(f"{call.operation.id}: the {place} argument {name} is required. Give it.")
