"""Logins in the form of the configuration file."""

from pathlib import Path

from seawall.core.redaction.secret import SecretMapping
from seawall.runtime.auth.client_certificate import ClientCertificate
from seawall.runtime.auth.registered_client import RegisteredLogin
from seawall.runtime.identity.config_document import Record
from seawall.runtime.identity.providers import LoginMode
from seawall.runtime.identity.saved_tokens import DISCOVERY_PATH

__all__ = ["certificate_record", "oidc_record"]


def certificate_record(path: Path, now: float) -> Record:
    """The record of a login with the certificate in `path`; raises as `ClientCertificate.check` does."""
    validity = ClientCertificate(path).check(now)
    return {"mode": LoginMode.X509.value, "path": str(path), "expiry": validity.not_after.timestamp()}


def oidc_record(login: RegisteredLogin) -> Record:
    """The record of a login with tokens."""
    token, client, endpoints = login.token, login.client, login.endpoints
    tokens: SecretMapping[object] = SecretMapping({"access": token.access_token, "token_type": "Bearer"})
    if token.refresh_token is not None:
        tokens["refresh"] = token.refresh_token
    registered: SecretMapping[object] = SecretMapping({"identity": client.client_id})
    if client.client_secret is not None:
        registered |= {"secret": client.client_secret, "secret_expires_at": int(client.secret_expires_at)}
    return SecretMapping(
        {
            "mode": LoginMode.OIDC.value,
            "endpoints": {
                "discovery": f"{(token.issuer or '').rstrip('/')}{DISCOVERY_PATH}",
                "device": endpoints.device,
                "registration": endpoints.registration,
                "token": endpoints.token,
            },
            "client": registered,
            "token": tokens,
            "expiry": {"access": token.obtained_at + token.lifetime_s},
        }
    )
