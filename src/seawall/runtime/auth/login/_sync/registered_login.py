# DO NOT EDIT. Derived from ../_async/registered_login.py by "python -m seawall.codegen.derive".
"""Login by device code with a client that is registered for the login (RFC 7591, RFC 8628)."""

from seawall.core.auth.tokens import Token
from seawall.core.errors import AuthError
from seawall.core.redaction.secret import Secret
from seawall.runtime.auth.login._sync.device import confirmed_token
from seawall.runtime.auth.login._sync.login_server import LoginServer, read_object
from seawall.runtime.auth.login.oauth_session import DEFAULT_SCOPE
from seawall.runtime.auth.login.prompts import DevicePrompt
from seawall.runtime.auth.oauth import OAuthEndpoints
from seawall.runtime.auth.registered_client import RegisteredClient, RegisteredLogin
from seawall.runtime.concurrency._sync.clock import Clock, SystemClock
from seawall.runtime.concurrency.threads import Callback, checked_callback
from seawall.runtime.http._sync.protocols import Transport

__all__ = ["registered_login"]

_FIRST_ERROR = 400


def registered_login(
    issuer: str,
    client_name: str,
    *,
    transport: Transport,
    show: Callback[DevicePrompt],
    scope: str = DEFAULT_SCOPE,
    server_timeout_s: float = 30.0,
    clock: Clock | None = None,
) -> RegisteredLogin:
    """Register a client `client_name` at `issuer`, and log in with a code; see `device_login`.

    Raises AuthError if the server registers no client, and as `device_login` does.
    """
    checked_callback(show, "show")
    clock = clock or SystemClock()
    anonymous = LoginServer(transport, issuer, client_name, timeout_s=server_timeout_s, clock=clock)
    endpoints = anonymous.endpoints()
    if endpoints.registration is None:
        raise AuthError("The login server registers no clients. Log in with a client id.")
    response = anonymous.post_json(endpoints.registration, RegisteredClient.request(client_name, scope))
    fields = read_object(response.body) if response.status < _FIRST_ERROR else None
    client = RegisteredClient.from_response(fields, response.status)
    server = LoginServer(
        transport,
        issuer,
        client.client_id,
        client_secret=client.client_secret,
        timeout_s=server_timeout_s,
        clock=clock,
    )
    token = confirmed_token(
        server, endpoints, client.client_id, show=show, audience=None, scope=scope, clock=clock
    )
    user = _user(server, endpoints, token)
    return RegisteredLogin(token=token, client=client, endpoints=endpoints, user=user)


def _user(server: LoginServer, endpoints: OAuthEndpoints, token: Token) -> str | None:
    if endpoints.userinfo is None:
        return None
    claims = server.user_info(endpoints.userinfo, Secret(token.access_token))
    name = claims.get("preferred_username") or claims.get("sub")
    return name if isinstance(name, str) else None
