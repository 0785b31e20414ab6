"""Share tokens: create, list, read, revoke."""

from typing import Annotated
from uuid import UUID

from fastapi import HTTPException, Path, Query
from sqlalchemy import select
from sqlalchemy.orm import Session

from seawall.local.oauth.opaque import hash_opaque, new_opaque
from seawall.local.platform.access.permissions import Caller, is_granted
from seawall.local.platform.api.listing import PageNumber, PageSize, apply_sort, paginate, without_index
from seawall.local.platform.api.routes.parameters import NO_JSON, Responses, Sort, sort_description
from seawall.local.platform.api.routes.resource_router import resource_router
from seawall.local.platform.instance.dependencies import CallerDep, PlatformDep
from seawall.local.platform.store.states import SubjectType
from seawall.local.platform.store.tables import AccessGrant, ShareToken
from seawall.local.platform.wire.access import (
    ShareTokenCreateRequest,
    ShareTokenCreateResponse,
    ShareTokenReadResponse,
)
from seawall.local.serving.validation_errors import invalid_body_error

__all__ = ["create_share_token", "get_share_token", "list_share_tokens", "revoke_share_token", "router"]

router = resource_router()

SORT_COLUMNS = {
    "share_token_id": ShareToken.share_token_id,
    "created_at": ShareToken.created_at,
    "expires_at": ShareToken.expires_at,
    "revoked": ShareToken.revoked,
}
_ERRORS: Responses = {
    403: {"description": "The caller has no access"},
    404: {"description": "No such share token"},
}
_Id = Annotated[UUID, Path(description="Id of the share token.")]


@router.post("/access/share-tokens", status_code=201, responses=NO_JSON)
def create_share_token(
    caller: CallerDep, platform: PlatformDep, request: ShareTokenCreateRequest
) -> ShareTokenCreateResponse:
    """Create a share token. Only this response has its secret.

    It gives no access until `POST /v1/access/grants` grants it some.
    """
    now, expires_at = platform.clock(), request.expires_at
    if expires_at is not None and expires_at <= now:
        raise invalid_body_error("must be in the future", "expires_at")
    secret = new_opaque()
    token = ShareToken(
        token_hash=hash_opaque(secret),
        created_by=caller.user_id,
        organization_id=caller.organization_id,
        created_at=now,
        expires_at=expires_at,
    )
    with platform.replica.write() as session:
        session.add(token)
    return ShareTokenCreateResponse(share_token=secret, **_response(token).model_dump())


@router.get("/access/share-tokens")
def list_share_tokens(
    *,
    caller: CallerDep,
    platform: PlatformDep,
    run_id: Annotated[UUID | None, Query(description="Only tokens with a grant on this run.")] = None,
    created_by: Annotated[str | None, Query(description="Only tokens that this user created.")] = None,
    revoked: Annotated[bool | None, Query(description="Only tokens that are, or are not, revoked.")] = None,
    page: PageNumber = 1,
    page_size: PageSize = 50,
    sort: Annotated[Sort, Query(description=sort_description(tuple(SORT_COLUMNS)))] = None,
) -> list[ShareTokenReadResponse]:
    """List the caller's share tokens in pages, by default newest first."""
    # A run has few tokens: they are searched by their ids, then sorted.
    owner = ShareToken.created_by if run_id is None else without_index(ShareToken.created_by)
    query = select(ShareToken).where(owner == caller.user_id)
    if created_by is not None:
        query = query.where(ShareToken.created_by == created_by)
    if revoked is not None:
        query = query.where(ShareToken.revoked.is_(revoked))
    newest_first = (ShareToken.created_at.desc(), ShareToken.share_token_id)
    query = apply_sort(query, sort, SORT_COLUMNS, then=newest_first)
    with platform.replica.read() as session:
        if run_id is not None:
            query = query.where(ShareToken.share_token_id.in_(_granted(session, run_id)))
        return [_response(token) for token in session.scalars(paginate(query, page, page_size))]


def _granted(session: Session, run_id: UUID) -> list[UUID]:
    """The ids of the share tokens that have access to a run."""
    query = select(AccessGrant.subject_id).where(
        AccessGrant.resource_id == run_id,
        AccessGrant.subject_type == SubjectType.SHARE_TOKEN,
        AccessGrant.revoked.is_(False),
    )
    return [UUID(subject_id) for subject_id in session.scalars(query)]


@router.get("/access/share-tokens/{share_token_id}", responses=_ERRORS)
def get_share_token(caller: CallerDep, platform: PlatformDep, share_token_id: _Id) -> ShareTokenReadResponse:
    """Return a share token, without its secret."""
    with platform.replica.read() as session:
        token = _load(session, share_token_id)
        if not _is_own(token, caller) and not is_granted(session, caller, share_token_id):
            raise HTTPException(403, "You have no access to this share token")
        return _response(token)


@router.delete(
    "/access/share-tokens/{share_token_id}",
    responses={**_ERRORS, 409: {"description": "The share token is revoked already"}},
)
def revoke_share_token(
    caller: CallerDep, platform: PlatformDep, share_token_id: _Id
) -> ShareTokenReadResponse:
    """Revoke a share token: from now on it gives no access, whatever is granted to it."""
    with platform.replica.write() as session:
        token = _load(session, share_token_id)
        if not _is_own(token, caller):
            raise HTTPException(403, "You may not revoke this share token")
        if token.revoked:
            raise HTTPException(409, "The share token is revoked already")
        token.revoked = True
        return _response(token)


def _load(session: Session, share_token_id: UUID) -> ShareToken:
    token = session.get(ShareToken, share_token_id)
    if token is None:
        raise HTTPException(404, "Share token not found")
    return token


def _is_own(token: ShareToken, caller: Caller) -> bool:
    return token.created_by == caller.user_id


def _response(token: ShareToken) -> ShareTokenReadResponse:
    return ShareTokenReadResponse(
        share_token_id=token.share_token_id,
        created_at=token.created_at,
        expires_at=token.expires_at,
        revoked=token.revoked,
    )
