"""A short-lived certificate for a user name and a password, from a certificate service."""

from base64 import b64encode

from seawall.core.auth.certificate_chain import key_fault, parse_validity
from seawall.core.errors import AuthError, LoginDeniedError, NotSentError
from seawall.core.http.message import Request
from seawall.core.redaction.secret import Secret, SecretBytes, SecretMapping, hidden
from seawall.runtime.auth.oauth import require_secure
from seawall.runtime.concurrency._async.clock import AsyncClock, AsyncSystemClock
from seawall.runtime.http._async.protocols import AsyncTransport

__all__ = ["async_fetch_certificate"]

_OK = 200
_REFUSED = frozenset({401, 403})
_SERVER_FAULT = 500
_MAX_RESPONSE_BYTES = 1024 * 1024


async def async_fetch_certificate(
    url: str,
    *,
    username: str,
    password: str,
    transport: AsyncTransport,
    days: int = 30,
    timeout_s: float = 30.0,
    clock: AsyncClock | None = None,
) -> bytes:
    """Get a certificate with its private key, as PEM, from the service at `url`, with HTTP Basic.

    The service is one of the Credential Delegation Protocol of the IVOA; it is asked for a certificate for
    `days` days. The bytes hide their content in reprs; `save_certificate` writes them. Raises
    LoginDeniedError for a wrong name or password, AuthError if the response is no certificate with its key,
    CertificateError if it is not valid now, ConfigError if `url` is neither https nor on this machine.
    """
    password = hidden(password)
    require_secure(url)
    separator = "&" if "?" in url else "?"
    pair = Secret(f"{username}:{password}")
    headers = SecretMapping({"authorization": f"Basic {b64encode(pair.encode()).decode()}"})
    response = await transport.send(
        Request("GET", f"{url}{separator}daysValid={days}", headers, max_response_bytes=_MAX_RESPONSE_BYTES),
        timeout_s,
    )
    if response.status in _REFUSED:
        raise LoginDeniedError("The certificate service refuses this user name or password.")
    if response.status >= _SERVER_FAULT:
        raise NotSentError(f"the certificate service answered {response.status}.")
    pem = SecretBytes(response.body)
    try:
        validity = parse_validity(pem if response.status == _OK else b"")
    except ValueError:
        # Without the cause: its frames hold the response, with the key.
        raise AuthError(f"The certificate service sent no certificate (status {response.status}).") from None
    validity.require_valid((clock or AsyncSystemClock()).wall(), "the response of the certificate service")
    if (fault := key_fault(pem, pem)) is not None:
        raise AuthError(f"The key in the response of the certificate service {fault}.")
    return pem
