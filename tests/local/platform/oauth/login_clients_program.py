"""Logins with clients as released, in the way of their own documentation; prints what they got, as JSON.

`login_clients_program.py URL ASKS`. It runs in a process of its own, with the packages of the clients. `ASKS`
is `asks` if a person approves each login on the page; otherwise the server approves it by itself.
"""

import json
import re
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import requests
from authlib.integrations.requests_client import OAuth2Session as AuthlibSession  # type: ignore[import-untyped]
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
from authlib.oidc.discovery import OpenIDProviderMetadata  # type: ignore[import-untyped]
from google.auth.transport.requests import Request  # type: ignore[import-not-found]
from google_auth_oauthlib.flow import Flow  # type: ignore[import-not-found]
from joserfc import jwt
from joserfc.jwk import KeySet
from oauthlib.oauth2 import DeviceClient, OAuth2Error
from requests_oauthlib import OAuth2Session

REDIRECT = "http://127.0.0.1:9999/callback"
SCOPE = "openid email offline_access"
VERIFIER = "v" * 64


def approve(url: str) -> str:
    """Open a login page, approve it, and return the URL that the client receives."""
    with requests.Session() as browser:
        response = browser.get(url, allow_redirects=False)
        if response.status_code == requests.codes.ok:
            ticket = re.search('name="ticket" value="([^"]+)"', response.text)
            assert ticket
            form = {"ticket": ticket[1], "decision": "approve"}
            response = browser.post(urljoin(url, "/authorize"), data=form, allow_redirects=False)
        return str(response.headers["Location"])


def status(url: str, access_token: str) -> int:
    headers = {"Authorization": f"Bearer {access_token}"}
    return requests.get(f"{url}/api/v1/me", headers=headers, timeout=20).status_code


def requests_oauthlib(url: str) -> dict[str, Any]:
    """Sends its id in the Basic header, with an empty secret."""
    session = OAuth2Session("seawall", redirect_uri=REDIRECT, scope=SCOPE.split(), pkce="S256")
    address, _ = session.authorization_url(f"{url}/authorize")
    first = dict(session.fetch_token(f"{url}/oauth/token", authorization_response=approve(address)))
    email = session.get(f"{url}/userinfo").json()["email"]
    again = session.refresh_token(f"{url}/oauth/token", client_id="seawall")
    # A client with a fixed refresh token, at its second use.
    session.refresh_token(f"{url}/oauth/token", refresh_token=first["refresh_token"], client_id="seawall")
    return {"email": email, "same": again["refresh_token"] == first["refresh_token"]}


def code_alone(url: str) -> bool:
    """A program that passes on only the code, and not the URL that it came with."""
    session = OAuth2Session("seawall", redirect_uri=REDIRECT, scope=["openid"], pkce="S256")
    address, _ = session.authorization_url(f"{url}/authorize")
    [code] = parse_qs(urlsplit(approve(address)).query)["code"]
    return "refresh_token" in session.fetch_token(f"{url}/oauth/token", code=code, include_client_id=True)


def unknown_scope(url: str) -> str:
    session = OAuth2Session("seawall", redirect_uri=REDIRECT, scope=["admin"], pkce="S256")
    address, _ = session.authorization_url(f"{url}/authorize")
    try:
        session.fetch_token(f"{url}/oauth/token", authorization_response=approve(address))
    except OAuth2Error as error:
        return str(error.error)
    return "granted"


def authlib(url: str) -> dict[str, Any]:
    """Validates the metadata, the ID token, and revokes the login."""
    metadata = requests.get(f"{url}/.well-known/openid-configuration", timeout=20).json()
    OpenIDProviderMetadata(metadata).validate()
    session = AuthlibSession(
        "seawall",
        token_endpoint_auth_method="none",
        redirect_uri=REDIRECT,
        scope=SCOPE,
        code_challenge_method="S256",
    )
    address, _ = session.create_authorization_url(
        metadata["authorization_endpoint"], code_verifier=VERIFIER, nonce="n-1"
    )
    tokens = session.fetch_token(
        metadata["token_endpoint"], authorization_response=approve(address), code_verifier=VERIFIER
    )
    keys = KeySet.import_key_set(requests.get(metadata["jwks_uri"], timeout=20).json())
    id_token = jwt.decode(tokens["id_token"], keys)
    claims = CodeIDToken(
        id_token.claims,
        id_token.header,
        {"iss": {"essential": True, "value": metadata["issuer"]}, "aud": {"value": "seawall"}},
        {"nonce": "n-1", "client_id": "seawall", "access_token": tokens["access_token"]},
    )
    claims.validate()
    before = status(url, tokens["access_token"])
    session.revoke_token(metadata["revocation_endpoint"], token=tokens["refresh_token"])
    return {"sub": claims["sub"], "before": before, "revoked": status(url, tokens["access_token"])}


def google_auth_oauthlib(url: str) -> bool:
    """An installed application."""
    client = {"client_id": "seawall", "auth_uri": f"{url}/authorize", "token_uri": f"{url}/oauth/token"}
    flow = Flow.from_client_config(
        {"installed": {**client, "client_secret": ""}}, scopes=SCOPE.split(), redirect_uri=REDIRECT
    )
    address, _ = flow.authorization_url(access_type="offline")
    flow.fetch_token(authorization_response=approve(address))
    flow.credentials.refresh(Request())
    return bool(flow.credentials.valid and flow.credentials.id_token)


def oauthlib_device(url: str, *, asks: bool) -> int:
    client = DeviceClient("seawall")
    form = {"client_id": "seawall", "scope": "openid"}
    login = requests.post(f"{url}/oauth/device/code", data=form, timeout=20).json()
    if asks:
        form = {"user_code": login["user_code"], "decision": "approve"}
        requests.post(f"{url}/activate", data=form, timeout=20).raise_for_status()
    body = client.prepare_request_body(login["device_code"], include_client_id=True)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    response = requests.post(f"{url}/oauth/token", data=body, headers=headers, timeout=20)
    return status(url, client.parse_request_body_response(response.text)["access_token"])


def main(url: str, *, asks: bool) -> dict[str, Any]:
    calls: dict[str, Callable[[], Any]] = {
        "requests-oauthlib": lambda: requests_oauthlib(url),
        "code alone": lambda: code_alone(url),
        "unknown scope": lambda: unknown_scope(url),
        "authlib": lambda: authlib(url),
        "google-auth-oauthlib": lambda: google_auth_oauthlib(url),
        "oauthlib": lambda: oauthlib_device(url, asks=asks),
    }
    return {name: call() for name, call in calls.items()}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], asks=sys.argv[2] == "asks")))
