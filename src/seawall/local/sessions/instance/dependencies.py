"""Dependencies of the routes: the server and the caller."""

from typing import Annotated

from attrs import frozen
from fastapi import Depends, Request, Security
from fastapi.security import HTTPBearer

from seawall.local.sessions.instance.sessions_server import SessionsServer
from seawall.local.sessions.wire.errors import ApiError

__all__ = ["Caller", "CallerDep", "ServerDep"]

_bearer = HTTPBearer(auto_error=False, scheme_name="Token", description="An access token.")


@frozen
class Caller:
    """The user of a request."""

    user: str


# These are async: FastAPI would run a plain function in a thread.
async def _server(request: Request) -> SessionsServer:
    server = request.state.server
    assert isinstance(server, SessionsServer)
    return server


ServerDep = Annotated[SessionsServer, Depends(_server)]


async def _caller(
    request: Request, server: ServerDep, _given: Annotated[object, Security(_bearer)]
) -> Caller:
    user = server.identity.callers.user_of(request)
    if user is None:
        raise ApiError(401, "unauthorized: give a valid token or certificate")
    request.state.user = user  # the answer names the user in a header
    if user in server.refused_users:
        raise ApiError(403, server.refused_users[user])
    return Caller(user)


CallerDep = Annotated[Caller, Depends(_caller)]
