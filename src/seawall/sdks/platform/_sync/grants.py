# DO NOT EDIT. Derived from ../_async/grants.py by "python -m seawall.codegen.derive".
"""Access grants: create, list, read, revoke."""

from collections.abc import Collection
from uuid import UUID

from seawall.core.engine.call import call_converted_by
from seawall.core.engine.conversion import converted
from seawall.core.errors import InputError
from seawall.core.paging.strategies import PageNumberPaging, items_of_list
from seawall.core.validation.arguments import (
    checked_member,
    checked_required_member,
    checked_text,
    checked_uuid,
    sort_fields,
)
from seawall.core.wire.unset import UNSET
from seawall.runtime.client._sync.resource import Resource
from seawall.runtime.paging._sync.pager import Pages
from seawall.sdks.platform._sync.context import Context
from seawall.sdks.platform._generated import calls
from seawall.sdks.platform._generated import models as wire
from seawall.sdks.platform.sharing import Grant, GrantRelation, ResourceType, SubjectType

__all__ = ["Grants"]


class Grants(Resource[Context]):
    """`client.grants`: the access of other users, of organizations and of share tokens to your runs."""

    def create(
        self,
        resource_id: str | UUID,
        *,
        subject_id: str | UUID | None = None,
        subject_email: str | None = None,
        subject_type: SubjectType | str = SubjectType.USER,
        resource_type: ResourceType | str = ResourceType.RUN,
        relation: GrantRelation | str = GrantRelation.VIEWER,
    ) -> Grant:
        """Give a subject access to a resource, by default a user to a run.

        A user is named by id or by email address; other subjects by `subject_id`. If the subject has this
        access already, its grant is returned. Raises InputError unless exactly one of `subject_id` and
        `subject_email` is given, ForbiddenError for a resource of another user, NotFoundError.
        """
        if (subject_id is None) == (subject_email is None):
            raise InputError("Give either subject_id or subject_email, the subject of the grant.")
        body = wire.GrantCreateRequest(
            resource_type=checked_required_member(resource_type, wire.ResourceType, "resource_type"),
            resource_id=checked_uuid(resource_id, "resource_id"),
            subject_type=checked_required_member(subject_type, wire.SubjectType, "subject_type"),
            relation=checked_required_member(relation, wire.GrantRelation, "relation"),
            subject_id=UNSET if subject_id is None else _subject_id(subject_id),
            subject_email=UNSET if subject_email is None else checked_text(subject_email, "subject_email"),
        )
        call = calls.create_grant(body=body)
        call = call_converted_by(call, Grant.from_wire)
        return converted(
            call, self._context.engine.send(call, self._context.policies.write), Grant.from_wire
        )

    def list(
        self,
        *,
        resource_id: str | UUID | None = None,
        resource_type: ResourceType | str | None = None,
        subject_id: str | UUID | None = None,
        subject_type: SubjectType | str | None = None,
        relation: Collection[GrantRelation | str] | None = None,
        revoked: bool | None = None,
        sort: str | Collection[str] | None = None,
        page_size: int = 100,
        nocache: bool = False,  # noqa: ARG002 - as every read has it
    ) -> Pages[Grant]:
        """List the grants on your resources that match all filters; pages are read on demand.

        `sort` names fields, with a leading `-` for descending order. Raises InputError for an unknown kind,
        and for a page size outside of 5 to 100.
        """
        return self._context.engine.pages(
            calls.list_grants(
                resource_type=checked_member(resource_type, wire.ResourceType, "resource_type"),
                resource_id=None if resource_id is None else checked_uuid(resource_id, "resource_id"),
                subject_type=checked_member(subject_type, wire.SubjectType, "subject_type"),
                subject_id=None if subject_id is None else _subject_id(subject_id),
                relation=_relations(relation),
                revoked=revoked,
                sort=sort_fields(sort),
                page_size=page_size,
            ),
            self._context.policies.run,
            PageNumberPaging(page_size=page_size, exact_page_size=True),
            items=items_of_list,
            from_wire=Grant.from_wire,
            key=lambda grant: grant.grant_id,
        )

    def get(self, grant_id: str | UUID, *, nocache: bool = False) -> Grant:
        """Read a grant. Raises NotFoundError, ForbiddenError."""
        call, policy = calls.get_grant(checked_uuid(grant_id, "grant_id")), self._context.policies.run
        call = call_converted_by(call, Grant.from_wire)
        return converted(
            call, self._context.engine.send(call, policy, nocache=nocache), Grant.from_wire
        )

    def revoke(self, grant_id: str | UUID) -> Grant:
        """Revoke a grant: from now on it gives no access. Raises ConflictError if it was revoked before."""
        call = calls.revoke_grant(checked_uuid(grant_id, "grant_id"))
        call = call_converted_by(call, Grant.from_wire)
        return converted(
            call, self._context.engine.send(call, self._context.policies.write), Grant.from_wire
        )


def _subject_id(subject_id: str | UUID) -> str:
    return str(subject_id) if isinstance(subject_id, UUID) else checked_text(subject_id, "subject_id")


def _relations(relations: Collection[GrantRelation | str] | None) -> list[wire.GrantRelation] | None:
    if relations is None:
        return None
    return [checked_required_member(each, wire.GrantRelation, "relation") for each in relations]
