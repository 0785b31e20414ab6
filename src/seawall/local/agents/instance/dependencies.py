"""Dependencies of the routes: the server, the caller, the caller's organization and the rate limits."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from attrs import frozen
from fastapi import Depends, Path, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import select

from seawall.local.agents.instance.agents_server import AgentsServer
from seawall.local.agents.instance.rate_limits import CallKind
from seawall.local.agents.store.tables import Access, User
from seawall.local.agents.wire.errors import ApiError
from seawall.local.serving.stored_json import MAX_INTEGER
from seawall.local.serving.user_tokens import token_hash

__all__ = ["Caller", "CallerDep", "Member", "MemberDep", "OrgId", "ServerDep", "check_member", "limited"]

_bearer = HTTPBearer(auto_error=False, scheme_name="Token", description="A token that begins with `sk-`.")
_NO_ACCESS = "You do not have access to this organization."

OrgId = Annotated[int, Path(ge=0, le=MAX_INTEGER, description="Id of the organization.")]


@frozen
class Caller:
    """User of the request's token."""

    user_id: int


@frozen
class Member:
    """User of the request's token, in the organization of the path."""

    user_id: int
    organization_id: int
    role: str


async def _server(request: Request) -> AgentsServer:  # async: FastAPI would run a plain function in a thread
    server = request.state.server
    assert isinstance(server, AgentsServer)
    return server


ServerDep = Annotated[AgentsServer, Depends(_server)]


def _authenticate(
    server: ServerDep, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> Caller:
    if given is None:
        raise ApiError(401, "Give a token: Authorization: Bearer sk-…")
    with server.database.read() as session:
        user_id = session.scalar(select(User.id).where(User.token_hash == token_hash(given.credentials)))
    if user_id is None:
        raise ApiError(401, "The token is not valid.")
    return Caller(user_id)


CallerDep = Annotated[Caller, Depends(_authenticate)]


def check_member(server: AgentsServer, caller: Caller, organization_id: int) -> Member:
    """The caller as a member of an organization. Raises ApiError 403 for another's organization."""
    with server.database.read() as session:
        access = session.get(Access, (caller.user_id, organization_id))
    if access is None:
        raise ApiError(403, _NO_ACCESS)
    return Member(caller.user_id, organization_id, access.role)


def _member(server: ServerDep, caller: CallerDep, org_id: OrgId) -> Member:
    return check_member(server, caller, org_id)


MemberDep = Annotated[Member, Depends(_member)]


def limited(kind: CallKind = CallKind.STANDARD) -> Callable[[AgentsServer, Caller], Awaitable[None]]:
    """Make the dependency that counts a call of this kind. It raises ApiError 429 above the limit."""

    async def count(server: ServerDep, caller: CallerDep) -> None:
        wait_s = server.rate_limits.acquire(caller.user_id, kind)
        if wait_s is not None:
            raise ApiError(429, "Rate limit exceeded. Please try again later.", retry_after_s=wait_s)

    return count
