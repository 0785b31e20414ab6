"""Build the HTTP request of a call: fill in the path, encode the query and the body. Pure."""

import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote, urlencode

from seawall.core.engine.call import Call
from seawall.core.engine.parameter_text import parameter_text, parameter_texts
from seawall.core.errors import InputError
from seawall.core.http.message import MAX_RESPONSE_BYTES, Request
from seawall.core.http.outgoing import FRAMING_FIELDS, has_dot_segment, is_token
from seawall.core.redaction.secret import Secret, SecretMapping, hidden
from seawall.core.redaction.tracebacks import strip_tracebacks
from seawall.core.validation.arguments import wrong_type
from seawall.core.wire.codec import encode
from seawall.core.wire.json_value import to_json

__all__ = ["request_for"]

# Needs no percent-encoding. Without a leading dot, so that it can not be `..`.
_PLAIN = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*")
# A path of a spec may hold escapes, which stay; any other percent sign is encoded.
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SAFE_IN_PATH = "!$%&'()*+,;=:@/~"
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def request_for(
    call: Call[object],
    base_url: str,
    headers: Mapping[str, str],
    *,
    max_response_bytes: int = MAX_RESPONSE_BYTES,
) -> Request:
    """Build the request of `call`. Its own headers override `headers`; `base_url` has no trailing slash.

    Its response may have `max_response_bytes`. Raises InputError if an argument can not be sent.
    """
    try:
        url = Secret(base_url + _path(call) + _query(call))
    except UnicodeEncodeError as error:
        raise InputError(
            f"{call.operation.id}: the name of a query parameter can not be encoded: it holds a lone "
            "surrogate. Correct the operation."
        ) from strip_tracebacks(error)
    fields = SecretMapping({**headers, "accept": "application/json", **_header_fields(call)})
    body = None
    if call.media_type is not None:
        fields["content-type"] = call.media_type
        body = _body(call, call.media_type)
    return Request(call.operation.method, url, fields, body, max_response_bytes=max_response_bytes)


def _path(call: Call[object]) -> str:
    path = ""
    for literal, name in _template_parts(call.operation.path):
        path += literal
        if name is not None:
            path += _segment(call, name)
    return path


@lru_cache(maxsize=1024)
def _template_parts(template: str) -> tuple[tuple[str, str | None], ...]:
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


def _segment(call: Call[object], name: str) -> str:
    try:
        value = call.path[name]
    except KeyError as error:
        raise InputError(f"{call.operation.id}: the path argument {name} is missing. Give it.") from error
    text = value if type(value) is str and value.isascii() else parameter_text(hidden(value), name)
    if _PLAIN.fullmatch(text):
        return text
    # Percent-encoding keeps dots, and `..` would address another resource (RFC 3986, section 5.2.4).
    if text in {"", ".", ".."}:
        raise InputError(f"{call.operation.id}: {name} is {text!r}, which is not an id. Give an id.")
    return quote(text, safe="")


def _query(call: Call[object]) -> str:
    pairs = [(name, text) for name in call.query for text in parameter_texts(hidden(call.query[name]), name)]
    return f"?{urlencode(pairs, quote_via=quote)}" if pairs else ""


def _header_fields(call: Call[object]) -> dict[str, str]:
    # Lower-case names, so that a header of the call replaces one of the engine.
    given = hidden({**call.headers})
    fields = SecretMapping(
        {name.lower(): parameter_text(hidden(given[name]), name) for name in given if given[name] is not None}
    )
    for name in fields:
        if not is_token(name) or name in FRAMING_FIELDS or name == "content-length":
            raise InputError(
                f"{call.operation.id}: the header {name!r} can not be sent: it is not a token, or only the "
                "transport sets it. Remove it."
            )
        if not (fields[name].isascii() and fields[name].isprintable()):
            raise InputError(f"{call.operation.id}: header {name} must be printable ASCII on one line.")
    return fields


def _body(call: Call[object], media_type: str) -> bytes:
    try:
        if media_type == "application/x-www-form-urlencoded":
            return _form(call.body)
        return encode(call.body, "body")
    except InputError as error:
        # Without its traceback: the frames show the body.
        raise InputError(
            f"{call.operation.id}: the body can not be sent: {error}", problems=error.problems
        ) from strip_tracebacks(error)


def _form(body: object) -> bytes:
    # As JSON first, which has the names on the wire and leaves out absent keys.
    plain = to_json(body, "body")
    if not isinstance(plain, dict):
        raise wrong_type(body, "body", "a dict or a model")
    fields: SecretMapping[object] = SecretMapping(plain)
    pairs = [
        (name, text) for name in fields for text in parameter_texts(hidden(fields[name]), f"body.{name}")
    ]
    return urlencode(pairs).encode()
