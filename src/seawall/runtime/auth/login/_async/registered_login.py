"""Login by device code with a client that is registered for the login (RFC 7591, RFC 8628)."""

from seawall.core.auth.tokens import Token
from seawall.core.errors import AuthError
from seawall.core.redaction.secret import Secret
from seawall.runtime.auth.login._async.device import async_confirmed_token
from seawall.runtime.auth.login._async.login_server import AsyncLoginServer, read_object
from seawall.runtime.auth.login.oauth_session import DEFAULT_SCOPE
from seawall.runtime.auth.login.prompts import DevicePrompt
from seawall.runtime.auth.oauth import OAuthEndpoints
from seawall.runtime.auth.registered_client import RegisteredClient, RegisteredLogin
from seawall.runtime.concurrency._async.clock import AsyncClock, AsyncSystemClock
from seawall.runtime.concurrency.tasks import AsyncCallback, async_checked_callback
from seawall.runtime.http._async.protocols import AsyncTransport

__all__ = ["async_registered_login"]

_FIRST_ERROR = 400


async def async_registered_login(
    issuer: str,
    client_name: str,
    *,
    transport: AsyncTransport,
    show: AsyncCallback[DevicePrompt],
    scope: str = DEFAULT_SCOPE,
    server_timeout_s: float = 30.0,
    clock: AsyncClock | None = None,
) -> RegisteredLogin:
    """Register a client `client_name` at `issuer`, and log in with a code; see `async_device_login`.

    Raises AuthError if the server registers no client, and as `async_device_login` does.
    """
    async_checked_callback(show, "show")
    clock = clock or AsyncSystemClock()
    anonymous = AsyncLoginServer(transport, issuer, client_name, timeout_s=server_timeout_s, clock=clock)
    endpoints = await anonymous.endpoints()
    if endpoints.registration is None:
        raise AuthError("The login server registers no clients. Log in with a client id.")
    response = await anonymous.post_json(endpoints.registration, RegisteredClient.request(client_name, scope))
    fields = read_object(response.body) if response.status < _FIRST_ERROR else None
    client = RegisteredClient.from_response(fields, response.status)
    server = AsyncLoginServer(
        transport,
        issuer,
        client.client_id,
        client_secret=client.client_secret,
        timeout_s=server_timeout_s,
        clock=clock,
    )
    token = await async_confirmed_token(
        server, endpoints, client.client_id, show=show, audience=None, scope=scope, clock=clock
    )
    user = await _user(server, endpoints, token)
    return RegisteredLogin(token=token, client=client, endpoints=endpoints, user=user)


async def _user(server: AsyncLoginServer, endpoints: OAuthEndpoints, token: Token) -> str | None:
    if endpoints.userinfo is None:
        return None
    claims = await server.user_info(endpoints.userinfo, Secret(token.access_token))
    name = claims.get("preferred_username") or claims.get("sub")
    return name if isinstance(name, str) else None
