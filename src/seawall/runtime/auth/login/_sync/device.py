# DO NOT EDIT. Derived from ../_async/device.py by "python -m seawall.codegen.derive".
"""Logging in by a code that a person confirms on any device: the device flow (RFC 8628)."""

from collections.abc import Callable

from oauthlib.oauth2 import DeviceClient

from seawall.core.auth.authorization_response import login_refusal
from seawall.core.auth.tokens import Token
from seawall.core.errors import AuthError, NotSentError
from seawall.runtime.auth.login._sync.login_client import Conversation
from seawall.runtime.auth.login.device_authorization import DeviceGrant, device_grant_in
from seawall.runtime.auth.login.oauth_session import DEFAULT_SCOPE, RefusedError, login_session
from seawall.runtime.auth.login.prompts import DevicePrompt
from seawall.runtime.concurrency._sync.clock import Clock, SystemClock

__all__ = ["device_login"]

_SLOW_DOWN_S = 5.0
_LONGEST_BACKOFF_S = 20.0
_PATIENCE_S = 60.0


def device_login(
    issuer: str,
    client_id: str,
    *,
    show: Callable[[DevicePrompt], None],
    audience: str | None = None,
    scope: str = DEFAULT_SCOPE,
    server_timeout_s: float = 30.0,
    clock: Clock | None = None,
) -> Token:
    """The token of the person who confirms the code that `show` is given (RFC 8628).

    Waits until the code is confirmed, refused or expired; the server gets `server_timeout_s` seconds each
    time that it is asked. Raises LoginDeniedError, LoginExpiredError, AuthError where it comes to no login
    for another reason, NotSentError where the server can not be reached, ConfigError where `issuer` is not
    secure.
    """
    clock = clock or SystemClock()
    with login_session(issuer, DeviceClient(client_id), clock.wall) as session:
        server = Conversation(session, server_timeout_s)
        endpoints = server.endpoints()
        if endpoints.device is None:
            raise AuthError("The server offers no login by device code. Log in in a browser.")
        form = {"client_id": client_id, "scope": scope, **({"audience": audience} if audience else {})}
        grant = device_grant_in(server.asked(endpoints.device, form))
        show(grant.prompt)
        return _poll(server, endpoints.token, grant, clock)


def _poll(server: Conversation, url: str, grant: DeviceGrant, clock: Clock) -> Token:
    interval, end = grant.interval_s, clock.monotonic() + grant.prompt.expires_in_s
    patient_until = clock.monotonic() + _PATIENCE_S + interval
    while clock.monotonic() < end:
        clock.sleep(min(interval, max(0.0, end - clock.monotonic())))
        try:
            return server.token(url, device_code=grant.device_code)
        except NotSentError:
            # The person may still confirm: ask on, less often (RFC 8628, section 3.5).
            if clock.monotonic() >= patient_until:
                raise
            interval = max(interval, min(_LONGEST_BACKOFF_S, 2 * interval))
        except RefusedError as error:
            # The name decides, whatever the status: servers disagree on that.
            name = str(error)
            if name not in {"authorization_pending", "slow_down"}:
                raise login_refusal(name) from error
            interval += _SLOW_DOWN_S if name == "slow_down" else 0.0
            patient_until = clock.monotonic() + _PATIENCE_S + interval
    raise login_refusal("expired_token")
