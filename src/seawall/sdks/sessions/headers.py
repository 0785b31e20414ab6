"""The headers of a caller: the kind of its authentication, and the login for private images."""

from base64 import b64encode
from collections.abc import Mapping

from seawall.core.redaction.secret import Secret, SecretMapping
from seawall.runtime.identity.caller import AuthenticationType, Caller
from seawall.sdks.sessions.settings import Settings

__all__ = ["caller_headers"]

_TYPES = {
    AuthenticationType.TOKEN: "RUNTIME-TOKEN",
    AuthenticationType.CERTIFICATE: "RUNTIME-X509",
    AuthenticationType.SAVED_TOKENS: "OIDC",
    AuthenticationType.SAVED_CERTIFICATE: "X509",
}


def caller_headers(caller: Caller[Settings]) -> Mapping[str, str]:
    """The headers of every call; the repr shows no secret. Raises ConfigError for a section that is none."""
    headers: SecretMapping[str] = SecretMapping()
    if caller.authentication is not None:
        headers["X-Skaha-Authentication-Type"] = _TYPES[caller.authentication]
    settings, saved = caller.settings, caller.document.section("registry")
    user = settings.registry_username or saved.get("username")
    secret = settings.registry_secret or saved.get("secret")
    if user and secret:
        pair = Secret(f"{user}:{secret}")
        headers["X-Skaha-Registry-Auth"] = b64encode(pair.encode()).decode()
    return headers
