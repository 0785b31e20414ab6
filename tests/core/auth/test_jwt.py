"""Verification of valid and of hostile tokens (RFC 7519, section 7.2; RFC 8725, section 3)."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from seawall.core.auth.jwt import Claims, JwtRules, VerificationKeys, parse_jwks, parse_jwt, verify_claims
from seawall.core.errors import AuthError, ConfigError, TokenVerificationError
from tests.core.auth.jwts import AUDIENCE, CLAIMS, ISSUER, NOW_S, jwks, key, part, signed
from tests.rows import row

RULES = JwtRules(issuer=ISSUER, audience=AUDIENCE)
WIDE = JwtRules(
    issuer=ISSUER,
    audience=AUDIENCE,
    algorithms=frozenset({"RS256", "RS512", "PS256", "ES256", "ES384", "EdDSA", "Ed25519"}),
)
ALL = ["RS256", "ES256", "EdDSA"]


def verified(token: str, keys: VerificationKeys | None = None, rules: JwtRules = RULES) -> Claims:
    keys = keys or parse_jwks(jwks(*map(key, ALL)))
    jwt = parse_jwt(token, rules)
    fitting = keys.key_for(jwt)
    if fitting is None:
        raise TokenVerificationError("no key")
    return verify_claims(jwt, fitting, rules, NOW_S)


# --- Valid tokens -------------------------------------------------------------------------------


@pytest.mark.parametrize("algorithm", ALL)
def test_a_valid_token_is_accepted(algorithm: str) -> None:
    claims = verified(signed(algorithm))
    assert (claims.subject, claims.issuer, claims.audience) == ("user-1", ISSUER, (AUDIENCE,))
    assert claims.expires_at == NOW_S + 600.0
    assert claims.fields["sub"] == "user-1"


@pytest.mark.parametrize("algorithm", ["RS512", "PS256", "ES384", "Ed25519"])
def test_other_algorithms_can_be_allowed(algorithm: str) -> None:
    keys = parse_jwks(jwks(key(algorithm)))
    assert verified(signed(algorithm), keys, WIDE).subject == "user-1"
    with pytest.raises(TokenVerificationError, match="not accepted"):
        verified(signed(algorithm), keys)


@pytest.mark.parametrize("algorithms", [{"none"}, {"HS256"}, {"RS256", "HS256"}, set(), {"rs256"}])
def test_an_algorithm_with_a_shared_secret_can_not_be_allowed(algorithms: set[str]) -> None:
    with pytest.raises(ConfigError, match="algorithms must be some of"):
        JwtRules(issuer=ISSUER, audience=AUDIENCE, algorithms=frozenset(algorithms))


def test_claims_within_the_rules_are_accepted() -> None:
    changes: tuple[dict[str, object], ...] = (
        {"exp": NOW_S - 59.0},
        {"exp": int(NOW_S)},
        {"nbf": NOW_S + 60.0},
        {"nbf": NOW_S - 5},
        {"aud": ["other", AUDIENCE]},
        {"sub": "é"},
        {"more": {"nested": [1]}},
    )
    for change in changes:
        assert rejection(signed(claims={**CLAIMS, **change})) is None, change


def test_subject_and_key_id_are_optional() -> None:
    claims = {name: value for name, value in CLAIMS.items() if name != "sub"}
    text = f"{part({'alg': 'EdDSA'})}.{part(claims)}"
    signature = key("EdDSA").get_op_key("sign").sign(text.encode())
    assert verified(f"{text}.{part(signature)}").subject is None


# --- Hostile tokens ---------------------------------------------------------------------------------


def tampered() -> str:
    head, _, signature = signed().split(".")
    return f"{head}.{part({**CLAIMS, 'sub': 'admin'})}.{signature}"


def unsigned(algorithm: str) -> str:
    return f"{part({'alg': algorithm})}.{part(CLAIMS)}."


def signed_with_public_key_as_secret() -> str:
    """Sign with HS256 and the public key as the secret (RFC 8725, section 2.1)."""
    import hashlib
    import hmac

    text = f"{part({'alg': 'HS256', 'kid': key('RS256').kid})}.{part(CLAIMS)}"
    secret = key("RS256").as_pem(private=False)
    return f"{text}.{part(hmac.new(secret, text.encode(), hashlib.sha256).digest())}"


def signed_with_embedded_key() -> str:
    """Sign with a key that the token itself contains (CVE-2018-0114)."""
    own = key("RS256", "attacker")
    return signed(by=own, kid=key("RS256").kid, jwk=own.as_dict(private=False))


HOSTILE: dict[str, Callable[[], str]] = {
    "no algorithm": lambda: f"{part({})}.{part(CLAIMS)}.{part(b'x')}",
    "alg none": lambda: unsigned("none"),
    "alg none with a signature": lambda: f"{part({'alg': 'none'})}.{part(CLAIMS)}.{part(b'x')}",
    "alg NoNe": lambda: f"{part({'alg': 'NoNe'})}.{part(CLAIMS)}.{part(b'x')}",
    "alg is no text": lambda: f"{part({'alg': ['RS256']})}.{part(CLAIMS)}.{part(b'x')}",
    "alg is null": lambda: f"{part({'alg': None})}.{part(CLAIMS)}.{part(b'x')}",
    "signature left out": lambda: unsigned("RS256"),
    "signature of nothing": lambda: signed().rpartition(".")[0] + "." + part(b"\0" * 256),
    "HS256 of its own": lambda: signed("HS256"),
    "HS256 with the public key": signed_with_public_key_as_secret,
    "alg of another key": lambda: signed("ES256", by=key("ES256"), alg="RS256"),
    "kid of another type": lambda: signed("RS256", kid=key("ES256").kid),
    "kid unknown": lambda: signed(by=key("RS256", "attacker")),
    "kid is a path": lambda: signed(kid="../../dev/null"),
    "kid is a statement": lambda: signed(kid="x' UNION SELECT 'key"),
    "kid is no text": lambda: signed(kid=5),
    "kid is null": lambda: signed(kid=None),
    "kid of another's signature": lambda: signed(by=key("RS256", "attacker"), kid=key("RS256").kid),
    "brings its own key": signed_with_embedded_key,
    "names where keys are": lambda: signed(
        by=key("RS256", "attacker"), kid=key("RS256").kid, jku="https://evil.test/jwks"
    ),
    "crit": lambda: signed(crit=["exp"]),
    "crit with b64": lambda: signed(crit=["b64"], b64=False),
    "crit is no list": lambda: signed(crit="x"),
    "crit is empty": lambda: signed(crit=[]),
    "tampered": tampered,
    "tail cut off": lambda: signed()[:-4],
    "bytes after it": lambda: signed() + "A",
    "signature is no base64": lambda: signed().rpartition(".")[0] + ".A",
    "header is no base64": lambda: "A." + signed().partition(".")[2],
    "expired": lambda: signed(claims={**CLAIMS, "exp": NOW_S - 60.0}),
    "expired long ago": lambda: signed(claims={**CLAIMS, "exp": 0}),
    "never expires": lambda: signed(claims={k: v for k, v in CLAIMS.items() if k != "exp"}),
    "exp is text": lambda: signed(claims={**CLAIMS, "exp": str(NOW_S + 600)}),
    "exp is true": lambda: signed(claims={**CLAIMS, "exp": True}),
    "exp is null": lambda: signed(claims={**CLAIMS, "exp": None}),
    "exp is huge": lambda: signed(claims={**CLAIMS, "exp": 10**400}),
    "exp is 1e300": lambda: signed(claims={**CLAIMS, "exp": 1e300}),
    "not valid yet": lambda: signed(claims={**CLAIMS, "nbf": NOW_S + 61.0}),
    "nbf is text": lambda: signed(claims={**CLAIMS, "nbf": "0"}),
    "nbf is huge": lambda: signed(claims={**CLAIMS, "nbf": -(10**400)}),
    "another issuer": lambda: signed(claims={**CLAIMS, "iss": "https://evil.test/"}),
    "issuer without its slash": lambda: signed(claims={**CLAIMS, "iss": ISSUER.rstrip("/")}),
    "no issuer": lambda: signed(claims={k: v for k, v in CLAIMS.items() if k != "iss"}),
    "issuer is a list": lambda: signed(claims={**CLAIMS, "iss": [ISSUER]}),
    "another audience": lambda: signed(claims={**CLAIMS, "aud": "https://other.test"}),
    "no audience": lambda: signed(claims={k: v for k, v in CLAIMS.items() if k != "aud"}),
    "audience is empty": lambda: signed(claims={**CLAIMS, "aud": []}),
    "audience begins like ours": lambda: signed(claims={**CLAIMS, "aud": f"{AUDIENCE}.evil.test"}),
    "audience is an object": lambda: signed(claims={**CLAIMS, "aud": {AUDIENCE: 1}}),
    "subject is a number": lambda: signed(claims={**CLAIMS, "sub": 1}),
    "subject is null": lambda: signed(claims={**CLAIMS, "sub": None}),
    "claims are a list": lambda: signed(claims=[CLAIMS]),
    "claims are no JSON": lambda: signed(claims=b"<html>"),
    "claims are not UTF-8": lambda: signed(claims=b'{"sub":"\xff"}'),
    "claims nest": lambda: signed(claims=b'{"a":' * 2000 + b"1" + b"}" * 2000),
    "huge": lambda: signed(claims={**CLAIMS, "more": "x" * 20_000}),
    "empty": lambda: "",
    "not a JWT": lambda: "hello",
    "two parts": lambda: signed().rpartition(".")[0],
    "four parts": lambda: f"{signed()}.x",
    "five parts, encrypted": lambda: f"{signed()}.x.x",
    "only dots": lambda: "..",
    "a line more": lambda: f"{signed()}\n",
    "a space before": lambda: f" {signed()}",
    "bearer before": lambda: f"Bearer {signed()}",
    "padded": lambda: f"{signed()}==",
    "other alphabet": lambda: urlsafe_b64encode(b"{}").decode() + "+/.e30.e30",
    "no ASCII": lambda: "é.é.é",
    "JSON form": lambda: json.dumps(
        {"payload": part(CLAIMS), "protected": part({"alg": "RS256"}), "signature": "x"}
    ),
}


def rejection(token: str) -> str | None:
    try:
        verified(token)
    except TokenVerificationError as error:
        return str(error)
    return None


def test_hostile_tokens_are_rejected_and_not_shown() -> None:
    for name, make in HOSTILE.items():
        token = make()
        message = rejection(token)
        assert message is not None, name
        assert not any(piece in message for piece in token.split(".") if len(piece) > 3), name
        assert not any(str(value) in message for value in CLAIMS.values()), name


def test_the_repr_of_a_token_does_not_show_its_claims() -> None:
    token = signed(claims={**CLAIMS, "email": "hunter2"})
    assert "hunter2" not in repr(verified(token))
    assert "hunter2" not in repr(parse_jwt(token, RULES))
    assert "user-1" not in repr(parse_jwt(token, RULES))


# --- Keys ------------------------------------------------------------------------------------------------


NO_JWKS = (
    b"",
    b"[]",
    b"null",
    b"{}",
    b'{"keys":5}',
    b'{"keys":[5]}',
    b"<html>",
    b"\xff",
    b" " * 300_000 + b'{"keys":[]}',
)


def test_a_document_that_is_no_key_set_is_rejected() -> None:
    for document in NO_JWKS:
        with row(document), pytest.raises(AuthError, match="not a JSON Web Key Set"):
            parse_jwks(document)


UNSUPPORTED_KEYS: tuple[dict[str, object], ...] = (
    {},
    {"kty": "new"},
    {"kty": 5},
    {"kty": "RSA"},
    {"kty": "RSA", "n": 5, "e": "AQAB"},
    {"kty": "RSA", "n": "AQAB", "e": "AQAB"},
    {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"},
    {"kty": "EC", "crv": "none", "x": "AA", "y": "AA"},
    {"kty": "OKP", "crv": "Ed25519", "x": "AA"},
    {"kty": "oct", "k": "c2VjcmV0"},
)


def test_unsupported_keys_are_ignored() -> None:
    good = json.loads(jwks(key("ES256")))["keys"]
    for unsupported in UNSUPPORTED_KEYS:
        keys = parse_jwks(json.dumps({"keys": [unsupported, *good, unsupported]}).encode())
        assert verified(signed("ES256"), keys).subject == "user-1", unsupported


def test_keys_that_do_not_fit_the_token_are_not_used() -> None:
    keys = {
        "for encryption": jwks(key("RS256"), use="enc"),
        "of another algorithm": jwks(key("RS256"), alg="RS512"),
        "twice": jwks(key("RS256"), key("RS256")),
        "shared secret": jwks(key("HS256")),
        "none": jwks(),
    }
    token = signed("RS256")
    for name, document in keys.items():
        assert parse_jwks(document).key_for(parse_jwt(token, RULES)) is None, name


def test_a_key_on_the_curve_of_another_algorithm_is_rejected() -> None:
    # RFC 7518, section 3.4: ES256 is P-256.
    other = key("ES384")
    token = signed("ES256", kid=other.kid)
    with pytest.raises(TokenVerificationError, match="signature of the token is wrong"):
        verified(token, parse_jwks(jwks(other)))


def test_an_rsa_key_below_2048_bits_is_not_used() -> None:
    short = rsa.generate_private_key(65537, 1024)
    modulus = short.public_key().public_numbers().n.to_bytes(128)
    document = {"keys": [{"kty": "RSA", "kid": "short", "n": part(modulus), "e": "AQAB"}]}
    text = f"{part({'alg': 'RS256', 'kid': 'short'})}.{part(CLAIMS)}"
    signature = short.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
    with pytest.raises(TokenVerificationError, match="no key"):
        verified(f"{text}.{part(signature)}", parse_jwks(json.dumps(document).encode()))


def test_without_a_key_id_two_fitting_keys_are_ambiguous() -> None:
    keys = parse_jwks(jwks(key("EdDSA"), key("EdDSA", "two")))
    text = f"{part({'alg': 'EdDSA'})}.{part(CLAIMS)}"
    with pytest.raises(TokenVerificationError, match="no key"):
        verified(f"{text}.{part(b'x')}", keys)
