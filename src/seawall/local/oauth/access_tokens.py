"""Access tokens: JWTs (RFC 7519), signed by this server and verified on each request."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

from attrs import frozen
from joserfc import jwt
from joserfc.errors import JoseError

from seawall.local.oauth.signing_key import SigningKey

__all__ = ["AccessToken", "AccessTokens", "InvalidAccessTokenError"]

_NO_CLAIMS: Mapping[str, str] = {}


class InvalidAccessTokenError(Exception):
    """The token is expired or revoked, or its signature, issuer, audience or user is wrong."""


@frozen(kw_only=True)
class AccessToken:
    """Claims of a verified access token. `family` is that of the refresh tokens of the same login."""

    token_id: UUID
    family: UUID
    user_id: str
    client_id: str
    scope: str
    expires_at: datetime


class AccessTokens:
    """Signs and verifies access tokens with the key in `key_file`, created at the first use if missing."""

    def __init__(self, key_file: Path, *, audience: str, lifetime_s: int) -> None:
        self.signing_key = SigningKey(key_file)
        self._audience = audience
        self.lifetime_s = lifetime_s

    @property
    def key_set(self) -> dict[str, object]:
        """Public keys in the format of `/.well-known/jwks.json` (RFC 7517)."""
        return self.signing_key.key_set

    def issue(
        self,
        *,
        issuer: str,
        audience: Sequence[str],
        user_id: str,
        client_id: str,
        scope: str,
        family: UUID,
        now: datetime,
        claims: Mapping[str, str] = _NO_CLAIMS,
    ) -> str:
        """Sign a new token of the login `family`; `claims` are those of the API."""
        issued_at = int(now.timestamp())
        return self.signing_key.sign(
            {
                "iss": issuer,
                "sub": user_id,
                "aud": audience[0] if len(audience) == 1 else list(audience),
                "iat": issued_at,
                "exp": issued_at + self.lifetime_s,
                "jti": str(uuid4()),
                "sid": str(family),
                "scope": scope,
                "azp": client_id,
                **claims,
            }
        )

    def verify(self, token: str, *, issuers: Sequence[str] | None, now: datetime) -> AccessToken:
        """Verify signature, issuer, audience and expiry; `OAuthServer.verified` also knows revoked tokens.

        `issuers` None accepts each: the key is ours in any case. Raises InvalidAccessTokenError.
        """
        essential: jwt.ClaimsOption = {"essential": True}
        rules = jwt.JWTClaimsRegistry(
            now=int(now.timestamp()),
            iss=essential if issuers is None else {"essential": True, "values": list(issuers)},
            aud={"essential": True, "value": self._audience},
            exp=essential,
            sub=essential,
        )
        try:
            claims = dict(self.signing_key.signed_claims(token))
            rules.validate(claims)
            return _access_token(claims)
        except (JoseError, KeyError, ValueError) as error:
            raise InvalidAccessTokenError from error

    def issued(self, token: str) -> AccessToken | None:
        """Return the claims of a token that this server has issued, also an expired one; None for others."""
        try:
            return _access_token(self.signing_key.signed_claims(token))
        except (KeyError, ValueError):
            return None


def _access_token(claims: Mapping[str, object]) -> AccessToken:
    """Raises KeyError or ValueError if the claims are not those of an access token, e.g. of an ID token."""
    expires_at = claims["exp"]
    assert isinstance(expires_at, int)  # signed by us
    return AccessToken(
        token_id=UUID(str(claims["jti"])),
        family=UUID(str(claims["sid"])),
        user_id=str(claims["sub"]),
        client_id=str(claims["azp"]),
        scope=str(claims["scope"]),
        expires_at=datetime.fromtimestamp(expires_at, UTC),
    )
