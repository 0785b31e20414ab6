"""JSON Web Tokens, held against the keys and the rules of who is to take them (RFC 7519, RFC 8725). Pure.

The signature is joserfc's business; it is imported when a token is looked at, not before. Nothing that a
token holds becomes part of a message.
"""

import re
from base64 import urlsafe_b64decode
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from attrs import field, frozen

from seawall.core.errors import AuthError, ConfigError, TokenVerificationError
from seawall.core.wire.codec import decoder_for

if TYPE_CHECKING:
    from joserfc.jwk import ECKey, OKPKey, RSAKey

__all__ = ["Claims", "Jwt", "JwtRules", "VerificationKeys", "jwt_in", "keys_in", "verified_claims"]

_MOST_CHARACTERS = 16_384
_MOST_KEYS_BYTES = 262_144
_FEWEST_RSA_BITS = 2048
_LEEWAY_S = 60.0
_MOST_SECONDS = 1e12
_JWT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
# None that signs with a shared secret: a public key would do for that.
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
    """Which tokens are taken: those that `issuer` signed for `audience`, by one of `algorithms`.

    `leeway_s` is how far the clocks of both sides may differ, in seconds.
    """

    issuer: str
    audience: str
    algorithms: frozenset[str] = field(
        default=frozenset({"RS256", "ES256", "EdDSA"}), converter=_names, validator=_asymmetric
    )
    leeway_s: float = _LEEWAY_S


@frozen(kw_only=True)
class Claims:
    """What a token says, now that it is verified. `expires_at` is in seconds since 1970 UTC.

    `fields` holds every claim as it came, also those that have a name here; they do not show in the repr.
    """

    subject: str | None
    issuer: str
    audience: tuple[str, ...]
    expires_at: float
    fields: Mapping[str, object] = field(repr=False)


@frozen(kw_only=True)
class Jwt:
    """A token taken apart, not verified: trust nothing in it. The repr shows nothing of it."""

    header: Mapping[str, object] = field(repr=False)
    claims: Mapping[str, object] = field(repr=False)
    signed: bytes = field(repr=False)
    signature: bytes = field(repr=False)

    @property
    def algorithm(self) -> str:
        """What it says that it is signed by."""
        return str(self.header.get("alg"))

    @property
    def key_id(self) -> object:
        """What it says that its key is called; None where it does not say."""
        return self.header.get("kid")


def jwt_in(token: str, rules: JwtRules) -> Jwt:
    """`token` taken apart; raises TokenVerificationError where it is no JWT that `rules` may take."""
    # Who raises holds nothing of the token by a name: a traceback may show local variables.
    jwt = _taken_apart(token)
    if jwt is None:
        raise TokenVerificationError("The token is no JWT in its compact form.")
    if jwt.algorithm not in rules.algorithms:
        raise TokenVerificationError("The token is signed by an algorithm that is not taken here.")
    if "crit" in jwt.header:
        raise TokenVerificationError("The token asks for an extension that is not known here.")
    return jwt


def _taken_apart(token: str) -> Jwt | None:
    if len(token) > _MOST_CHARACTERS or not _JWT.fullmatch(token):
        return None
    head, body, signature = (_bytes_of(part) for part in token.split("."))
    header, claims = _object_in(head), _object_in(body)
    if header is None or claims is None:
        return None
    return Jwt(header=header, claims=claims, signed=token.rpartition(".")[0].encode(), signature=signature)


def verified_claims(jwt: Jwt, key: "RSAKey | ECKey | OKPKey", rules: JwtRules, now: float) -> Claims:
    """What `jwt` says, signed with `key`, at `now` (seconds since 1970); raises TokenVerificationError."""
    if not _is_signed(jwt, key):
        raise TokenVerificationError("The token's signature is not that of its server.")
    fault = _fault(jwt.claims, rules, now)
    if fault is not None:
        raise TokenVerificationError(fault)
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


