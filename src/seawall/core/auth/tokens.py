"""Tokens as data, and when one is due for renewal. Pure: the time is handed in."""

import re
from typing import cast

from attrs import field, frozen
from attrs.converters import optional

from seawall.core.redaction.secret import Secret
from seawall.core.wire.codec import decoder_for, encode

__all__ = [
    "RENEW_BEFORE_S",
    "Token",
    "is_over",
    "is_sendable",
    "needs_renewal",
    "refresh_token_alone",
    "token_as_json",
    "token_from_answer",
    "token_from_json",
]

RENEW_BEFORE_S = 300.0
"""How long before its end a token is renewed, in seconds, unless told otherwise."""

# Of a token that lives shortly, only the last tenth is margin.
_MARGIN_SHARE = 0.1
_MOST_MARGIN_SHARE = 0.5
_USUAL_LIFETIME_S = 3600.0
_MOST_LIFETIME_S = 1e9
_VISIBLE = re.compile(r"[!-~]+")


@frozen(kw_only=True)
class Token:
    """What a login left behind. The repr shows no secret.

    `obtained_at` is in seconds since 1970 by the local clock, `lifetime_s` counts from then on; both by the
    clock that reads them later, so that a clock that is an hour off does no harm. `issuer` is the root URL of
    the server that gave it, and the only one that it may be sent to. `grant` says what it was given for where
    no person logged in (client, scope, audience): it serves the same request alone.
    """

    access_token: str = field(repr=False, converter=Secret)
    refresh_token: str | None = field(default=None, repr=False, converter=optional(Secret))
    obtained_at: float
    lifetime_s: float
    issuer: str | None = None
    grant: str | None = None


def refresh_token_alone(refresh_token: str, *, issuer: str) -> Token:
    """A login of which only the refresh token is known: its first use renews it."""
    return Token(access_token="", refresh_token=refresh_token, obtained_at=0.0, lifetime_s=0.0, issuer=issuer)


def needs_renewal(token: Token, now: float, renew_before_s: float = RENEW_BEFORE_S) -> bool:
    """Whether `token` should be renewed before it is used at `now`, seconds since 1970.

    It is due `renew_before_s` seconds before its end; where that is more than half of its life, a tenth of
    its life before its end. A clock that was set back since says nothing: the server will tell.
    """
    is_long = renew_before_s <= token.lifetime_s * _MOST_MARGIN_SHARE
    margin = renew_before_s if is_long else token.lifetime_s * _MARGIN_SHARE
    return now >= token.obtained_at + token.lifetime_s - margin


def is_over(token: Token, now: float) -> bool:
    """Whether the life of `token` has ended at `now`, seconds since 1970."""
    return now >= token.obtained_at + token.lifetime_s


def token_from_answer(
    answer: dict[str, object],
    now: float,
    *,
    issuer: str,
    refresh_token: str | None = None,
    grant: str | None = None,
) -> Token:
    """The token in a token endpoint's answer (RFC 6749, section 5.1).

    A server that sends no new refresh token means the old one to be kept.
    """
    fresh = answer.get("refresh_token")
    return Token(
        access_token=str(answer["access_token"]),
        refresh_token=str(fresh) if fresh else refresh_token,
        obtained_at=now,
        lifetime_s=_lifetime_s(answer.get("expires_in")),
        issuer=issuer,
        grant=grant,
    )


def _lifetime_s(value: object) -> float:
    is_sane = isinstance(value, int | float) and 0 <= value <= _MOST_LIFETIME_S
    return float(cast("float", value)) if is_sane else _USUAL_LIFETIME_S


def is_sendable(token: object) -> bool:
    """Whether `token` can stand in a header: visible ASCII, no space (RFC 6750, section 2.1)."""
    # In C: every attempt comes by here, and a token may hold thousands of characters.
    return isinstance(token, str) and bool(_VISIBLE.fullmatch(token))


@frozen(kw_only=True)
class _Kept:
    """The form in which a store keeps a token."""

    access_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    obtained_at: float
    lifetime_s: float
    issuer: str | None = None
    grant: str | None = None


def token_as_json(token: Token) -> bytes:
    """`token` as a store keeps it; raises ValueError where it has no form in JSON."""
    # A plain copy: msgspec takes no subclass of str.
    kept = _Kept(
        access_token=str(token.access_token),
        refresh_token=None if token.refresh_token is None else str(token.refresh_token),
        obtained_at=token.obtained_at,
        lifetime_s=token.lifetime_s,
        issuer=token.issuer,
        grant=token.grant,
    )
    return encode(kept)


def token_from_json(body: bytes) -> Token | None:
    """The token in what a store kept, or None where that is no token."""
    try:
        kept = decoder_for(_Kept).decode(body)
    except ValueError:
        return None
    assert isinstance(kept, _Kept)
    return Token(
        access_token=kept.access_token,
        refresh_token=kept.refresh_token,
        obtained_at=kept.obtained_at,
        lifetime_s=kept.lifetime_s,
        issuer=kept.issuer,
        grant=kept.grant,
    )
