"""Dependencies of the routes: the platform, the caller, and the caller's access to a run."""

from typing import Annotated
from uuid import UUID

from attrs import frozen
from fastapi import Depends, HTTPException, Request
from fastapi.security import OAuth2AuthorizationCodeBearer
from sqlalchemy.orm import Session

from seawall.local.oauth.access_tokens import InvalidAccessTokenError
from seawall.local.platform.instance.platform import Platform
from seawall.local.platform.store.tables import Run, User

__all__ = ["Caller", "CallerDep", "PlatformDep", "base_url", "load_run"]

_bearer = OAuth2AuthorizationCodeBearer(authorizationUrl="/authorize", tokenUrl="/oauth/token")


@frozen
class Caller:
    """User of the request's access token."""

    user_id: str
    organization_id: str


async def _platform(request: Request) -> Platform:  # async: FastAPI would run a plain function in a thread
    platform = request.app.state.platform
    assert isinstance(platform, Platform)
    return platform


PlatformDep = Annotated[Platform, Depends(_platform)]


def base_url(request: Request, platform: Platform) -> str:
    """Return scheme://host:port of this server for its clients."""
    return platform.settings.public_url or str(request.base_url).rstrip("/")


def _authenticate(request: Request, platform: PlatformDep, token: Annotated[str, Depends(_bearer)]) -> Caller:
    try:
        user_id = platform.oauth.access_tokens.verify(
            token, issuer=f"{base_url(request, platform)}/", now=platform.clock()
        )
    except InvalidAccessTokenError as error:
        raise _unauthorized() from error
    with platform.database.read() as session:
        user = session.get(User, user_id)
    if user is None:
        raise _unauthorized()
    return Caller(user.user_id, user.organization_id)


def _unauthorized() -> HTTPException:
    return HTTPException(
        401,
        "The access token is invalid or has expired. Log in again.",
        headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
    )


CallerDep = Annotated[Caller, Depends(_authenticate)]


def load_run(session: Session, caller: Caller, run_id: UUID) -> Run:
    """Load a run of the caller. Raises HTTPException 404 if unknown, 403 if it belongs to another user."""
    run = session.get(Run, run_id)
    if run is None:
        raise HTTPException(404, "Run not found")
    if run.submitted_by != caller.user_id:
        raise HTTPException(403, "You have no access to this run")
    return run
