"""The header fields and the cookies of a call, and the header fields that a user adds to calls. Pure."""

from collections.abc import Collection, Mapping

from seawall.core.engine.argument_values import content_text, is_given, text_value
from seawall.core.engine.call import Call
from seawall.core.engine.parameter_text import parameter_text
from seawall.core.engine.url import style_fault
from seawall.core.errors import ConfigError, InputError, SeawallError
from seawall.core.http.outgoing import FRAMING_FIELDS, is_token
from seawall.core.http.styles import StyleError, cookie_pairs, header_text
from seawall.core.redaction.secret import Secret, SecretMapping, hidden
from seawall.core.validation.arguments import require_type

__all__ = ["checked_headers", "header_fields"]

_AUTH = "It is made of the token. Give a token."
_FROM_THE_CALL = "Each call sets its own. Leave it out."
_RESERVED = {
    "accept": _FROM_THE_CALL,
    "content-type": _FROM_THE_CALL,
    "idempotency-key": "Give idempotency_key to with_options, for one call.",
}


def checked_headers(
    headers: Mapping[str, str],
    *,
    auth_names: Collection[str] = (),
    of_one_call: bool = False,
    error: type[SeawallError] = ConfigError,
) -> SecretMapping[str]:
    """Return the header fields that a user adds to calls, names in lower case.

    `auth_names` are the headers that the auth scheme sets, in lower case. Those of all calls can not hold a
    header that each call sets by itself. Raises `error`, which names the header and never shows its value.
    """
    headers = hidden(headers)
    require_type(headers, "headers", ok=isinstance(headers, Mapping), expected="a dict of texts", error=error)
    fields: SecretMapping[str] = SecretMapping()
    for name in headers:
        if not is_token(name):
            raise error("headers has a name that can not be sent. Give names such as X-Tenant.")
        key = name.lower()
        fields[key] = hidden(headers[name])
        if (reason := _reason_against(key, auth_names, of_one_call=of_one_call)) is not None:
            raise error(f"headers can not hold {name}. {reason}")
        require_type(
            fields[key], f"the header {name}", ok=isinstance(fields[key], str), expected="a text", error=error
        )
        if not _is_sendable(fields[key]):
            raise error(f"the header {name} must be printable ASCII on one line, without spaces at its ends.")
    return fields


def _reason_against(name: str, auth_names: Collection[str], *, of_one_call: bool) -> str | None:
    if name in {"authorization", "proxy-authorization"} or name in auth_names:
        return _AUTH if name != "proxy-authorization" else "Give the proxy in TransportOptions."
    if name in FRAMING_FIELDS or name == "content-length":
        return "Only the transport sets it."
    return None if of_one_call else _RESERVED.get(name)


def _is_sendable(value: str) -> bool:
    value = Secret(value)
    return value.isascii() and value.isprintable() and value.strip() == value


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