def _fault(claims: Mapping[str, object], rules: JwtRules, now: float) -> str | None:
    expires_at, not_before = _time(claims.get("exp")), _time(claims.get("nbf", 0))
    if expires_at is None or not_before is None:
        return "The token does not say in numbers how long it is valid."
    if not isinstance(claims.get("sub", ""), str):
        return "The token names its subject by something that is no text."
    if claims.get("iss") != rules.issuer:
        return "The token is another server's."
    if rules.audience not in _audiences(claims):
        return "The token is meant for another audience."
    if now >= expires_at + rules.leeway_s:
        return "The token has expired."
    return "The token is not valid yet." if now < not_before - rules.leeway_s else None


def _audiences(claims: Mapping[str, object]) -> tuple[str, ...]:
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    return tuple(name for name in audiences if isinstance(name, str))


@frozen
class VerificationKeys:
    """The public keys of a server that can sign tokens."""

    _keys: "tuple[RSAKey | ECKey | OKPKey, ...]"

    def key_for(self, jwt: Jwt) -> "RSAKey | ECKey | OKPKey | None":
        """The key that `jwt` names, or the only one that fits where it names none; None without one."""
        fitting = [
            key
            for key in self._keys
            if key.key_type == _KEY_TYPES[jwt.algorithm] and key.get("alg") in {None, jwt.algorithm}
        ]
        if "kid" in jwt.header:
            fitting = [key for key in fitting if key.get("kid") == jwt.key_id]
        return fitting[0] if len(fitting) == 1 else None


def keys_in(document: bytes) -> VerificationKeys:
    """The keys in a JSON Web Key Set (RFC 7517, section 5) that can sign; the others are passed over.

    Raises AuthError where it is no such set.
    """
    try:
        plain = _key_set().decode(document if len(document) <= _MOST_KEYS_BYTES else b"")
    except ValueError as error:
        raise AuthError("The login server's keys are no JSON Web Key Set.") from error
    return VerificationKeys(tuple(_usable(cast("_KeySet", plain).keys)))


@frozen
class _KeySet:
    keys: list[dict[str, object]]


@cache
def _key_set() -> Any:
    return decoder_for(_KeySet)


def _usable(keys: list[dict[str, object]]) -> "Iterator[RSAKey | ECKey | OKPKey]":
    from joserfc.errors import JoseError  # noqa: PLC0415
    from joserfc.jwk import ECKey, OKPKey, RSAKey  # noqa: PLC0415

    kinds: dict[str, Any] = {"RSA": RSAKey, "EC": ECKey, "OKP": OKPKey}
    for plain in keys:
        kind = kinds.get(str(plain.get("kty")))
        if kind is None or plain.get("use", "sig") != "sig" or _is_weak(plain):
            continue
        try:
            yield kind.import_key(plain)
        except (JoseError, ValueError, TypeError, KeyError, AttributeError):
            # A key of a kind that is not known here says nothing of the others.
            continue


def _is_weak(plain: dict[str, object]) -> bool:
    if plain.get("kty") != "RSA":
        return False
    modulus = plain.get("n")
    bits = int.from_bytes(_bytes_of(modulus)).bit_length() if isinstance(modulus, str) else 0
    return bits < _FEWEST_RSA_BITS


def _is_signed(jwt: Jwt, key: "RSAKey | ECKey | OKPKey") -> bool:
    from joserfc.errors import JoseError  # noqa: PLC0415
    from joserfc.jws import JWSRegistry  # noqa: PLC0415

    algorithm = JWSRegistry.algorithms[jwt.algorithm]
    try:
        algorithm.check_key(key)
        return algorithm.verify(jwt.signed, jwt.signature, key)
    except (JoseError, ValueError):
        return False


def _bytes_of(part: str) -> bytes:
    try:
        return urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except ValueError:
        return b""


def _object_in(part: bytes) -> dict[str, object] | None:
    try:
        return cast("dict[str, object]", decoder_for(dict[str, object]).decode(part))
    except ValueError:
        return None


def _time(value: object) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(cast("float", value)) if is_number and abs(cast("float", value)) < _MOST_SECONDS else None
