# DO NOT EDIT. Derived from ../_async/device.py by "python -m seawall.codegen.derive".
"""Login with a code that the user confirms on any device: the device flow (RFC 8628)."""

from seawall.core.auth.authorization_response import login_error
from seawall.core.auth.tokens import Token
from seawall.core.errors import AuthError, TransportError
from seawall.runtime.auth.login._sync.login_server import LoginServer, RefusedError
from seawall.runtime.auth.login.device_authorization import DeviceAuthorization, parse_device_authorization
from seawall.runtime.auth.login.oauth_session import DEFAULT_SCOPE, device_code_request
from seawall.runtime.auth.login.prompts import DevicePrompt
from seawall.runtime.auth.oauth import OAuthEndpoints
from seawall.runtime.concurrency._sync.clock import Clock, SystemClock
from seawall.runtime.concurrency.threads import Callback, call, checked_callback
from seawall.runtime.http._sync.protocols import Transport

__all__ = ["confirmed_token", "device_login"]

_SLOW_DOWN_S = 5.0
_MAX_BACKOFF_S = 20.0
_MAX_OUTAGE_S = 60.0


def device_login(
    issuer: str,
    client_id: str,
    *,
    transport: Transport,
    show: Callback[DevicePrompt],
    audience: str | None = None,
    scope: str = DEFAULT_SCOPE,
    server_timeout_s: float = 30.0,
    clock: Clock | None = None,
) -> Token:
    """Log in with a code; `show` receives the code and the address to confirm it at.

    Polls over `transport` until the user confirms or denies the code or it expires, and waits as long as a
    Retry-After of the server says. Each request takes `server_timeout_s` seconds at most. The transport stays
    open. Raises LoginDeniedError, LoginExpiredError, AuthError if the login fails for another reason,
    TransportError if the server does not respond, ConfigError if `issuer` is neither https nor on this
    machine.
    """
    checked_callback(show, "show")
    clock = clock or SystemClock()
    server = LoginServer(transport, issuer, client_id, timeout_s=server_timeout_s, clock=clock)
    endpoints = server.endpoints()
    return confirmed_token(
        server, endpoints, client_id, show=show, audience=audience, scope=scope, clock=clock
    )


def confirmed_token(
    server: LoginServer,
    endpoints: OAuthEndpoints,
    client_id: str,
    *,
    show: Callback[DevicePrompt],
    audience: str | None,
    scope: str,
    clock: Clock,
) -> Token:
    """Get a code of `server`, show it, and poll for the token; raises as `device_login` does."""
    if endpoints.device is None:
        raise AuthError("The server offers no login by device code. Log in in a browser.")
    form = {"client_id": client_id, "scope": scope, **({"audience": audience} if audience else {})}
    authorization = parse_device_authorization(server.post(endpoints.device, form))
    call("show", show, authorization.prompt)
    return _poll(server, client_id, endpoints.token, authorization, clock)


def _poll(
    server: LoginServer,
    client_id: str,
    url: str,
    authorization: DeviceAuthorization,
    clock: Clock,
) -> Token:
    code, interval_s = authorization.device_code, authorization.interval_s
    expires_at = clock.monotonic() + authorization.prompt.expires_in_s
    outage_ends_at = clock.monotonic() + _MAX_OUTAGE_S + interval_s
    while (remaining_s := expires_at - clock.monotonic()) > 0:
        clock.sleep(min(max(interval_s, server.retry_after_s), remaining_s))
        try:
            return server.token(device_code_request(client_id, url, device_code=code), hidden=[code])
        except TransportError:
            # The user may still confirm, so polling continues at a lower rate (RFC 8628, section 3.5).
            if clock.monotonic() >= outage_ends_at:
                raise
            interval_s = max(interval_s, min(_MAX_BACKOFF_S, 2 * interval_s))
        except RefusedError as error:
            name = str(error)
            if name not in {"authorization_pending", "slow_down"}:
                raise login_error(name) from error
            interval_s += _SLOW_DOWN_S if name == "slow_down" else 0.0
            outage_ends_at = clock.monotonic() + _MAX_OUTAGE_S + interval_s
    raise login_error("expired_token")
