"""OAuth requests of a login, built by requests-oauthlib and sent by a transport of Seawall.

requests can not be cancelled, and OAuth2Session logs forms and tokens at DEBUG. So the session never sends:
its `request` keeps the request, and `parse_token_response` parses the response, as it does for a renewal.
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import Never
from urllib.parse import urlencode

from attrs import evolve
from oauthlib.oauth2 import DeviceClient, WebApplicationClient
from requests_oauthlib import OAuth2Session

from seawall.core.auth.pkce import CHALLENGE_METHOD
from seawall.core.http.message import Request
from seawall.core.redaction.secret import Secret

__all__ = ["DEFAULT_SCOPE", "authorization_url", "code_request", "device_code_request"]

DEFAULT_SCOPE = "openid profile email offline_access"
"""The scope of a login by default: identity and a refresh token (OpenID Connect Core, section 11)."""


class _RequestBuiltError(Exception):
    """Ends `fetch_token` before it would send."""


class _Session(OAuth2Session):
    """An OAuth2Session that keeps the request instead of sending it."""

    built: Request

    def request(  # type: ignore[override]
        self, method: str, url: str, data: Mapping[str, str], headers: Mapping[str, str], **_: object
    ) -> Never:
        self.built = Request(method, url, headers, urlencode(data).encode())
        raise _RequestBuiltError


def authorization_url(
    client_id: str,
    endpoint: str,
    *,
    redirect_uri: str,
    scope: str,
    state: Secret,
    code_challenge: str,
    audience: str | None,
    organization: str | None,
) -> Secret:
    """Return the address of the login page for one login (RFC 6749, section 4.1.1; RFC 7636, section 4.3)."""
    session = _Session(client_id, redirect_uri=redirect_uri, scope=scope)
    url, _ = session.authorization_url(
        _with_https(endpoint),
        # Without a state of ours, requests-oauthlib makes one and logs it.
        state=state,
        code_challenge=code_challenge,
        code_challenge_method=CHALLENGE_METHOD,
        # oauthlib omits parameters that are None.
        audience=audience,
        organization=organization,
    )
    return Secret(endpoint.partition(":")[0] + ":" + url.partition(":")[2])


def code_request(
    client_id: str, url: str, *, code: Secret, code_verifier: Secret, redirect_uri: str
) -> Request:
    """Build the request that exchanges a code for a token (RFC 6749, section 4.1.3; RFC 7636, 4.5)."""
    session = _Session(client=WebApplicationClient(client_id), redirect_uri=redirect_uri)
    return _token_request(session, url, code=code, code_verifier=code_verifier)


def device_code_request(client_id: str, url: str, *, device_code: Secret) -> Request:
    """Build the request that polls for the token of a device code (RFC 8628, section 3.4)."""
    return _token_request(_Session(client=DeviceClient(client_id)), url, device_code=device_code)


def _token_request(
    session: _Session,
    url: str,
    *,
    code: Secret | None = None,
    code_verifier: Secret | None = None,
    device_code: Secret | None = None,
) -> Request:
    with suppress(_RequestBuiltError):
        # oauthlib omits parameters that are None.
        session.fetch_token(
            _with_https(url),
            code=code,
            code_verifier=code_verifier,
            device_code=device_code,
            include_client_id=True,
        )
    return evolve(session.built, url=url)


def _with_https(url: str) -> str:
    # oauthlib rejects http unless a variable of the environment allows it for the whole process. Discovery
    # accepts http on this machine only (`require_secure`).
    scheme, _, rest = url.partition(":")
    return f"https:{rest}" if scheme.lower() == "http" else url
