"""Access tokens as data, and the decision whether one is due for renewal. Pure: the time is an argument."""

import re
from typing import cast

from attrs import field, frozen
from attrs.converters import optional

from seawall.core.redaction.redact import redact
from seawall.core.redaction.secret import Secret, hidden
from seawall.core.wire.codec import decoder_for, encode

__all__ = [
    "RENEW_BEFORE_S",
    "Token",
    "has_expired",
    "is_sendable",
    "needs_renewal",
    "other_server",
    "token_as_json",
    "token_fault",
    "token_from_access_token",
    "token_from_json",
    "token_from_refresh_token",
    "token_from_response",
]

RENEW_BEFORE_S = 300.0
"""Default for the time between the renewal of a token and its expiry, in seconds."""

# A token that lives less than twice `renew_before_s` is renewed in the last tenth of its lifetime: otherwise
# it would be due for most of it.
_SHORT_MARGIN_SHARE = 0.1
_LONGEST_MARGIN_SHARE = 0.5
_DEFAULT_LIFETIME_S = 3600.0
_MAX_LIFETIME_S = 1e9
_QUOTES = frozenset("\"'`")
_VISIBLE_ASCII = re.compile(r"[!-~]+")


@frozen(kw_only=True)
class Token:
    """The tokens of a login, or of a program. The repr shows no secret.

    `obtained_at` is in seconds since 1970; `lifetime_s` counts from then. Both are on the local clock, so a
    clock that is an hour wrong does no harm. `issuer` is the root URL of the server that issued the token;
    the refresh token is sent only there. `grant` describes the request of a program (client, scope,
    audience); the token is used only for equal requests. It is None for the login of a user.
    """

    access_token: str = field(repr=False, converter=Secret)
    refresh_token: str | None = field(default=None, repr=False, converter=optional(Secret))
    obtained_at: float
    lifetime_s: float
    issuer: str | None = None
    grant: str | None = None


def token_from_refresh_token(refresh_token: str, *, issuer: str) -> Token:
    """Make a login from a refresh token alone; it is renewed on first use."""
    return Token(access_token="", refresh_token=refresh_token, obtained_at=0.0, lifetime_s=0.0, issuer=issuer)


def token_from_access_token(access_token: str, now: float, *, issuer: str) -> Token:
    """Make a login from an access token alone, which is used until the server rejects it."""
    return Token(access_token=access_token, obtained_at=now, lifetime_s=_MAX_LIFETIME_S, issuer=issuer)


def other_server(token: Token, issuer: str) -> str:
    """Say that `token` is not used, because it is a login to another server than `issuer`."""
    found = f", {redact(token.issuer)}" if token.issuer else ""
    return f"The store contains a login to another server{found}. It is not used for {issuer}."


def needs_renewal(token: Token, now: float, renew_before_s: float = RENEW_BEFORE_S) -> bool:
    """Return whether `token` is due for renewal at `now`, in seconds since 1970.

    It is due `renew_before_s` seconds before it expires; if that is more than half of its lifetime, a tenth
    of its lifetime before it expires. If the clock was set back meanwhile, the token counts as new: the
    server will reject it.
    """
    is_long_lived = renew_before_s <= token.lifetime_s * _LONGEST_MARGIN_SHARE
    margin_s = renew_before_s if is_long_lived else token.lifetime_s * _SHORT_MARGIN_SHARE
    return now >= token.obtained_at + token.lifetime_s - margin_s


def has_expired(token: Token, now: float) -> bool:
    """Return whether `token` has expired at `now`, in seconds since 1970."""
    return now >= token.obtained_at + token.lifetime_s


def token_from_response(
    fields: dict[str, object],
    now: float,
    *,
    issuer: str,
    refresh_token: str | None = None,
    grant: str | None = None,
) -> Token:
    """Make a token from the fields of a token response (RFC 6749, section 5.1).

    If the server sends no new refresh token, `refresh_token` stays in use (RFC 6749, section 6).
    """
    fresh = fields.get("refresh_token")
    return Token(
        access_token=str(fields["access_token"]),
        refresh_token=str(fresh) if fresh else refresh_token,
        obtained_at=now,
        lifetime_s=_lifetime_s(fields.get("expires_in")),
        issuer=issuer,
        grant=grant,
    )


def _lifetime_s(value: object) -> float:
    is_plausible = isinstance(value, int | float) and 0 <= value <= _MAX_LIFETIME_S
    return float(cast("float", value)) if is_plausible else _DEFAULT_LIFETIME_S


def is_sendable(token: object) -> bool:
    """Return whether `token` can stand in a header: visible ASCII, no space (RFC 6750, section 2.1)."""
    # A regular expression runs in C: every attempt checks its token, of maybe thousands of characters.
    return isinstance(token, str) and bool(_VISIBLE_ASCII.fullmatch(token))


def token_fault(token: object) -> str | None:
    """Return why `token`, as a user gives it, can not be sent, as the end of a sentence; None if it can.

    It accepts less than `is_sendable`: a token in quotes is a mistake in a file of variables.
    """
    token = hidden(token)
    if not isinstance(token, str):
        return "is not text: decode bytes"
    if not token:
        return "is empty"
    if token != token.strip("\ufeff \t\r\n\v\f"):
        return "begins or ends with a space, a line end or a byte order mark, as a file may: remove it"
    if token[0] in _QUOTES and token[-1] == token[0]:
        return "is in quotes, which are no part of it: remove them"
    if re.match(r"(?i)(?:bearer|basic|token|dpop)\s", token):
        return "begins with the name of its scheme, which is added to it: give the token alone"
    return None if is_sendable(token) else "contains spaces or other characters that no token has"


@frozen(kw_only=True)
class _StoredToken:
    """The JSON form of a token in a store."""

    access_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    obtained_at: float
    lifetime_s: float
    issuer: str | None = None
    grant: str | None = None


def token_as_json(token: Token) -> bytes:
    """Encode `token` for a store; raises ValueError if a number in it has no JSON form."""
    # Plain copies of the secrets: msgspec encodes no subclass of str.
    stored = _StoredToken(
        access_token=str(token.access_token),
        refresh_token=None if token.refresh_token is None else str(token.refresh_token),
        obtained_at=token.obtained_at,
        lifetime_s=token.lifetime_s,
        issuer=token.issuer,
        grant=token.grant,
    )
    return encode(stored)


def token_from_json(body: bytes) -> Token | None:
    """Decode a token from a store; None if `body` is no token."""
    try:
        stored = decoder_for(_StoredToken).decode(body)
    except ValueError:
        return None
    assert isinstance(stored, _StoredToken)
    return Token(
        access_token=stored.access_token,
        refresh_token=stored.refresh_token,
        obtained_at=stored.obtained_at,
        lifetime_s=stored.lifetime_s,
        issuer=stored.issuer,
        grant=stored.grant,
    )
