"""Dependencies of the routes: the platform, the caller, and the caller's access to a run."""

from collections.abc import Sequence
from typing import Annotated, TypeVar
from uuid import UUID

from attrs import evolve
from fastapi import Depends, HTTPException, Query, Request
from fastapi.security import OAuth2AuthorizationCodeBearer
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from seawall.local.oauth.access_tokens import InvalidAccessTokenError
from seawall.local.platform.access.permissions import Caller, may_change, may_read_run, valid_share_token
from seawall.local.platform.instance.platform import Platform
from seawall.local.platform.store.tables import InputArtifact, Item, OutputArtifact, Run

__all__ = [
    "SECOND_ISSUER_PATH",
    "CallerDep",
    "PlatformDep",
    "ReaderDep",
    "base_url",
    "changeable_run",
    "issuers",
    "load_caller",
    "readable_artifact",
    "readable_run",
]

SECOND_ISSUER_PATH = "/oauth"
"""The path of the second issuer: for clients that take the URL of the server and `/oauth` for the issuer."""

_Artifact = TypeVar("_Artifact", InputArtifact, OutputArtifact)


async def _platform(request: Request) -> Platform:  # async: FastAPI would run a plain function in a thread
    return _platform_of(request)


def _platform_of(request: Request) -> Platform:
    platform = request.app.state.platform
    assert isinstance(platform, Platform)
    return platform


PlatformDep = Annotated[Platform, Depends(_platform)]


def base_url(request: Request, platform: Platform) -> str:
    """Return scheme://host:port of this server for its clients."""
    return platform.settings.public_url or str(request.base_url).rstrip("/")


def issuers(request: Request, platform: Platform) -> Sequence[str]:
    """Return the issuers whose access tokens this server accepts: its own two."""
    base = base_url(request, platform)
    return [f"{base}/", f"{base}{SECOND_ISSUER_PATH}"]


class _Authentication(OAuth2AuthorizationCodeBearer):
    """The caller by the access token. One dependency without others: FastAPI takes 0.1 ms for each."""

    async def __call__(self, request: Request) -> Caller:  # type: ignore[override]
        token = await super().__call__(request)
        assert token is not None  # auto_error: a request without one has been refused
        platform = _platform_of(request)
        try:
            user_id = platform.oauth.verified(token, issuers=issuers(request, platform)).user_id
        except InvalidAccessTokenError as error:
            raise _unauthorized() from error
        caller = load_caller(platform, user_id)
        if caller is None:
            raise _unauthorized()
        return caller


_authentication = _Authentication(
    authorizationUrl="/authorize",
    tokenUrl="/oauth/token",
    scheme_name=OAuth2AuthorizationCodeBearer.__name__,
)


def load_caller(platform: Platform, user_id: str) -> Caller | None:
    """Return the caller with this id; None if there is no such user."""
    account = platform.accounts.get(user_id)
    if account is None:
        return None
    return Caller(user_id, account.organization.organization_id, is_admin=platform.is_admin(user_id))


def _unauthorized() -> HTTPException:
    return HTTPException(
        401,
        "The access token is invalid or has expired. Log in again.",
        headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
    )


CallerDep = Annotated[Caller, Depends(_authentication)]


async def _with_share_token(
    caller: CallerDep,
    platform: PlatformDep,
    share_token: Annotated[
        str | None, Query(description="Gives access to what was shared with this token.")
    ] = None,
) -> Caller:
    if share_token is None:
        return caller
    return evolve(caller, share_token_id=await run_in_threadpool(_share_token_id, platform, share_token))


def _share_token_id(platform: Platform, share_token: str) -> UUID | None:
    with platform.database.read() as session:
        return valid_share_token(session, share_token, platform.clock())


ReaderDep = Annotated[Caller, Depends(_with_share_token)]
"""The caller with the share token of the request, for routes that take one."""


def readable_run(session: Session, caller: Caller, run_id: UUID, *parts: UUID) -> Run:
    """Load a run for reading it, or its item or artifact with the ids `parts`.

    Raises HTTPException 404 if the run is unknown, 403 if the caller has no access.
    """
    run = _run(session, run_id)
    if not may_read_run(session, caller, run, *parts):
        raise HTTPException(403, "You have no access to this run")
    return run


def readable_artifact(
    session: Session, caller: Caller, run_id: UUID, kind: type[_Artifact], artifact_id: UUID
) -> _Artifact | None:
    """Load an artifact of a run for reading it; None if the run has none with this id.

    Raises HTTPException 404 if the run is unknown, 403 if the caller has no access.
    """
    query = select(kind).join(Item, Item.item_id == kind.item_id).where(Item.run_id == run_id)
    artifact = session.scalars(query.where(inspect(kind).primary_key[0] == artifact_id)).one_or_none()
    readable_run(session, caller, run_id, artifact_id, *([artifact.item_id] if artifact else []))
    return artifact


def changeable_run(session: Session, caller: Caller, run_id: UUID) -> Run:
    """Load a run for changing it. Raises HTTPException 404 if it is unknown, 403 if the caller may not."""
    run = _run(session, run_id)
    if not may_change(caller, run):
        raise HTTPException(403, "You may not change this run")
    return run


def _run(session: Session, run_id: UUID) -> Run:
    run = session.get(Run, run_id)
    if run is None:
        raise HTTPException(404, "Run not found")
    return run
