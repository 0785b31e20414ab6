"""Logging in at a terminal: the device flow (RFC 8628), with requests-oauthlib.

Import this module when a login begins, not before: its libraries take their time.
"""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import requests
from attrs import field, frozen
from oauthlib.oauth2 import DeviceClient, OAuth2Error
from requests_oauthlib import OAuth2Session

from seawall.core.errors import AuthError, NotSentError
from seawall.core.message import Response
from seawall.core.redact import redact
from seawall.core.tokens import Token, is_sendable, token_from_answer
from seawall.runtime.oauth import BUSY, NO_ANSWER, OAuthEndpoints, endpoints_in, is_loopback, require_secure
from seawall.runtime.timing import Timing

__all__ = ["DevicePrompt", "device_login"]

_TIMEOUT_S = 30.0
_SLOW_DOWN_S = 5.0
_SHORTEST_INTERVAL_S = 1.0
_LONGEST_INTERVAL_S = 20.0
_PATIENCE_S = 60.0
_SERVER_FAULT = 500
_LONGEST_S = 3600.0
_NOTHING_GIVEN = "The server answered the login with no token. Start again."
_REFUSALS = {
    "access_denied": "The login was denied in the browser.",
    "expired_token": "The code was not confirmed in time.",
}


@frozen
class DevicePrompt:
    """What a person is shown: open `uri`, check that it shows `code`, confirm."""

    uri: str
    code: str
    expires_in_s: float


@frozen
class _Grant:
    device_code: str = field(repr=False)
    prompt: DevicePrompt
    interval_s: float


def device_login(
    issuer: str,
    client_id: str,
    *,
    show: Callable[[DevicePrompt], None],
    audience: str | None = None,
    scope: str = "openid profile email offline_access",
    timing: Timing | None = None,
) -> Token:
    """The token of the person who confirms the code that `show` is given.

    Waits until the code is confirmed, refused or expired. Raises AuthError where it comes to no login,
    NotSentError where the server can not be reached, ConfigError where `issuer` is not secure.
    """
    timing = timing or Timing()
    require_secure(issuer)
    # What it logs at DEBUG holds the tokens.
    logging.getLogger("requests_oauthlib").setLevel(logging.INFO)
    logging.getLogger("oauthlib").setLevel(logging.INFO)
    with _insecure_transport_on_loopback(issuer), OAuth2Session(client=DeviceClient(client_id)) as session:
        # On this machine there is no proxy between, and no .netrc to mix in.
        session.trust_env = not is_loopback(issuer)
        session.register_compliance_hook("access_token_response", _in_order)
        try:
            endpoints = _discover(session, issuer.rstrip("/"))
            grant = _ask(session, endpoints, client_id, scope, audience)
            show(grant.prompt)
            return _poll(session, issuer.rstrip("/"), endpoints, grant, timing)
        except (requests.RequestException, _OutOfOrderError) as error:
            raise NotSentError(
                f"the login server can not be reached ({type(error).__name__}). "
                "Check the base URL and the network."
            ) from error


@contextmanager
def _insecure_transport_on_loopback(issuer: str) -> Iterator[None]:
    """Oauthlib's own switch for http, on while a login to this very machine lasts."""
    name = "OAUTHLIB_INSECURE_TRANSPORT"
    before = os.environ.get(name)
    if not is_loopback(issuer) or before is not None:
        yield
        return
    os.environ[name] = "1"
    try:
        yield
    finally:
        del os.environ[name]


class _OutOfOrderError(Exception):
    """The token endpoint answers with a status that says nothing of the login."""


def _in_order(response: requests.Response) -> requests.Response:
    if response.status_code >= _SERVER_FAULT or (
        response.status_code in BUSY and b"error" not in response.content
    ):
        raise _OutOfOrderError
    return response


def _discover(session: OAuth2Session, issuer: str) -> OAuthEndpoints:
    answer = session.get(f"{issuer}/.well-known/openid-configuration", timeout=_TIMEOUT_S)
    return endpoints_in(Response(answer.status_code, body=answer.content), issuer)


def _ask(
    session: OAuth2Session, endpoints: OAuthEndpoints, client_id: str, scope: str, audience: str | None
) -> _Grant:
    if endpoints.device is None:
        raise AuthError("The server offers no login by device code. Use a token instead.")
    form = {"client_id": client_id, "scope": scope, **({"audience": audience} if audience else {})}
    answer = session.post(endpoints.device, data=form, timeout=_TIMEOUT_S)
    try:
        said = answer.json()
        return _Grant(
            said["device_code"],
            DevicePrompt(
                said.get("verification_uri_complete") or said["verification_uri"],
                said["user_code"],
                min(_LONGEST_S, float(said["expires_in"])),
            ),
            max(_SHORTEST_INTERVAL_S, float(said.get("interval", 5))),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise AuthError(
            f"The server gave no code to log in with (status {answer.status_code}). Check the client id."
        ) from error


def _poll(
    session: OAuth2Session, issuer: str, endpoints: OAuthEndpoints, grant: _Grant, timing: Timing
) -> Token:
    interval, end = grant.interval_s, timing.clock() + grant.prompt.expires_in_s
    patient_until = timing.clock() + _PATIENCE_S + interval
    while timing.clock() < end:
        timing.sleep(interval)
        asked_at = timing.wall()
        try:
            answer = session.fetch_token(
                endpoints.token, device_code=grant.device_code, include_client_id=True, timeout=_TIMEOUT_S
            )
        except (_OutOfOrderError, requests.ConnectionError, requests.Timeout):
            # The person may still confirm: ask on, less often (RFC 8628, section 3.5).
            if timing.clock() >= patient_until:
                raise
            interval = min(_LONGEST_INTERVAL_S, 2 * interval)
        except OAuth2Error as error:
            # The name decides, whatever the status: servers disagree on that.
            name = str(error.error or "no reason given")
            if name not in {"authorization_pending", "slow_down"}:
                reason = _REFUSALS.get(name, f"The server refused the login ({redact(name)}).")
                raise AuthError(f"{reason} Start again.") from error
            interval += _SLOW_DOWN_S if name == "slow_down" else 0.0
            patient_until = timing.clock() + _PATIENCE_S + interval
        except NO_ANSWER as error:
            raise AuthError(_NOTHING_GIVEN) from error
        else:
            if not is_sendable(answer.get("access_token")):
                raise AuthError(_NOTHING_GIVEN)
            return token_from_answer(dict(answer), asked_at, issuer=issuer)
    raise AuthError("The code was not confirmed in time. Start again.")
