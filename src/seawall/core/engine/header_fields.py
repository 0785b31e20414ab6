"""The header fields and the cookies of a call. Pure."""

from collections.abc import Mapping

from seawall.core.engine.argument_values import content_text, is_given, text_value
from seawall.core.engine.call import Call
from seawall.core.engine.parameter_text import parameter_text
from seawall.core.engine.url import style_fault
from seawall.core.errors import InputError
from seawall.core.http.outgoing import FRAMING_FIELDS, is_token
from seawall.core.http.styles import StyleError, cookie_pairs, header_text
from seawall.core.redaction.secret import SecretMapping, hidden

__all__ = ["header_fields"]


def header_fields(call: Call[object]) -> Mapping[str, str]:
    """Return the header fields of `call`, names in lower case, with its cookies. Raises InputError."""
    # Lower-case names, so that a header of the call replaces one of the engine.
    given = hidden({**call.headers})
    fields: SecretMapping[str] = SecretMapping(
        {name.lower(): _text(call, name, hidden(given[name])) for name in given if is_given(given[name])}
    )
    for name in fields:
        if not is_token(name) or name in FRAMING_FIELDS or name == "content-length":
            raise InputError(
                f"{call.operation.id}: the header {name!r} can not be sent: it is not a token, or only the "
                "transport sets it. Remove it."
            )
        if not (fields[name].isascii() and fields[name].isprintable()):
            raise InputError(f"{call.operation.id}: header {name} must be printable ASCII on one line.")
    if call.cookies:
        _add_cookies(call, fields)
    return fields


def _text(call: Call[object], name: str, value: object) -> str:
    parameter = call.operation.parameter("header", name)
    if parameter is None:
        return parameter_text(value, name)
    if parameter.media_type is not None:
        return content_text(value, name, parameter.media_type)
    try:
        return header_text(text_value(value, name), explode=bool(parameter.explode))
    except StyleError as error:
        raise style_fault(call, name, error) from None


def _add_cookies(call: Call[object], fields: SecretMapping[str]) -> None:
    """Add the cookies after those of a Cookie header that the call has (RFC 6265, section 5.4)."""
    texts = [fields["cookie"]] if fields.get("cookie") else []
    given = hidden({**call.cookies})
    for name in given:
        if is_given(given[name]):
            texts += [f"{key}={text}" for key, text in _cookies(call, name, hidden(given[name]))]
    if texts:
        fields["cookie"] = "; ".join(texts)


def _cookies(call: Call[object], name: str, value: object) -> list[tuple[str, str]]:
    parameter = call.operation.parameter("cookie", name)
    if parameter is not None and parameter.media_type is not None:
        value = content_text(value, name, parameter.media_type)
    explode = parameter is None or parameter.explode is not False
    try:
        pairs = cookie_pairs(name, text_value(value, name), explode=explode)
    except StyleError as error:
        raise style_fault(call, name, error) from None
    for key, _ in pairs:
        if not is_token(key):
            raise InputError(f"{call.operation.id}: the cookie {key!r} can not be sent: it is not a token.")
    return pairs
