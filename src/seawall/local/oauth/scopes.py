"""Scopes of a login, and the claims about the user that each of them gives (OpenID Connect Core 1.0, 5.4)."""

from collections.abc import Mapping

from seawall.local.oauth.errors import OAuthError

__all__ = ["OFFLINE_ACCESS", "OPENID", "SCOPES", "checked_scope", "claims_in", "has_scope", "narrowed_scope"]

OPENID = "openid"
OFFLINE_ACCESS = "offline_access"
CLAIMS: Mapping[str, tuple[str, ...]] = {
    "profile": ("name", "given_name", "family_name", "nickname", "preferred_username", "updated_at"),
    "email": ("email", "email_verified"),
}
SCOPES = (OPENID, *CLAIMS, OFFLINE_ACCESS)
DEFAULT_SCOPE = " ".join(CLAIMS)  # without `offline_access`, which a client must ask for


def checked_scope(asked: str | None) -> str:
    """Return the scope of a request, each name once; DEFAULT_SCOPE if it has none (RFC 6749 section 3.3).

    Raises OAuthError `invalid_scope` if a name is unknown.
    """
    names = dict.fromkeys((asked or "").split() or DEFAULT_SCOPE.split())
    if not names.keys() <= set(SCOPES):
        raise OAuthError("invalid_scope", f"The scope is unknown. Use {', '.join(SCOPES)}.")
    return " ".join(names)


def narrowed_scope(asked: str | None, granted: str) -> str:
    """Return the scope of a refreshed token: all that was granted, or the part that is asked for.

    Raises OAuthError `invalid_scope` if more is asked for (RFC 6749 section 6).
    """
    names = dict.fromkeys((asked or granted).split())
    if not names.keys() <= set(granted.split()):
        raise OAuthError("invalid_scope", "The scope is not within the scope that the user granted.")
    return " ".join(names)


def has_scope(scope: str, name: str) -> bool:
    """Return whether `name` is one of the names in `scope`."""
    return name in scope.split()


def claims_in(scope: str, profile: Mapping[str, object]) -> dict[str, object]:
    """Return the claims of a user's `profile` that `scope` gives."""
    names = {claim for name in scope.split() for claim in CLAIMS.get(name, ())}
    return {claim: value for claim, value in profile.items() if claim in names}
