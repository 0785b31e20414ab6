"""Logging in by a code that a person confirms on any device: the device flow (RFC 8628)."""

import json
import math
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from attrs import field, frozen
from oauthlib.oauth2 import DeviceClient

from seawall.core.authorization import login_refusal
from seawall.core.errors import AuthError, ConfigError, NotSentError
from seawall.core.message import Response
from seawall.core.secret import Secret
from seawall.core.tokens import Token
from seawall.runtime.login.session import DEFAULT_SCOPE, LoginSession, RefusedError, login_session
from seawall.runtime.oauth import NO_ANSWER, require_secure
from seawall.runtime.timing import Timing

__all__ = ["DevicePrompt", "device_login"]

_USUAL_INTERVAL_S = 5.0
_SLOW_DOWN_S = 5.0
_SHORTEST_INTERVAL_S = 1.0
_LONGEST_BACKOFF_S = 20.0
_PATIENCE_S = 60.0
_LONGEST_S = 3600.0


@frozen
class DevicePrompt:
    """What a person is shown: open `uri`, check that it shows `code`, confirm.

    `uri` holds the code already where the server can do that. Neither stands in the repr: whoever knows the
    code can confirm it for another login.
    """

    uri: str = field(repr=False)
    code: str = field(repr=False)
    expires_in_s: float


@frozen
class _Grant:
    device_code: Secret = field(repr=False)
    prompt: DevicePrompt
    interval_s: float


def device_login(
    issuer: str,
    client_id: str,
    *,
    show: Callable[[DevicePrompt], None],
    audience: str | None = None,
    scope: str = DEFAULT_SCOPE,
    timing: Timing | None = None,
) -> Token:
    """The token of the person who confirms the code that `show` is given (RFC 8628).

    Waits until the code is confirmed, refused or expired. Raises LoginDeniedError, LoginExpiredError,
    AuthError where it comes to no login for another reason, NotSentError where the server can not be reached,
    ConfigError where `issuer` is not secure.
    """
    timing = timing or Timing()
    with login_session(issuer, DeviceClient(client_id), timing) as session:
        endpoints = session.endpoints()
        if endpoints.device is None:
            raise AuthError("The server offers no login by device code. Log in in a browser.")
        form = {"client_id": client_id, "scope": scope, **({"audience": audience} if audience else {})}
        grant = _grant_in(session.asked(endpoints.device, form))
        show(grant.prompt)
        return _poll(session, endpoints.token, grant, timing)


def _grant_in(answer: Response) -> _Grant:
    """The codes in a device authorization response (RFC 8628, section 3.2)."""
    try:
        return _granted(json.loads(answer.body))
    except (*NO_ANSWER, KeyError, ConfigError):
        status = answer.status
        del answer
        # Without the cause: its text and its frames hold what the server sent, codes among it.
        raise AuthError(
            f"The server gave no code to log in with (status {status}). Check the client id."
        ) from None


def _granted(said: Any) -> _Grant:
    uri = _text(said.get("verification_uri_complete") or said["verification_uri"])
    require_secure(uri)
    if not urlsplit(uri).hostname:
        raise ValueError
    return _Grant(
        Secret(_text(said["device_code"])),
        DevicePrompt(uri, _text(said["user_code"]), min(_LONGEST_S, _seconds(said["expires_in"]))),
        max(_SHORTEST_INTERVAL_S, _seconds(said.get("interval", _USUAL_INTERVAL_S))),
    )


def _text(value: object) -> str:
    """`value`, if it is text that a terminal can show."""
    if not (isinstance(value, str) and value and value.isprintable()):
        raise TypeError
    return value


def _seconds(value: Any) -> float:
    seconds = float(value)
    if not math.isfinite(seconds):
        raise ValueError
    return seconds


def _poll(session: LoginSession, url: str, grant: _Grant, timing: Timing) -> Token:
    interval, end = grant.interval_s, timing.clock() + grant.prompt.expires_in_s
    patient_until = timing.clock() + _PATIENCE_S + interval
    while timing.clock() < end:
        timing.sleep(min(interval, max(0.0, end - timing.clock())))
        try:
            return session.token(url, device_code=grant.device_code)
        except NotSentError:
            # The person may still confirm: ask on, less often (RFC 8628, section 3.5).
            if timing.clock() >= patient_until:
                raise
            interval = max(interval, min(_LONGEST_BACKOFF_S, 2 * interval))
        except RefusedError as error:
            # The name decides, whatever the status: servers disagree on that.
            name = str(error)
            if name not in {"authorization_pending", "slow_down"}:
                raise login_refusal(name) from error
            interval += _SLOW_DOWN_S if name == "slow_down" else 0.0
            patient_until = timing.clock() + _PATIENCE_S + interval
    raise login_refusal("expired_token")
