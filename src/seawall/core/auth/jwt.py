"""Verification of JSON Web Tokens by rules and keys (RFC 7519, RFC 8725). Pure.

joserfc checks the signatures. Importing it takes 300 ms, so only token verification imports this module.
No error message contains text of a token.
"""

import re
from base64 import urlsafe_b64decode
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias, cast

from attrs import field, frozen
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

from seawall.core.errors import AuthError, ConfigError, TokenVerificationError
from seawall.core.wire.codec import decoder_for
from seawall.core.wire.freeze import freeze

__all__ = ["Claims", "Jwt", "JwtRules", "VerificationKeys", "parse_jwks", "parse_jwt", "verify_claims"]

_Key: TypeAlias = RSAKey | ECKey | OKPKey

_KEY_CLASSES: dict[str, type[_Key]] = {"RSA": RSAKey, "EC": ECKey, "OKP": OKPKey}
_MAX_TOKEN_LENGTH = 16_384
_MAX_JWKS_BYTES = 262_144
_MIN_RSA_BITS = 2048
_LEEWAY_S = 60.0
_MAX_SECONDS = 1e12
_JWT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
# No HMAC algorithm: an attacker could use the public key as its shared secret (RFC 8725, section 2.1).
_KEY_TYPES = {
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), "RSA"),
    **dict.fromkeys(("ES256", "ES384", "ES512"), "EC"),
    **dict.fromkeys(("EdDSA", "Ed25519"), "OKP"),
}


def _names(algorithms: Iterable[str]) -> frozenset[str]:
    return frozenset(algorithms)


def _asymmetric(_: object, __: object, value: frozenset[str]) -> None:
    if not value or value - _KEY_TYPES.keys():
        raise ConfigError(f"algorithms must be some of {', '.join(sorted(_KEY_TYPES))}.")


@frozen(kw_only=True)
class JwtRules:
    """Rules for accepted tokens: signed by `issuer` for `audience`, with one of `algorithms`.

    `leeway_s` is the allowed difference between the clocks of both sides, in seconds.
    """

    issuer: str
    audience: str
    algorithms: frozenset[str] = field(
        default=frozenset({"RS256", "ES256", "EdDSA"}), converter=_names, validator=_asymmetric
    )
    leeway_s: float = _LEEWAY_S


def _frozen(decoded: Mapping[str, object]) -> Mapping[str, object]:
    return freeze(dict(decoded))


@frozen(kw_only=True)
class Claims:
    """The claims of a verified token. `expires_at` is in seconds since 1970 UTC.

    `fields` contains every claim as it was sent, also those with a name here. The repr does not show them.
    """

    subject: str | None
    issuer: str
    audience: tuple[str, ...]
    expires_at: float
    fields: Mapping[str, object] = field(repr=False, converter=_frozen)


@frozen(kw_only=True)
class Jwt:
    """A parsed token that is not verified: trust nothing in it. The repr shows nothing of it."""

    header: Mapping[str, object] = field(repr=False, converter=_frozen)
    claims: Mapping[str, object] = field(repr=False, converter=_frozen)
    signing_input: bytes = field(repr=False)
    signature: bytes = field(repr=False)

    @property
    def algorithm(self) -> str:
        """The algorithm that the header names."""
        return str(self.header.get("alg"))

    @property
    def key_id(self) -> object:
        """The id of the key that the header names, or None."""
        return self.header.get("kid")


def parse_jwt(token: str, rules: JwtRules) -> Jwt:
    """Parse `token`; raises TokenVerificationError if it is no JWT, or one that `rules` can not accept."""
    # Parsed in another function: a traceback of the errors below may show the local variables of this one.
    jwt = _split(token)
    if jwt is None:
        raise TokenVerificationError("The token is not a JWT in compact form.")
    if jwt.algorithm not in rules.algorithms:
        raise TokenVerificationError("The token is signed with an algorithm that is not accepted.")
    if "crit" in jwt.header:
        # RFC 7515, section 4.1.11: a token with an unknown critical extension must be rejected.
        raise TokenVerificationError("The token requires an extension that is not supported.")
    return jwt


def _split(token: str) -> Jwt | None:
    if len(token) > _MAX_TOKEN_LENGTH or not _JWT.fullmatch(token):
        return None
    head, body, signature = (_base64url_decode(part) for part in token.split("."))
    header, claims = _decode_object(head), _decode_object(body)
    if header is None or claims is None:
        return None
    signing_input = token.rpartition(".")[0].encode()
    return Jwt(header=header, claims=claims, signing_input=signing_input, signature=signature)


