"""Metadata of a login server (OpenID Connect Discovery 1.0 section 3, RFC 8414 section 2)."""

from collections.abc import Iterable, Mapping, Sequence

from seawall.local.oauth.scopes import CLAIMS, SCOPES
from seawall.local.oauth.signing_key import ALGORITHM

__all__ = ["METADATA_PATHS", "provider_metadata"]

METADATA_PATHS = (
    "/.well-known/openid-configuration",
    "/.well-known/oauth-authorization-server",
)
"""The paths of the metadata for an issuer without a path."""

_CLAIMS = ("iss", "sub", "aud", "azp", "exp", "iat", "auth_time", "nonce", "at_hash")


def provider_metadata(
    *,
    issuer: str,
    endpoints: Mapping[str, str],
    grant_types: Iterable[str],
    response_types: Sequence[str],
    authentication_methods: Sequence[str],
) -> dict[str, object]:
    """Return the metadata; `endpoints` are the URLs by their name in it, e.g. `token_endpoint`."""
    return {
        "issuer": issuer,
        **endpoints,
        "grant_types_supported": list(grant_types),
        "response_types_supported": list(response_types),
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [ALGORITHM],
        "scopes_supported": list(SCOPES),
        "claims_supported": [*_CLAIMS, *(claim for claims in CLAIMS.values() for claim in claims)],
        "token_endpoint_auth_methods_supported": list(authentication_methods),
        "revocation_endpoint_auth_methods_supported": list(authentication_methods),
        "claims_parameter_supported": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,  # the default is true
    }
