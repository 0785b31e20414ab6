"""Keys of a server, and tokens that are signed with these or other keys."""

import json
from base64 import urlsafe_b64encode
from functools import cache
from typing import Any

from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

__all__ = ["AUDIENCE", "CLAIMS", "ISSUER", "NOW_S", "jwks", "key", "part", "signed"]

ISSUER = "https://login.test/"
AUDIENCE = "https://api.test"
NOW_S = 1_700_000_000.0
CLAIMS: dict[str, object] = {"iss": ISSUER, "aud": AUDIENCE, "sub": "user-1", "exp": NOW_S + 600.0}


@cache
def key(algorithm: str, name: str = "one") -> Any:
    """Return the private key `name`; `jwks` contains its public half."""
    named: Any = {"kid": f"{algorithm}-{name}"}
    match algorithm[:2]:
        case "RS" | "PS":
            return RSAKey.generate_key(2048, named)
        case "ES":
            return ECKey.generate_key(
                {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521"}[algorithm], named
            )
        case "HS":
            return OctKey.generate_key(256, named)
        case _:
            return OKPKey.generate_key("Ed25519", named)


def part(data: object) -> str:
    """Encode one part of a token: JSON, or bytes unchanged."""
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def signed(algorithm: str = "RS256", claims: object = CLAIMS, *, by: Any = None, **header: object) -> str:
    """Return a token with `claims`, signed with the key `by`, by default that of `algorithm`."""
    by = by or key(algorithm)
    text = f"{part({'alg': algorithm, 'typ': 'JWT', 'kid': by.kid, **header})}.{part(claims)}"
    return f"{text}.{part(JWSRegistry.algorithms[algorithm].sign(text.encode(), by))}"


def jwks(*keys: Any, **more: object) -> bytes:
    """Return the JSON Web Key Set with the public halves of `keys`."""
    return json.dumps({"keys": [{**one.as_dict(private=False), **more} for one in keys]}).encode()
