"""Tokens as data, and when one is due for renewal. Pure: the time is handed in."""

from typing import cast

from attrs import field, frozen

__all__ = ["Token", "is_over", "is_sendable", "needs_renewal", "token_from_answer"]

_MARGIN_S = 300.0
# Of a token that lives shortly, only the last tenth is margin.
_MARGIN_SHARE = 0.1
_USUAL_LIFETIME_S = 3600.0
_MOST_LIFETIME_S = 1e9


@frozen(kw_only=True)
class Token:
    """What a login left behind. The repr shows no secret.

    `obtained_at` is in seconds since 1970 by the local clock, `lifetime_s` counts from then on; both by the
    clock that reads them later, so that a clock that is an hour off does no harm. `issuer` is the root URL of
    the server that gave it, and the only one that it may be sent to.
    """

    access_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    obtained_at: float
    lifetime_s: float
    issuer: str | None = None


def needs_renewal(token: Token, now: float) -> bool:
    """Whether `token` should be renewed before it is used at `now`, seconds since 1970.

    It is due 5 minutes before its end, or a tenth of its life before it where that is less. A clock that
    was set back since says nothing: the server will tell.
    """
    margin = min(_MARGIN_S, token.lifetime_s * _MARGIN_SHARE)
    return now >= token.obtained_at + token.lifetime_s - margin


def is_over(token: Token, now: float) -> bool:
    """Whether the life of `token` has ended at `now`, seconds since 1970."""
    return now >= token.obtained_at + token.lifetime_s


def token_from_answer(
    answer: dict[str, object], now: float, *, issuer: str, refresh_token: str | None = None
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
    )


def _lifetime_s(value: object) -> float:
    is_sane = isinstance(value, int | float) and 0 <= value <= _MOST_LIFETIME_S
    return float(cast("float", value)) if is_sane else _USUAL_LIFETIME_S


def is_sendable(token: object) -> bool:
    """Whether `token` can stand in a header: visible ASCII, no space (RFC 6750, section 2.1)."""
    return isinstance(token, str) and bool(token) and all("!" <= character <= "~" for character in token)