def verify_claims(jwt: Jwt, key: _Key, rules: JwtRules, now: float) -> Claims:
    """Verify `jwt` with `key` at `now`, in seconds since 1970; raises TokenVerificationError."""
    if not _is_signed(jwt, key):
        raise TokenVerificationError("The signature of the token is wrong.")
    reason = _rejection(jwt.claims, rules, now)
    if reason is not None:
        raise TokenVerificationError(reason)
    subject, expires_at = jwt.claims.get("sub"), _time(jwt.claims["exp"])
    assert subject is None or isinstance(subject, str)
    assert expires_at is not None
    return Claims(
        subject=subject,
        issuer=rules.issuer,
        audience=_audiences(jwt.claims),
        expires_at=expires_at,
        fields=jwt.claims,
    )


def _rejection(claims: Mapping[str, object], rules: JwtRules, now: float) -> str | None:
    expires_at, not_before = _time(claims.get("exp")), _time(claims.get("nbf", 0))
    if expires_at is None or not_before is None:
        return "The token has no numeric exp claim, or an nbf claim that is not a number."
    if not isinstance(claims.get("sub", ""), str):
        return "The sub claim of the token is not a text."
    if claims.get("iss") != rules.issuer:
        return "The token is from another issuer."
    if rules.audience not in _audiences(claims):
        return "The token is for another audience."
    if now >= expires_at + rules.leeway_s:
        return "The token has expired."
    return "The token is not valid yet." if now < not_before - rules.leeway_s else None


def _audiences(claims: Mapping[str, object]) -> tuple[str, ...]:
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    return tuple(name for name in audiences if isinstance(name, str))


@frozen
class VerificationKeys:
    """The public keys with which a server signs tokens."""

    _keys: tuple[_Key, ...]

    def key_for(self, jwt: Jwt) -> _Key | None:
        """Return the key that `jwt` names, or if it names none, the only one that fits its algorithm.

        None if there is no such key, or more than one.
        """
        candidates = [
            key
            for key in self._keys
            if key.key_type == _KEY_TYPES[jwt.algorithm] and key.get("alg") in {None, jwt.algorithm}
        ]
        if "kid" in jwt.header:
            candidates = [key for key in candidates if key.get("kid") == jwt.key_id]
        return candidates[0] if len(candidates) == 1 else None


def parse_jwks(document: bytes) -> VerificationKeys:
    """Return the signing keys in a JSON Web Key Set (RFC 7517, section 5); other keys are ignored.

    Raises AuthError if `document` is no such set.
    """
    try:
        jwks = decoder_for(_Jwks).decode(document if len(document) <= _MAX_JWKS_BYTES else b"")
    except ValueError as error:
        raise AuthError("The login server's keys are not a JSON Web Key Set.") from error
    assert isinstance(jwks, _Jwks)
    return VerificationKeys(tuple(_import_keys(jwks.keys)))


@frozen
class _Jwks:
    keys: list[dict[str, object]]


def _import_keys(keys: list[dict[str, object]]) -> Iterator[_Key]:
    for jwk in keys:
        key_class = _KEY_CLASSES.get(str(jwk.get("kty")))
        if key_class is None or jwk.get("use", "sig") != "sig" or _is_weak(jwk):
            continue
        try:
            # Of any shape: joserfc raises one of the errors below if a field has a wrong type.
            yield key_class.import_key(cast("dict[str, str | list[str]]", jwk))
        except (JoseError, ValueError, TypeError, KeyError, AttributeError):
            # One unsupported key does not make the others unusable.
            continue


def _is_weak(jwk: dict[str, object]) -> bool:
    if jwk.get("kty") != "RSA":
        return False
    # joserfc imports short keys with a warning; RFC 7518, section 3.3, requires 2048 bits.
    modulus = jwk.get("n")
    bits = int.from_bytes(_base64url_decode(modulus)).bit_length() if isinstance(modulus, str) else 0
    return bits < _MIN_RSA_BITS


def _is_signed(jwt: Jwt, key: _Key) -> bool:
    algorithm = JWSRegistry.algorithms[jwt.algorithm]
    try:
        algorithm.check_key(key)
        return algorithm.verify(jwt.signing_input, jwt.signature, key)
    except (JoseError, ValueError):
        return False


def _base64url_decode(part: str) -> bytes:
    try:
        return urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except ValueError:
        return b""


def _decode_object(part: bytes) -> dict[str, object] | None:
    try:
        return cast("dict[str, object]", decoder_for(dict[str, object]).decode(part))
    except ValueError:
        return None


def _time(value: object) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(cast("float", value)) if is_number and abs(cast("float", value)) < _MAX_SECONDS else None
