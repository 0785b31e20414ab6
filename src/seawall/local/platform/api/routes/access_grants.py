"""Access grants: create, list, read, revoke."""

from typing import Annotated
from uuid import UUID

from fastapi import HTTPException, Path, Query
from sqlalchemy import select
from sqlalchemy.orm import Session

from seawall.local.platform.access.grants import (
    UnknownResourceError,
    UnknownSubjectError,
    new_grant,
    owned_resource,
    subject_id_of,
)
from seawall.local.platform.access.permissions import may_change
from seawall.local.platform.api.listing import PageNumber, PageSize, apply_sort, paginate, without_index
from seawall.local.platform.api.routes.parameters import NO_JSON, Responses, Sort, sort_description
from seawall.local.platform.api.routes.resource_router import resource_router
from seawall.local.platform.instance.dependencies import CallerDep, PlatformDep
from seawall.local.platform.store.states import GrantRelation, ResourceType, SubjectType
from seawall.local.platform.store.tables import AccessGrant
from seawall.local.platform.wire.access import GrantCreateRequest, GrantReadResponse
from seawall.local.serving.validation_errors import invalid_body_error

__all__ = ["create_grant", "get_grant", "list_grants", "revoke_grant", "router"]

router = resource_router()

SORT_COLUMNS = {
    "grant_id": AccessGrant.grant_id,
    "resource_type": AccessGrant.resource_type,
    "resource_id": AccessGrant.resource_id,
    "subject_type": AccessGrant.subject_type,
    "subject_id": AccessGrant.subject_id,
    "relation": AccessGrant.relation,
    "created_by": AccessGrant.created_by,
    "created_at": AccessGrant.created_at,
    "revoked": AccessGrant.revoked,
}
_ERRORS: Responses = {403: {"description": "The caller has no access"}, 404: {"description": "No such grant"}}
_Id = Annotated[UUID, Path(description="Id of the grant.")]


@router.post(
    "/access/grants",
    status_code=201,
    responses={
        **NO_JSON,
        403: {"description": "The caller may not share this resource"},
        404: {"description": "No such resource or subject"},
    },
)
def create_grant(caller: CallerDep, platform: PlatformDep, request: GrantCreateRequest) -> GrantReadResponse:
    """Give a user, an organization or a share token read access to a resource.

    If the same grant exists already and is not revoked, it is returned.
    """
    if request.relation is not GrantRelation.VIEWER:
        raise invalid_body_error("only `viewer` can be granted", "relation")
    with platform.replica.write() as session:
        try:
            resource = owned_resource(session, request.resource_type, request.resource_id)
            if not may_change(caller, resource):
                raise HTTPException(403, "You may not share this resource")
            subject_id = subject_id_of(session, request)
        except UnknownResourceError as error:
            raise HTTPException(404, "Resource not found") from error
        except UnknownSubjectError as error:
            raise HTTPException(404, "Subject not found") from error
        except ValueError as error:
            raise invalid_body_error(str(error), "subject_id") from error
        grant = new_grant(
            session, request, caller=caller, resource=resource, subject_id=subject_id, now=platform.clock()
        )
        return _response(grant)


@router.get("/access/grants")
def list_grants(
    *,
    caller: CallerDep,
    platform: PlatformDep,
    resource_type: Annotated[
        ResourceType | None, Query(description="Only grants on resources of this kind.")
    ] = None,
    resource_id: Annotated[UUID | None, Query(description="Only grants on this resource.")] = None,
    subject_type: Annotated[
        SubjectType | None, Query(description="Only grants to subjects of this kind.")
    ] = None,
    subject_id: Annotated[str | None, Query(description="Only grants to this subject.")] = None,
    relation: Annotated[
        list[GrantRelation] | None, Query(description="Only grants of these relations.")
    ] = None,
    revoked: Annotated[bool | None, Query(description="Only grants that are, or are not, revoked.")] = None,
    page: PageNumber = 1,
    page_size: PageSize = 50,
    sort: Annotated[Sort, Query(description=sort_description(tuple(SORT_COLUMNS)))] = None,
) -> list[GrantReadResponse]:
    """List the grants on the caller's resources in pages, by default newest first.

    An admin gets the grants on all resources of the organization.
    """
    # The own resources of an admin are among those of the organization.
    owner, owner_id = (
        (AccessGrant.organization_id, caller.organization_id)
        if caller.is_admin
        else (AccessGrant.owner_id, caller.user_id)
    )
    filters = {
        AccessGrant.resource_type: resource_type,
        AccessGrant.resource_id: resource_id,
        AccessGrant.subject_type: subject_type,
        AccessGrant.subject_id: subject_id,
        AccessGrant.revoked: revoked,
    }
    # A resource has few grants: they are searched by its id, then sorted.
    query = select(AccessGrant).where((owner if resource_id is None else without_index(owner)) == owner_id)
    query = query.where(*(column == value for column, value in filters.items() if value is not None))
    if relation is not None:
        query = query.where(AccessGrant.relation.in_(relation))
    newest_first = (AccessGrant.created_at.desc(), AccessGrant.grant_id)
    query = apply_sort(query, sort, SORT_COLUMNS, then=newest_first)
    with platform.replica.read() as session:
        return [_response(grant) for grant in session.scalars(paginate(query, page, page_size))]


@router.get("/access/grants/{grant_id}", responses=_ERRORS)
def get_grant(caller: CallerDep, platform: PlatformDep, grant_id: _Id) -> GrantReadResponse:
    """Return a grant on one of the caller's resources."""
    with platform.replica.read() as session:
        grant = _load(session, grant_id)
        if not may_change(caller, grant):
            raise HTTPException(403, "You have no access to this grant")
        return _response(grant)


@router.delete(
    "/access/grants/{grant_id}",
    responses={**_ERRORS, 409: {"description": "The grant is revoked already"}},
)
def revoke_grant(caller: CallerDep, platform: PlatformDep, grant_id: _Id) -> GrantReadResponse:
    """Revoke a grant: from now on it gives no access."""
    with platform.replica.write() as session:
        grant = _load(session, grant_id)
        if not may_change(caller, grant):
            raise HTTPException(403, "You may not revoke this grant")
        if grant.revoked:
            raise HTTPException(409, "The grant is revoked already")
        grant.revoked = True
        return _response(grant)


def _load(session: Session, grant_id: UUID) -> AccessGrant:
    grant = session.get(AccessGrant, grant_id)
    if grant is None:
        raise HTTPException(404, "Grant not found")
    return grant


def _response(grant: AccessGrant) -> GrantReadResponse:
    return GrantReadResponse(
        grant_id=grant.grant_id,
        resource_type=grant.resource_type,
        resource_id=grant.resource_id,
        subject_type=grant.subject_type,
        subject_id=grant.subject_id,
        relation=grant.relation,
        created_by=grant.created_by,
        created_at=grant.created_at,
        revoked=grant.revoked,
    )
