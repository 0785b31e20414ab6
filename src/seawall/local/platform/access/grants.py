"""Creation of grants: the resource, the subject and the stored grant."""

from datetime import datetime
from uuid import UUID, uuid4

from attrs import frozen
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from seawall.local.platform.access.permissions import Caller, Owned
from seawall.local.platform.store.states import ResourceType, SubjectType
from seawall.local.platform.store.tables import AccessGrant, Item, OutputArtifact, Run, ShareToken, User
from seawall.local.platform.wire.access import GrantCreateRequest

__all__ = [
    "UnknownResourceError",
    "UnknownSubjectError",
    "new_grant",
    "owned_resource",
    "subject_id_of",
]


class UnknownResourceError(Exception):
    """There is no such resource."""


class UnknownSubjectError(Exception):
    """There is no such user, organization or share token."""


@frozen
class _Owner:
    owner_id: str
    organization_id: str


def owned_resource(session: Session, kind: ResourceType, resource_id: UUID) -> Owned:
    """Return the owner of a resource. Raises UnknownResourceError."""
    row = session.execute(_owner_query(kind, resource_id)).one_or_none()
    if row is None:
        raise UnknownResourceError
    return _Owner(*row)


def _owner_query(kind: ResourceType, resource_id: UUID) -> Select[str, str]:
    if kind is ResourceType.SHARE_TOKEN:
        return select(ShareToken.created_by, ShareToken.organization_id).where(
            ShareToken.share_token_id == resource_id
        )
    query = select(Run.submitted_by, Run.organization_id)
    if kind is ResourceType.RUN:
        return query.where(Run.run_id == resource_id)
    query = query.join(Item, Item.run_id == Run.run_id)
    if kind is ResourceType.ITEM:
        return query.where(Item.item_id == resource_id)
    query = query.join(OutputArtifact, OutputArtifact.item_id == Item.item_id)
    return query.where(OutputArtifact.output_artifact_id == resource_id)


def subject_id_of(session: Session, request: GrantCreateRequest) -> str:
    """Return the id of the subject of a request.

    Raises UnknownSubjectError; ValueError unless the request has either an id or a user's email address.
    """
    subject_id, email = request.subject_id, request.subject_email
    if (subject_id is None) == (email is None):
        raise ValueError("give either `subject_id` or `subject_email`")
    if email is not None and request.subject_type is not SubjectType.USER:
        raise ValueError("only a user has an email address: give `subject_id`")
    found = _known_subject(session, request.subject_type, subject_id, email)
    if found is None:
        raise UnknownSubjectError
    return found


def _known_subject(
    session: Session, kind: SubjectType, subject_id: str | None, email: str | None
) -> str | None:
    if kind is SubjectType.USER:
        is_meant = User.user_id == subject_id if email is None else func.lower(User.email) == email.lower()
        return session.scalar(select(User.user_id).where(is_meant).limit(1))
    if kind is not SubjectType.SHARE_TOKEN:
        return session.scalar(select(User.organization_id).where(User.organization_id == subject_id).limit(1))
    try:
        share_token_id = UUID(subject_id)
    except ValueError:
        return None
    return str(share_token_id) if session.get(ShareToken, share_token_id) is not None else None


def new_grant(
    session: Session,
    request: GrantCreateRequest,
    *,
    caller: Caller,
    resource: Owned,
    subject_id: str,
    now: datetime,
) -> AccessGrant:
    """Store the grant, or return the one that gives the same access already.

    One grant only, so that nothing is left after it was revoked.
    """
    query = select(AccessGrant).where(
        AccessGrant.resource_id == request.resource_id,
        AccessGrant.resource_type == request.resource_type,
        AccessGrant.subject_type == request.subject_type,
        AccessGrant.subject_id == subject_id,
        AccessGrant.relation == request.relation,
        AccessGrant.revoked.is_(False),
    )
    grant = session.scalars(query).one_or_none()
    if grant is None:
        grant = AccessGrant(
            grant_id=uuid4(),
            resource_type=request.resource_type,
            resource_id=request.resource_id,
            subject_type=request.subject_type,
            subject_id=subject_id,
            relation=request.relation,
            owner_id=resource.owner_id,
            organization_id=resource.organization_id,
            created_by=caller.user_id,
            created_at=now,
            revoked=False,
        )
        session.add(grant)
    return grant
